import { CsvReader } from './csv-reader.ts';
import type { ByteChunks } from './byte-chunks.ts';
import { ByteWindow } from './csv-window.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/** One record of a CSV file, with the physical line on which it starts (the header is line 1). */
export type CsvRow = { readonly line: number; readonly values: readonly string[] };

/** A small CSV file, read whole. */
export type CsvTable = { readonly labels: readonly string[]; readonly rows: readonly CsvRow[] };

/**
 * Reads a small CSV file that is in memory, such as a governance file. What makes it unreadable is logged as findings
 * that refuse the file; the rows are then not to be used.
 */
export function readCsvTable(bytes: Uint8Array, maxBytes: number, findings: FindingLog): CsvTable {
  const reader = new CsvReader(ByteWindow.on(bytes), maxBytes, findings);
  const rows: CsvRow[] = [];
  for (let step = reader.step(); step === 'header' || step === 'record'; step = reader.step()) {
    if (step === 'record') rows.push({ line: reader.line, values: reader.scanner.values(reader.window.buffer) });
  }
  return { labels: reader.labels, rows };
}

/**
 * Reads a CSV file of any size as it comes and hands over its records, the header first. What makes the file
 * unreadable is logged as findings that refuse it: nothing that was handed over may be used before the end is reached
 * without any.
 */
export async function* readCsvRows(
  chunks: ByteChunks,
  maxBytes: number,
  findings: FindingLog,
): AsyncGenerator<CsvRow, void, void> {
  const window = ByteWindow.over(chunks);
  const reader = new CsvReader(window, maxBytes, findings);
  for (;;) {
    const step = reader.step();
    if (step === 'starved') await window.fill();
    else if (step === 'header') yield { line: 1, values: reader.labels };
    else if (step === 'record') yield { line: reader.line, values: reader.scanner.values(window.buffer) };
    else break;
  }
  await window.close();
}

/** Writes one record as RFC 4180 has it, without its line ending. */
export function writeCsvRecord(values: readonly string[]): string {
  return values.map((value) => (/[",\r\n\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
}
