import type { Place } from './device-event.ts';

const BEYOND_MILLIS = /(?<=\.\d{3})\d+/;

/**
 * A time of RFC 3339 as an instant in UTC, to its last written digit: two events of one microsecond have an order.
 *
 * @param written a date and time with an offset that exists
 */
export function writtenTime(written: string): Pick<Place, 'at' | 'beyondMillis'> {
  const text = written.toUpperCase();
  // JavaScript reads three digits and leaves open what becomes of more.
  const at = new Date(text.replace(BEYOND_MILLIS, '')).toISOString();
  const beyondMillis = BEYOND_MILLIS.exec(text)?.[0].replace(/0+$/, '') ?? '';
  return beyondMillis === '' ? { at } : { at, beyondMillis };
}
