import { readCsvRecords } from '../../functions/domain/csv/csv-records.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';
import { type CplRow, cplCsv, lineOf } from './cpl-csv.ts';
import { cplWorkbook } from './cpl-workbook.ts';
import { type ListCertificates, publishedCsv, syntheticCertificates } from './list-history/published-csv.ts';
import type { ListLine } from './list-history/cpl-list-csv.ts';

/** The certificates of a line, unless a test says otherwise. */
export type CertificatesOf = (line: ListLine) => ListCertificates;

/** The published sheet of rows, saved as csv. */
export function publishedOf(rows: readonly CplRow[], certificatesOf: CertificatesOf = syntheticCertificates): string {
  return publishedCsv(rows.map(lineOf), certificatesOf);
}

/** SECAS's workbook of rows: its csv sheet is the list, its published sheet has the certificates. */
export function workbookOf(
  rows: readonly CplRow[],
  issue = '1.1',
  issuedOn = '2026-11-02',
  certificatesOf: CertificatesOf = syntheticCertificates,
): Uint8Array {
  return cplWorkbook({
    listRows: recordsOf(cplCsv(rows, issue, issuedOn)),
    publishedRows: recordsOf(publishedOf(rows, certificatesOf)),
  });
}

/** The values of each row of a csv. */
export function recordsOf(csv: string): (readonly string[])[] {
  return readCsvRecords(Buffer.from(csv), Number.POSITIVE_INFINITY, new FindingLog()).map(({ values }) => values);
}
