/**
 * A day as the published sheet has it (`01/11/2022`, or typed as `1-11-2022` or `2022-11-01`) as `yyyy-mm-dd`;
 * undefined for what is not a day of the calendar.
 */
export function isoDay(text: string): string | undefined {
  const dayFirst = /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})$/.exec(text);
  const groups = (dayFirst ?? /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/.exec(text))?.groups;
  if (groups === undefined) return undefined;
  const { day = '', month = '', year = '' } = groups;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return new Date(instant).toISOString().startsWith(iso) ? iso : undefined;
}
