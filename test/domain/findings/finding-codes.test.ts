import { describe, expect, test } from 'vitest';
import { CPL_RULES } from '../../../functions/domain/cpl/cpl-rules.ts';
import { FINDING_CODES } from '../../../functions/domain/findings/finding-codes.ts';
import { PAIR_RULES } from '../../../functions/domain/trials/agreed-list-pairs.ts';
import { ROW_RULES } from '../../../functions/domain/trials/agreed-list-rules.ts';
import { codesInSources, findingsPage, findingsPageOnDisk } from '../../checks/findings-page.ts';

const codes = Object.entries(FINDING_CODES);
const prefixes = new Set(codes.map(([code]) => code.replace(/-.*/, '')));
const isSame = (pattern: string, code: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '[A-Z]+')}$`).test(code);

describe('the list of finding codes', () => {
  test('has every code that the sources use', () => {
    const used = [...codesInSources()].filter((code) => prefixes.has(code.replace(/-.*/, '')));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((pattern) => !codes.some(([code]) => isSame(pattern, code)))).toEqual([]);
  });

  test('has no code that the sources do not use', () => {
    const used = [...codesInSources()];
    expect(codes.filter(([code]) => !used.some((pattern) => isSame(pattern, code)))).toEqual([]);
  });

  test.each(codes)('%s has a meaning in one sentence, a source, and how far it reaches', (_, about) => {
    expect(about.meaning).toMatch(/^[A-Z].*[^.]\.$/);
    expect(about.meaning).not.toMatch(/\. [A-Z]|\bR\d/);
    expect(about.source).not.toBe('');
    expect(about.severities.length).toBeGreaterThan(0);
  });

  test.each(CPL_RULES.map((rule) => [rule.code, rule] as const))('%s is as its rule says', (code, rule) => {
    expect(FINDING_CODES[code]).toMatchObject({ severities: [rule.severity], source: rule.source });
  });

  test.each(ROW_RULES.map((rule) => [rule.code, rule] as const))('%s reaches as far as its rule', (code, rule) => {
    expect(FINDING_CODES[code].severities).toEqual([rule.severity]);
  });

  test('says that the rules on pairs of rows refuse the file', () => {
    for (const { code } of PAIR_RULES) expect(FINDING_CODES[code].severities).toEqual(['file']);
  });

  test('is printed as docs/FINDINGS.md', () => {
    expect(findingsPageOnDisk() === findingsPage(), 'run: npm run findings').toBe(true);
  });
});
