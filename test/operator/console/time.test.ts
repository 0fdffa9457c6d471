import { describe, expect, test } from 'vitest';
import { fromNow, timeLeft } from '../../../functions/operator/console/time.ts';

const NOW = '2026-11-02T12:00:00.000Z';

describe('an instant, seen from now', () => {
  test.each([
    ['2026-11-02T17:45:00.000Z', 'in 5 h 45 min', 'due in 5 h 45 min'],
    ['2026-11-02T11:46:00.000Z', '14 min ago', 'overdue for 14 min'],
    ['2026-11-02T12:00:30.000Z', 'now', 'due now'],
    ['2026-11-02T11:59:30.000Z', 'now', 'due now'],
  ])('%s is %s, and as a deadline %s', (instant, distance, left) => {
    expect([fromNow(instant, NOW), timeLeft(instant, NOW)]).toEqual([distance, left]);
  });
});
