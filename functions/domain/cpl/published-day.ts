import { isoDayOf } from './cpl-words.ts';

/**
 * A day as the published sheet has it (`01/11/2022`, or typed as `1-11-2022` or `2022-11-01`) as `yyyy-mm-dd`;
 * undefined for what is not a day of the calendar.
 */
export function isoDay(text: string): string | undefined {
  return isoDayOf(
    text.replace(
      /(\d{1,2})[/.-](\d{1,2})[/.-](?=\d{4}$)/,
      (_, day: string, month: string) => `${day.padStart(2, '0')}/${month.padStart(2, '0')}/`,
    ),
  );
}
