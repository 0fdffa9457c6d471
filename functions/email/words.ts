import { partsOf } from '../domain/calendar/london-time.ts';
import { counted, inFigures } from '../domain/words/counted.ts';

export { dayInWords } from '../domain/calendar/day-in-words.ts';
export { counted, inFigures };

const LONDON_MOMENT = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** An instant as people in London read it, by the clock there: `Mon 16 Nov 2026, 08:00 GMT`, in summer `… BST`. */
export function momentInWords(instant: string): string {
  const part = partsOf(LONDON_MOMENT, instant);
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** The same where there is an instant; null where there is none. */
export function momentIfAny(instant: string | null): string | null {
  return instant === null ? null : momentInWords(instant);
}

/** How far a day is from today: `today`, `in 3 days`, `1 day ago`. */
export function daysFromNow(days: number): string {
  if (days === 0) return 'today';
  return days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`;
}

/** A list as a sentence has it: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** The first items, and how many were left out. */
export function firstOf<T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly more: number } {
  return { shown: items.slice(0, most), more: Math.max(0, items.length - most) };
}

/** How many of something are left out: `1,204 more`. */
export function moreInWords(more: number): string {
  return `${inFigures(more)} more`;
}

/** The first items as a sentence has them, and how many others there are: `a, b and 3 others`. */
export function listedUpTo(most: number, items: readonly string[]): string {
  const { shown, more } = firstOf(items, most);
  return listed([...shown, ...(more === 0 ? [] : [counted(more, 'other')])]);
}
