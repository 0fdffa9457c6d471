import type { RecordedFinding } from '../domain/findings/finding.ts';
import { safeCsv } from './safe-csv.ts';

const HEADER = ['line', 'severity', 'field', 'value', 'what it is and what to do', 'code'] as const;

/** The findings of an upload as a table that a spreadsheet may open: one row a finding. */
export function findingsCsv(findings: readonly RecordedFinding[]): string {
  return safeCsv(
    HEADER,
    findings.map(({ line, severity, field, value, message, code }) => [
      String(line),
      severity,
      field,
      value,
      message,
      code,
    ]),
  );
}
