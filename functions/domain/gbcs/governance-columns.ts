import { foldLabel } from '../cpl/cpl-columns.ts';
import { isoDayOf } from '../cpl/cpl-words.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';

/** How the codes of a governance file begin. */
type GovernanceFile = 'GBCS' | 'COMB';

/** Reports something about a cell of the row that is being read. */
export type Report<Column extends string> = (
  column: Column,
  finding: Pick<Finding, 'code' | 'severity' | 'message'>,
) => void;

/** Finds the columns of a governance file by name; codes begin with `prefix`, sentences name the `file`. */
export function columnPositions<Column extends string>(
  labels: readonly string[],
  {
    prefix,
    file,
    columns,
    required,
  }: {
    readonly prefix: GovernanceFile;
    readonly file: string;
    readonly columns: readonly Column[];
    readonly required: readonly Column[];
  },
  log: FindingLog,
): ReadonlyMap<Column, number> {
  const folded = labels.map((label) => foldLabel(label).replaceAll(' ', '_'));
  const positions = new Map<Column, number>();
  for (const column of columns) {
    const position = folded.indexOf(column);
    if (position >= 0) positions.set(column, position);
  }
  if (labels.length === 0) return positions;
  for (const column of required) {
    if (positions.has(column)) continue;
    const message = `The ${file} has no column ${column}. Its columns are ${columns.join(', ')}.`;
    log.add({ code: `${prefix}-COLUMN-MISSING`, severity: 'file', line: 1, field: column, value: '', message });
  }
  const known: ReadonlySet<string> = new Set(columns);
  for (const [position, name] of folded.entries()) {
    const field = labels[position] ?? '';
    if (!known.has(name)) {
      const message = `The ${file} has no such column: what stands in it is not read.`;
      log.add({ code: `${prefix}-COLUMN-UNKNOWN`, severity: 'warning', line: 1, field, value: field, message });
      // Labels that are the same to the letter are reported by the reader.
    } else if (folded.indexOf(name) !== position && labels.indexOf(field) === position) {
      const message = `Two columns are named ${field}. Remove one of them.`;
      log.add({ code: `${prefix}-COLUMN-DOUBLED`, severity: 'file', line: 1, field, value: field, message });
    }
  }
  return positions;
}

/** The ISO day of a cell, '' where it is empty; one that is not a day of the calendar refuses the file. */
export function dayIn<Column extends string>(
  column: Column,
  text: string,
  prefix: GovernanceFile,
  report: Report<Column>,
): string {
  const day = text === '' ? '' : isoDayOf(text);
  if (day === undefined) {
    report(column, {
      code: `${prefix}-DATE-FORM`,
      severity: 'file',
      message: 'This is not a valid date. Write it as yyyy-mm-dd or dd/mm/yyyy, or leave it empty where it is open.',
    });
  }
  return day ?? '';
}
