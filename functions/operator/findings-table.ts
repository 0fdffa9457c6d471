import type { RecordedFinding } from '../domain/findings/finding.ts';
import { table } from './table.ts';

/** Findings for people, one a row. */
export function findingsTable(findings: readonly RecordedFinding[]): string {
  if (findings.length === 0) return 'No findings.';
  return table(
    ['LINE', 'SEVERITY', 'CODE', 'FIELD', 'VALUE', 'WHAT'],
    findings.map(({ line, severity, code, field, value, message }) => [
      line > 0 ? line : '',
      severity,
      code,
      field,
      value,
      message,
    ]),
  );
}
