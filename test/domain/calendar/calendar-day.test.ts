import { expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, isCalendarDay } from '../../../functions/domain/calendar/calendar-day.ts';
import { dayInWords } from '../../../functions/domain/calendar/day-in-words.ts';

test.each([
  ['2018-05-08', 3, '2018-08-08'],
  ['2017-11-30', 3, '2018-02-28'],
  ['2023-11-30', 3, '2024-02-29'],
  ['2018-08-31', -1, '2018-07-31'],
  ['2018-03-31', -1, '2018-02-28'],
  ['2018-12-15', 1, '2019-01-15'],
])('%s and %i months is %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

test.each([
  ['2018-03-24', 7, '2018-03-31'],
  ['2018-10-30', -7, '2018-10-23'],
  ['2017-12-31', 1, '2018-01-01'],
])('%s and %i days is %s, also over a change of the clocks', (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
});

test('days are counted from midnight to midnight, backwards too', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  expect(daysBetween('2026-03-30', '2026-03-30')).toBe(0);
});

test.each([
  ['2018-05-07', '7 May 2018'],
  ['2021-11-04', '4 Nov 2021'],
  ['2018-03-25', '25 Mar 2018'],
  ['2018-05-07T00:00:00Z', '2018-05-07T00:00:00Z'],
  ['on 2018-05-07', 'on 2018-05-07'],
  ['not known', 'not known'],
  ['', ''],
])('people read %s as %s', (day, words) => {
  expect(dayInWords(day)).toBe(words);
});

test.each(['1900-01-01', '2026-02-28', '2028-02-29', '2100-10-31', '9999-12-31'])('%s is a day', (day) => {
  expect(isCalendarDay(day)).toBe(true);
});

test.each([
  ['2026-02-31', 'the month has no such day'],
  ['2027-02-29', 'the year has no such day'],
  ['2026-13-01', 'there is no such month'],
  ['1899-12-31', 'it is before any list'],
  ['2026-2-01', 'the month has one digit'],
  ['2026-02-1', 'the day has one digit'],
  ['202-02-01', 'the year has three digits'],
  ['12026-02-01', 'the year has five digits'],
  ['2026-02-01Z', 'something follows'],
  ['today', 'it is a word'],
  ['', 'it is nothing'],
])('%j is not a valid day: %s', (text) => {
  expect(isCalendarDay(text)).toBe(false);
});
