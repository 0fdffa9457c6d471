import type { Finding } from '../domain/finding.ts';
import { spreadsheetText } from './spreadsheet-text.ts';

const HEADER = ['line', 'severity', 'field', 'value', 'what it is and what to do', 'code'] as const;

/**
 * The findings of an upload as a table that a spreadsheet may open: one row a finding, every cell quoted, nothing in
 * it that a spreadsheet would run as a formula or rewrite as a number. UTF-8 with its mark, lines end in CR LF.
 */
export function findingsCsv(findings: readonly Finding[]): string {
  const rows = findings.map(({ line, severity, field, value, message, code }) => [
    String(line),
    severity,
    field,
    value,
    message,
    code,
  ]);
  return `\uFEFF${[HEADER, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  return `"${spreadsheetText(text).replaceAll('"', '""')}"`;
}
