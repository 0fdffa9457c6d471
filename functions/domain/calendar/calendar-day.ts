const DAY_MS = 86_400_000;

/** A calendar day some days after (or before) another, both as `yyyy-mm-dd`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a text is a day that the calendar has, from 1900 on, as `yyyy-mm-dd`: 31 February is none. */
export function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return text >= '1900-01-01' && !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/**
 * A calendar day some calendar months after (or before) another, both as `yyyy-mm-dd`: the same day of the month, or
 * the last day of a month that has none (31 November is 30 November).
 */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastDay))).toISOString().slice(0, 10);
}

/** Days from one calendar day to another, both as `yyyy-mm-dd`; negative when `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
