import { beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../infra/local/synthesis.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { killDay } from './traffic/kill-day.ts';

const assembly = temporaryFolder();

beforeAll(async () => {
  await synthesize(assembly);
});

test('[R7] [R11] a day of mixed traffic with functions killed at random loses nothing, repeats nothing, and reports all', async () => {
  const { killed, files, wrong } = await killDay({ seed: 7, hours: 8, chance: 0.5, assembly });
  expect(wrong).toEqual([]);
  expect(files).toBeGreaterThan(5);
  expect(killed).toBeGreaterThan(10);
});
