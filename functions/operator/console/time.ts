import { momentInWords } from '../../email/words.ts';
import { hoursInWords } from '../../domain/incidents/deadline.ts';
import { type Html, html } from '../../email/html.ts';

const HOUR = 3_600_000;

/** An instant as people read it, in London and with its zone: `Mon 16 Nov 2026, 09:12 GMT`; UTC when pointed at. */
export function moment(instant: string): Html {
  return html`<time datetime="${instant}" title="${instant}">${momentInWords(instant)}</time>`;
}

/** The same where there is an instant, and nothing where there is none. */
export function momentIf(instant: string | null | undefined): Html | undefined {
  return instant === null || instant === undefined ? undefined : moment(instant);
}

/** How far an instant is from now: `in 5 h 45 min`, `14 min ago`, `now`. */
export function fromNow(instant: string, now: string): string {
  const hours = (Date.parse(instant) - Date.parse(now)) / HOUR;
  if (Math.abs(hours) < 1 / 60) return 'now';
  return hours > 0 ? `in ${hoursInWords(hours)}` : `${hoursInWords(hours)} ago`;
}

/** A deadline with what is left of it: `in 5 h 45 min`, `overdue for 14 min`. */
export function timeLeft(dueAt: string, now: string): string {
  const hours = (Date.parse(dueAt) - Date.parse(now)) / HOUR;
  if (Math.abs(hours) < 1 / 60) return 'due now';
  return hours >= 0 ? `due in ${hoursInWords(hours)}` : `overdue for ${hoursInWords(hours)}`;
}
