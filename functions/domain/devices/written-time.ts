import type { Place } from './device-event.ts';

const FRACTION = /\.(\d+)/;

/**
 * A time of RFC 3339 as an instant in UTC, to its last written digit: two events of one microsecond have an order.
 *
 * @param written a date and time with an offset that exists
 */
export function writtenTime(written: string): Pick<Place, 'at' | 'beyondMillis'> {
  const text = written.toUpperCase();
  const digits = FRACTION.exec(text)?.[1] ?? '';
  // JavaScript reads three digits and leaves open what becomes of more.
  const at = new Date(digits.length > 3 ? text.replace(FRACTION, `.${digits.slice(0, 3)}`) : text).toISOString();
  const beyondMillis = digits.slice(3).replace(/0+$/, '');
  return beyondMillis === '' ? { at } : { at, beyondMillis };
}
