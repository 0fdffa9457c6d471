import { expect, test } from 'vitest';
import { endOfLondonDay, londonClock, londonDay } from '../../../functions/domain/calendar/london-time.ts';

test.each([
  ['2026-11-16', '2026-11-16T23:59:59.999Z', 'in winter'],
  ['2026-07-06', '2026-07-06T22:59:59.999Z', 'in summer, an hour earlier in UTC'],
  ['2026-03-28', '2026-03-28T23:59:59.999Z', 'the night on which the clocks go forward'],
  ['2026-03-29', '2026-03-29T22:59:59.999Z', 'of 23 hours'],
  ['2026-10-24', '2026-10-24T22:59:59.999Z', 'the night on which the clocks go back'],
  ['2026-10-25', '2026-10-25T23:59:59.999Z', 'of 25 hours'],
  ['2028-02-29', '2028-02-29T23:59:59.999Z', 'a leap day'],
])('%s ends in London at %s (%s)', (day, instant) => {
  expect(endOfLondonDay(day)).toBe(instant);
  expect(londonDay(instant)).toBe(day);
  expect(londonDay(new Date(Date.parse(instant) + 1).toISOString())).not.toBe(day);
});

test.each([
  ['2026-11-16T23:05:09.999Z', '2026-11-16T23:05:09'],
  ['2026-07-10T20:30:00.000Z', '2026-07-10T21:30:00'],
  ['2026-07-10T23:00:00.000Z', '2026-07-11T00:00:00'],
])('at %s the clock in London shows %s', (instant, shown) => {
  expect(londonClock(instant)).toBe(shown);
});
