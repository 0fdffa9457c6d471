import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../support/source-tree.ts';
import { costPage, monthlyCost } from './cost-page.ts';
import { countedOnDisk } from './counted.ts';

/** A page without the widths of its columns. */
const words = (page: string): string => page.replaceAll(/[ -]+/g, ' ');

test('the page of costs is what the counts and the prices come to: npm run cost writes it', () => {
  expect(words(readFileSync(`${ROOT}docs/COST.md`, 'utf8'))).toBe(words(costPage(countedOnDisk())));
});

test('what a stage costs grows with its devices and its events, and with nothing else by much', () => {
  const counted = countedOnDisk();
  const cost = (devices: number, events: number, issues = 10) =>
    Object.values(monthlyCost({ name: '', devices, events, issues }, counted)).reduce((sum, part) => sum + part, 0);
  const base = cost(60_000_000, 4_000_000);
  expect(cost(120_000_000, 4_000_000)).toBeGreaterThan(base + 50);
  expect(cost(60_000_000, 8_000_000)).toBeGreaterThan(base + 50);
  expect(cost(60_000_000, 4_000_000, 60)).toBeLessThan(base + 1);
});
