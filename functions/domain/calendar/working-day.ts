import { BANK_HOLIDAYS } from './bank-holidays.ts';
import { londonDay } from './london-time.ts';

const DAY = 86_400_000;

/**
 * Whether a day in London, as `yyyy-mm-dd`, is a Working Day: no weekend, Christmas Day, Good Friday or bank holiday
 * (SEC Section A, DOMAIN 5). Never to be mixed with the 24 elapsed hours of an upload.
 * In a year whose bank holidays are not known, all that is no weekend and no Christmas Day.
 */
export function isWorkingDay(day: string): boolean {
  const holidays = BANK_HOLIDAYS[day.slice(0, 4)] ?? [];
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const monthAndDay = day.slice(5);
  return weekday !== 0 && weekday !== 6 && monthAndDay !== '12-25' && !holidays.includes(monthAndDay);
}

/** Working Days that have begun in London since the day of an instant: 0 on that day, 1 from the next Working Day on. */
export function workingDaysSince(from: string, to: string): number {
  const last = Date.parse(londonDay(to));
  let days = 0;
  for (let day = Date.parse(londonDay(from)) + DAY; day <= last; day += DAY) {
    if (isWorkingDay(new Date(day).toISOString().slice(0, 10))) days += 1;
  }
  return days;
}
