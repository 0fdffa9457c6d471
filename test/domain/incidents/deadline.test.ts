import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deadlineStatus,
  elapsedHours,
  hoursInWords,
  hoursOfLimit,
  uploadDeadline,
} from '../../../functions/domain/incidents/deadline.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';

describe('the upload deadline', () => {
  test('[R7] is 24 hours of the clock after receipt, over a weekend and over a change of the clocks', () => {
    expect(uploadDeadline('2026-11-06T17:00:00.000Z', DEFAULT_SETTINGS)).toBe('2026-11-07T17:00:00.000Z');
    expect(uploadDeadline('2026-10-24T12:00:00.000Z', DEFAULT_SETTINGS)).toBe('2026-10-25T12:00:00.000Z');
  });

  test.each([
    ['2026-11-07T10:59:59.999Z', 'on-time'],
    ['2026-11-07T11:00:00.000Z', 'at-risk'],
    ['2026-11-07T16:59:59.999Z', 'at-risk'],
    ['2026-11-07T17:00:00.000Z', 'breached'],
  ])('[R7] at %s stands at %s', (now, status) => {
    expect(deadlineStatus('2026-11-06T17:00:00.000Z', now, DEFAULT_SETTINGS)).toBe(status);
  });
});

test.each([
  [0, 'less than 1 min'],
  [0.01, 'less than 1 min'],
  [1 / 60, '1 min'],
  [0.75, '45 min'],
  [3, '3 h'],
  [3.34, '3 h 20 min'],
  [47.9, '47 h 54 min'],
  [52, '2 d 4 h'],
  [-2, '2 h'],
])('%d hours are said as %s', (hours, words) => {
  expect(hoursInWords(hours)).toBe(words);
});

const SECOND = 1 / 3600;

test.each([
  [9 / 60, 20 / 60, '9 min of 20 min'],
  [20 / 60, 20 / 60, '20 min 1 s of 20 min'],
  [20 / 60 + 1.4 * SECOND, 20 / 60, '20 min 1 s of 20 min'],
  [20 / 60 + 40.2 * SECOND, 20 / 60, '20 min 40 s of 20 min'],
  [21 / 60, 20 / 60, '21 min of 20 min'],
  [24, 24, '24 h 1 s of 24 h'],
  [24 + 30 * SECOND, 24, '24 h 30 s of 24 h'],
  [24 - SECOND, 24, '23 h 59 min of 24 h'],
  [120.7, 120, '5 d 42 min of 5 d'],
  [120 + 60 * SECOND, 120, '5 d 1 min of 5 d'],
  [120 + 2399 * SECOND, 120, '5 d 39 min of 5 d'],
  [121, 120, '5 d 1 h of 5 d'],
  [15.3 / 60, 15.6 / 60, '15 min of 15 min'],
])('%d hours of %d hours are said as %s', (hours, limit, words) => {
  expect(hoursOfLimit(hours, limit)).toBe(words);
});

test('once a limit is reached, the hours that elapsed never read as the limit', () => {
  const some = fc.record({ limit: fc.integer({ min: 1, max: 14_400 }), beyondMs: fc.nat(86_400_000) });
  fc.assert(
    fc.property(some, ({ limit, beyondMs }) => {
      const [elapsed, of] = hoursOfLimit(limit / 60 + beyondMs / 3_600_000, limit / 60).split(' of ');
      expect(elapsed).not.toBe(of);
    }),
  );
});

test('elapsed hours are negative when the second instant is the earlier one', () => {
  expect(elapsedHours('2026-11-02T02:00:00.000Z', '2026-11-02T00:00:00.000Z')).toBe(-2);
});
