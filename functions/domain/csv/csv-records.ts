import { BYTE_ORDER_MARK, MAX_RECORD_BYTES, SNIFFED_BYTES } from './csv-bytes.ts';
import { RecordScanner } from './csv-record.ts';
import type { CsvRow } from './csv-table.ts';
import { type CsvTroubleCode, codeOfTrouble, csvFinding } from './csv-trouble.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/**
 * Reads the records of a CSV file that is in memory and has no single header row: labels may be repeated, and records
 * may differ in length, as a spreadsheet leaves out what is empty at the end. As strict as the reader of lists
 * otherwise; blank lines are passed over. What makes the file unreadable is logged as a finding that refuses it.
 */
export function readCsvRecords(file: Uint8Array, maxBytes: number, findings: FindingLog): CsvRow[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const scanner = new RecordScanner();
  const rows: CsvRow[] = [];
  let at = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.byteLength : 0;
  let line = 1;
  const refuse = (code: CsvTroubleCode, position: number): void => {
    const inner = bytes.subarray(scanner.start, position).toString('latin1').split('\n');
    const column = (inner.at(-1)?.length ?? 0) + 1;
    const place = { recordLine: line, line: line + inner.length - 1, column, byteOffset: position };
    findings.add(csvFinding(code, place));
  };
  if (bytes.byteLength > maxBytes) refuse('CSV-TOO-LARGE', 0);
  else if (at === bytes.byteLength) refuse('CSV-EMPTY', 0);
  else if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) refuse('CSV-UTF-16', 0);
  while (at < bytes.byteLength && !findings.refuses) {
    // A record that is too long is cut, so that an open quote is noticed without a search to the end of the file.
    const end = Math.min(bytes.byteLength, at + MAX_RECORD_BYTES + 1);
    const outcome = scanner.scan(bytes, at, end, end === bytes.byteLength);
    if (outcome === 'incomplete') refuse(codeOfLong(scanner), scanner.openedAt ?? at);
    else if (scanner.trouble !== undefined) refuse(codeOfTrouble(scanner.trouble), scanner.troubleAt);
    else if (!scanner.isUtf8(bytes)) refuse('CSV-NOT-UTF-8', scanner.start);
    else {
      if (!scanner.blank) rows.push({ line, values: scanner.values(bytes) });
      line += 1 + scanner.innerLines;
      at = scanner.next;
    }
  }
  return rows;
}

function codeOfLong(scanner: RecordScanner): CsvTroubleCode {
  return scanner.openedAt === undefined ? 'CSV-RECORD-TOO-LONG' : 'CSV-OPEN-QUOTE';
}
