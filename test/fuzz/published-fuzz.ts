import fc from 'fast-check';
import type { CsvRow } from '../../functions/domain/csv/csv-table.ts';
import { isCalendarDay } from '../../functions/domain/calendar/calendar-day.ts';
import { readPublishedSheet } from '../../functions/domain/cpl/published-sheet.ts';
import { readCsvRecords } from '../../functions/domain/csv/csv-records.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';
import { listLine } from '../support/list-history/cpl-list-csv.ts';
import { publishedCsv } from '../support/list-history/published-csv.ts';
import type { FileTally } from './read-truly.ts';

const ENTRIES = 8;
const LINES = Array.from({ length: ENTRIES }, (_, index) => listLine({ entryNumber: `${index + 1}`.padStart(6, '0') }));
const SHEET: readonly CsvRow[] = readCsvRecords(Buffer.from(publishedCsv(LINES)), 1_000_000, new FindingLog());
const HEADER_ROWS = SHEET.length - ENTRIES;
const WHOLE = readPublishedSheet(SHEET);
const COLUMNS = SHEET[0]?.values.length ?? 0;

const cells = fc.constantFrom(
  '',
  '1',
  '000001',
  '1E+05',
  '#N/A',
  'NULL',
  '31/02/2027',
  '[R] ',
  '[E] 01/01/2027',
  'é',
  '=1+1',
  'n/a',
  '\u200B',
);
const damages = fc.array(
  fc.record({ row: fc.nat({ max: SHEET.length - 1 }), column: fc.nat({ max: COLUMNS - 1 }), cell: cells }),
  { minLength: 1, maxLength: 6 },
);

/**
 * A published sheet with odd cells anywhere: it is refused for a reason; or each entry that has none is read as before,
 * unless another took its number, and each other one has certificates with dates that exist, or a finding.
 */
export const publishedSheetsAreReadTruly = (tally: FileTally) =>
  fc.property(damages, (odd) => {
    const sheet = SHEET.map(({ line, values }, row) => ({
      line,
      values: values.map((value, column) => odd.find((one) => one.row === row && one.column === column)?.cell ?? value),
    }));
    const { certificates, lines, findings } = readPublishedSheet(sheet);
    const isRefused = findings.some(({ severity }) => severity === 'file');
    tally[isRefused ? 'refused' : 'read'] += 1;
    if (isRefused) return true;
    const oddRows = new Set(odd.map(({ row }) => row));
    const isHeaderOdd = [...oddRows].some((row) => row < HEADER_ROWS);
    const taken = new Set<string>(odd.map(({ cell }) => cell));
    return SHEET.slice(HEADER_ROWS).every(({ line, values: [, number = ''] }, index) => {
      const read = certificates.get(number);
      if (!oddRows.has(HEADER_ROWS + index) && !isHeaderOdd && !taken.has(number))
        return JSON.stringify(read) === JSON.stringify(WHOLE.certificates.get(number));
      if (read === undefined) return lines.get(number) !== line || findings.some((finding) => finding.line === line);
      return read.cpa === null || read.cpa.date === '' || isCalendarDay(read.cpa.date);
    });
  });
