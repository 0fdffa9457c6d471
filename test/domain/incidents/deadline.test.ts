import { describe, expect, test } from 'vitest';
import {
  deadlineStatus,
  elapsedHours,
  hoursInWords,
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
  [0.01, '0 min'],
  [0.75, '45 min'],
  [3, '3 h'],
  [3.34, '3 h 20 min'],
  [47.9, '47 h 54 min'],
  [52, '2 d 4 h'],
  [-2, '2 h'],
])('%d hours are said as %s', (hours, words) => {
  expect(hoursInWords(hours)).toBe(words);
});

test('elapsed hours are negative when the second instant is the earlier one', () => {
  expect(elapsedHours('2026-11-02T02:00:00.000Z', '2026-11-02T00:00:00.000Z')).toBe(-2);
});
