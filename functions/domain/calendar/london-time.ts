import { addDays } from './calendar-day.ts';

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * What calendar and clock in London show at an ISO instant: `2026-07-10T21:30:00`, summer time included. It is put
 * together from its parts: how a language writes a date is no promise of any runtime.
 */
export function londonClock(instant: string): string {
  const part = partsOf(LONDON, instant);
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/** The parts of an ISO instant as a format shows it, by their names; '' for one that it does not show. */
export function partsOf(format: Intl.DateTimeFormat, instant: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return (type) => parts.get(type) ?? '';
}

/** The calendar day in London, as `yyyy-mm-dd`, of an ISO instant: validity periods are days there, not in UTC. */
export function londonDay(instant: string): string {
  return londonClock(instant).slice(0, 10);
}

/** The last instant, to the millisecond, of a calendar day in London: its clocks may be an hour ahead of UTC. */
export function endOfLondonDay(day: string): string {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  const hourBefore = midnight - 3_600_000;
  const end = londonDay(new Date(hourBefore).toISOString()) === day ? midnight : hourBefore;
  return new Date(end - 1).toISOString();
}
