import { describe, expect, test } from 'vitest';
import { BANK_HOLIDAYS } from '../../../functions/domain/calendar/bank-holidays.ts';
import { isWorkingDay, workingDaysSince } from '../../../functions/domain/calendar/working-day.ts';

/** Easter Sunday by the Gregorian computus, as its own check of the list. */
function easterSunday(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const days = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return new Date(Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1));
}

const monthAndDay = (easter: Date, offset: number): string =>
  new Date(easter.getTime() + offset * 86_400_000).toISOString().slice(5, 10);

describe('the bank holidays of England and Wales', () => {
  test.each(Object.keys(BANK_HOLIDAYS))('%s has Good Friday and Easter Monday, and eight days at least', (year) => {
    const easter = easterSunday(Number(year));
    expect(BANK_HOLIDAYS[year]).toEqual(expect.arrayContaining([monthAndDay(easter, -2), monthAndDay(easter, 1)]));
    expect(BANK_HOLIDAYS[year]?.length).toBeGreaterThanOrEqual(8);
    expect(BANK_HOLIDAYS[year]).toEqual(BANK_HOLIDAYS[year]?.toSorted());
  });

  test.each(Object.entries(BANK_HOLIDAYS).flatMap(([year, days]) => days.map((day) => `${year}-${day}`)))(
    '%s falls on a day of the week, since a substitute is given for one that would not',
    (day) => {
      expect([1, 2, 3, 4, 5]).toContain(new Date(`${day}T12:00:00Z`).getUTCDay());
    },
  );
});

describe('a Working Day', () => {
  test.each([
    ['2026-11-20', true, 'a Friday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-12-25', false, 'Christmas Day'],
    ['2026-12-28', false, 'the substitute for Boxing Day'],
    ['2021-12-25', false, 'Christmas Day on a Saturday'],
    ['2026-04-03', false, 'Good Friday'],
    ['2026-04-06', false, 'Easter Monday'],
    ['2022-09-19', false, 'the funeral of the Queen'],
    ['2018-05-07', false, 'the early May bank holiday'],
    ['2040-12-25', false, 'Christmas Day of a year whose holidays are not known'],
    ['2040-05-07', true, 'a Monday of a year whose holidays are not known'],
  ])('%s is one: %s (%s)', (day, is) => {
    expect(isWorkingDay(day)).toBe(is);
  });
});

describe('Working Days since an instant', () => {
  test.each([
    ['2026-11-20T09:00:00Z', '2026-11-20T23:00:00Z', 0, 'the same day'],
    ['2026-11-20T23:30:00Z', '2026-11-23T00:30:00Z', 1, 'over a weekend, however few hours'],
    ['2026-04-02T15:00:00Z', '2026-04-07T09:00:00Z', 1, 'over Easter'],
    ['2026-12-24T15:00:00Z', '2026-12-29T09:00:00Z', 1, 'over Christmas'],
    ['2026-03-27T12:00:00Z', '2026-03-29T23:30:00Z', 1, 'when the clocks went forward: it is Monday in London by then'],
    ['2026-10-23T12:00:00Z', '2026-10-25T23:30:00Z', 0, 'when the clocks went back: it is Sunday in London still'],
    ['2026-11-20T09:00:00Z', '2026-11-13T09:00:00Z', 0, 'backwards'],
    ['2018-05-09T12:00:00Z', '2018-05-22T12:00:00Z', 9, 'from the block of 2018 to its paper'],
  ])('%s to %s: %i (%s)', (from, to, days) => {
    expect(workingDaysSince(from, to)).toBe(days);
  });
});
