import { describe, expect, test } from 'vitest';
import { playSchedule } from '../run-seed.ts';
import { PLANTED } from './planted.ts';

/** Schedules within which the simulation must have noticed a bug. */
const WITHIN = 3_000;
const SCHEDULES = Array.from({ length: WITHIN }, (_, index) => index + 1);

describe('a planted bug is noticed', () => {
  test.each(PLANTED)('$bug', async ({ schedule, mutation }) => {
    for (const seed of [schedule, ...SCHEDULES]) {
      const { broken } = await playSchedule(seed, mutation);
      if (broken.length === 0) continue;
      if (seed !== schedule) console.info(`Schedule ${schedule} notices it no longer, ${seed} does`);
      return;
    }
    expect.unreachable(`No schedule of ${WITHIN} notices it`);
  });
});
