import { expect, test } from 'vitest';
import { playSchedule } from '../simulation/run-seed.ts';

/** Seeds of schedules that are played for each guard that is taken away. */
const SEEDS = Array.from({ length: 6 }, (_, group) => group * 20);

test.each(SEEDS)('the simulation keeps every invariant in the twenty schedules from seed %i on', async (first) => {
  for (let seed = first; seed < first + 20; seed += 1) {
    expect((await playSchedule(seed)).broken).toEqual([]);
  }
});
