import type { CsvRow } from '../csv/csv-table.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import { rowFaults, rowFinding, rowRemarks } from './certificate-rules.ts';
import type { EntryCertificates } from './certificates.ts';
import { isEntryNumber } from './cpl-rules.ts';
import { certificatesIn } from './entry-certificates.ts';
import { columnName, type PublishedRow, publishedLayout } from './published-columns.ts';

/** What the published sheet brings: certificates by entry number, and what was found wrong in it. */
export type PublishedSheet = {
  /** In the order of the sheet. An entry whose row cannot be used is not among them and keeps what it has. */
  readonly certificates: ReadonlyMap<string, EntryCertificates>;
  /** The line of each entry number, of rows that cannot be used too. */
  readonly lines: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

/** Whether the first records of a file are those of the published sheet: its two header rows are among them. */
export function isPublishedSheet(firstRecords: readonly CsvRow[]): boolean {
  return publishedLayout(firstRecords) !== undefined;
}

/**
 * Reads the certificates of the published sheet from its records, which a CSV file or a workbook has. Columns are
 * found by name in any order; rows with a label, which explain the columns, are passed over. When two rows have one
 * entry number the first holds.
 */
export function readPublishedSheet(records: readonly CsvRow[]): PublishedSheet {
  const log = new FindingLog();
  const certificates = new Map<string, EntryCertificates>();
  const lines = new Map<string, number>();
  const layout = publishedLayout(records);
  if (layout === undefined) {
    log.add(fileFinding('CERT-LAYOUT', 1, NO_HEADER));
  } else if (layout.missing.length > 0) {
    const missing = layout.missing.map((name) => `"${name}"`).join(', ');
    log.add(
      fileFinding('CERT-LAYOUT', 1, `The published sheet lacks columns: ${missing}. Add them and send it again.`),
    );
  } else {
    const rows = records.slice(layout.headerRecords).map((record) => layout.rowOf(record));
    readEntries(rows, certificates, lines, log);
  }
  return { certificates, lines, findings: log.findings };
}

/**
 * The sheet with a remark on each entry that the list does not have: its number may be a slip, or the list that brings
 * it is still to come.
 *
 * @param list what the entries are looked for in: `issue 2.051, the list accepted last`
 */
export function withUnlisted(sheet: PublishedSheet, listed: ReadonlySet<string>, list: string): PublishedSheet {
  const remarks = [...sheet.lines]
    .filter(([number]) => !listed.has(number))
    .map(([number, line]): Finding => {
      const message = `Entry ${number} is not on ${list}. Check the number; its certificates are kept in case a list brings the entry.`;
      return {
        code: 'CERT-NOT-LISTED',
        severity: 'warning',
        line,
        field: columnName('entryNumber'),
        value: number,
        message,
      };
    });
  return { ...sheet, findings: [...sheet.findings, ...remarks] };
}

function readEntries(
  rows: readonly PublishedRow[],
  certificates: Map<string, EntryCertificates>,
  lines: Map<string, number>,
  log: FindingLog,
): void {
  for (const row of rows) {
    if (row.isEmpty || isExplanation(row)) continue;
    const number = row.value('entryNumber');
    const firstLine = lines.get(number);
    if (!isEntryNumber(number)) {
      log.add(rowFinding('CERT-ENTRY-NUMBER', 'row', row, 'entryNumber', WRONG_NUMBER));
    } else if (firstLine !== undefined) {
      const message = `Entry ${number} is already on line ${firstLine}. This row is ignored.`;
      log.add(rowFinding('CERT-ENTRY-TWICE', 'row', row, 'entryNumber', message));
    } else {
      lines.set(number, row.line);
      readEntry(row, certificates, log);
    }
  }
  if (lines.size === 0) log.add(fileFinding('CERT-NO-ENTRIES', rows[0]?.line ?? 1, NO_ENTRIES));
}

function readEntry(row: PublishedRow, certificates: Map<string, EntryCertificates>, log: FindingLog): void {
  const faults = rowFaults(row);
  for (const fault of faults) log.add(fault);
  if (faults.length > 0) return;
  const entry = certificatesIn(row);
  certificates.set(entry.entryNumber, entry);
  for (const remark of rowRemarks(row, entry)) log.add(remark);
}

/** Rows that explain the columns have a label and a text in place of a number; an entry has a number and no label. */
function isExplanation(row: PublishedRow): boolean {
  return row.label !== '' && !/^\d+$/.test(row.value('entryNumber'));
}

const NO_HEADER =
  'The header of the published sheet is missing: one row that begins with "Data Group", and below it one that begins with "Data Attribute". Send the sheet with both.';
const WRONG_NUMBER =
  'The entry number is not six digits. A spreadsheet may have removed its zeros: format the column as text. This row is ignored.';
const NO_ENTRIES =
  'The published sheet has no entry with a number of six digits below its header. Send the whole sheet again.';

function fileFinding(code: FindingCode, line: number, message: string): Finding {
  return { code, severity: 'file', line, field: '', value: '', message };
}
