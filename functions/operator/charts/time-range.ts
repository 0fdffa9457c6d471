import { londonClock } from '../../domain/calendar/london-time.ts';

/** A stretch of time in periods of one length, in milliseconds; both ends lie on a period's. */
export type TimeRange = { readonly from: number; readonly to: number; readonly periodMs: number };

/** A value of a metric in the period that begins at `at` (milliseconds). */
export type PeriodValue = { readonly at: number; readonly value: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The ranges that one may choose. No period is shorter than the 15 minutes in which the watch reports, so that a gap is
 * a report that is missing.
 */
export const RANGES = {
  '3h': { words: '3 hours', lengthMs: 3 * HOUR, periodMs: 15 * MINUTE, period: '15 min' },
  '24h': { words: '24 hours', lengthMs: DAY, periodMs: 15 * MINUTE, period: '15 min' },
  '7d': { words: '7 days', lengthMs: 7 * DAY, periodMs: HOUR, period: 'hour' },
  '30d': { words: '30 days', lengthMs: 30 * DAY, periodMs: 6 * HOUR, period: '6 h' },
} as const;
export type RangeName = keyof typeof RANGES;

/** The range of a name that ends with the period in which an instant lies. */
export function rangeUntil(name: RangeName, instant: string): TimeRange {
  const { lengthMs, periodMs } = RANGES[name];
  const to = (Math.floor(Date.parse(instant) / periodMs) + 1) * periodMs;
  return { from: to - lengthMs, to, periodMs };
}

/** How many periods a range has. */
export function periodsOf({ from, to, periodMs }: TimeRange): number {
  return Math.round((to - from) / periodMs);
}

/** A mark of the axis: how many periods from its begin, and what the clock in London shows there. */
export type Tick = { readonly periods: number; readonly label: string };

const DAY_OF_WEEK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'short', day: 'numeric' });
const DAY_OF_MONTH = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'short' });

/** The marks of the axis: round times of the clock in London, whether it is set to summer time or not. */
export function ticksOf(range: TimeRange): readonly Tick[] {
  const { from, to, periodMs } = range;
  const length = to - from;
  const step = length > DAY ? HOUR : 15 * MINUTE;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const [day = '', time = ''] = londonClock(new Date(at).toISOString()).split('T');
    const [hours, minutes] = time.split(':').map(Number);
    const label = labelAt(at, { length, day, time: time.slice(0, 5), hours, minutes });
    if (label !== undefined) ticks.push({ periods: (at - from) / periodMs, label });
  }
  return ticks;
}

function labelAt(
  at: number,
  clock: { length: number; day: string; time: string; hours: number | undefined; minutes: number | undefined },
): string | undefined {
  const { length, day, time, hours = 0, minutes = 0 } = clock;
  if (length <= 3 * HOUR) return minutes % 30 === 0 ? time : undefined;
  if (minutes !== 0) return undefined;
  if (length <= DAY) return hours % 6 === 0 ? time : undefined;
  if (hours !== 0) return undefined;
  if (length <= 7 * DAY) return DAY_OF_WEEK.format(at);
  return Number(day.slice(-2)) % 5 === 1 && !day.endsWith('31') ? DAY_OF_MONTH.format(at) : undefined;
}
