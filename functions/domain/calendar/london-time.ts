import { addDays } from './calendar-day.ts';

const LONDON_DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in London, as `yyyy-mm-dd`, of an ISO instant: validity periods are days there, not in UTC. */
export function londonDay(instant: string): string {
  return LONDON_DAY.format(new Date(instant));
}

const LONDON_CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** What calendar and clock in London show at an ISO instant: `2026-07-10T21:30:00`, summer time included. */
export function londonClock(instant: string): string {
  return LONDON_CLOCK.format(new Date(instant)).replace(' ', 'T');
}

/** The last instant, to the millisecond, of a calendar day in London: its clocks may be an hour ahead of UTC. */
export function endOfLondonDay(day: string): string {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  const hourBefore = midnight - 3_600_000;
  const end = londonDay(new Date(hourBefore).toISOString()) === day ? midnight : hourBefore;
  return new Date(end - 1).toISOString();
}
