import type { Receipt } from '../contracts/receipt.ts';
import type { RecordedFinding } from '../domain/findings/finding.ts';
import { safeCsv } from './safe-csv.ts';
import { momentInWords } from './words.ts';

/** The columns of the table. */
export const FINDINGS_COLUMNS = [
  'line',
  'column',
  'entry number',
  'entry key',
  'severity',
  'field',
  'value',
  'what it is and what to do',
  'code',
] as const;

/**
 * The findings of an upload, and the entries of it that are blocked, as a table that a spreadsheet may open: one row
 * each. A column is named as a spreadsheet names it.
 */
export function findingsCsv({
  findings,
  blocked,
}: {
  readonly findings: readonly RecordedFinding[];
  readonly blocked: Receipt['blocked'];
}): string {
  return safeCsv(FINDINGS_COLUMNS, [
    ...findings.map(({ line, column, entry, severity, field, value, message, code }) => [
      line > 0 ? String(line) : '',
      column === undefined ? '' : columnLetters(column),
      entry?.number ?? '',
      entry?.key ?? '',
      severity,
      field,
      value,
      message,
      code,
    ]),
    ...blocked.map(({ entryNumber, entryKey, declaredGbcsVersion, reason, deadline }) => [
      '',
      '',
      entryNumber,
      entryKey,
      'blocked',
      'GBCS version',
      declaredGbcsVersion,
      `${reason}. The DSP must hold it by ${momentInWords(deadline)}.`,
      '',
    ]),
  ]);
}

/** A column as a spreadsheet names it: A, …, Z, AA, …; the first is 1. */
function columnLetters(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before === 0 ? '' : columnLetters(before)}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}
