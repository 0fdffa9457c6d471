import type { Attachment } from '../contracts/mail.ts';
import { spreadsheetText } from './spreadsheet-text.ts';

/**
 * A table as a CSV that a spreadsheet may open: every cell quoted, nothing in it that a spreadsheet would run as a
 * formula or rewrite as a number. UTF-8 with its mark, lines end in CR LF.
 */
export function safeCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  return `"${spreadsheetText(text).replaceAll('"', '""')}"`;
}

/** A CSV as a file that goes with a mail. */
export function csvAttachment(fileName: string, csv: string): Attachment {
  return { fileName, contentType: 'text/csv; charset=utf-8', content: new TextEncoder().encode(csv) };
}
