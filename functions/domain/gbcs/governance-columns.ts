import { foldLabel } from '../cpl/cpl-columns.ts';
import { isoDayOf } from '../cpl/cpl-words.ts';
import { readCsvTable } from '../csv/csv-table.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';

/** A governance file of the DCC: how its codes begin, what sentences call it, and its columns. */
export type GovernanceLayout<Column extends string> = {
  readonly prefix: 'GBCS' | 'COMB';
  readonly file: string;
  readonly columns: readonly Column[];
  readonly required: readonly Column[];
};

/** One row of a governance file. */
export type GovernanceRow<Column extends string> = {
  readonly line: number;
  /** What stands in a column, without outer blanks; '' where the file has no such column. */
  readonly cell: (column: Column) => string;
  /** Reports something about a cell. */
  readonly report: (column: Column, finding: Pick<Finding, 'code' | 'severity' | 'message'>) => void;
};

/** The largest governance file in bytes. */
const MAX_BYTES = 1024 * 1024;

/** Reads the rows of a governance file, whose columns are found by name; none when it is refused. */
export function governanceRows<Column extends string>(
  bytes: Uint8Array,
  layout: GovernanceLayout<Column>,
  log: FindingLog,
): readonly GovernanceRow<Column>[] {
  const { labels, rows } = readCsvTable(bytes, MAX_BYTES, log);
  const positions = columnPositions(labels, layout, log);
  if (log.refuses) return [];
  return rows.map(({ line, values }) => {
    const cell = (column: Column) => (values[positions.get(column) ?? -1] ?? '').trim();
    return { line, cell, report: (field, finding) => log.add({ line, field, value: cell(field), ...finding }) };
  });
}

function columnPositions<Column extends string>(
  labels: readonly string[],
  { prefix, file, columns, required }: GovernanceLayout<Column>,
  log: FindingLog,
): ReadonlyMap<string, number> {
  const names = labels.map(columnName);
  const positions = new Map(names.map((name, position) => [name, position]));
  if (labels.length === 0) return positions;
  for (const column of required) {
    if (positions.has(column)) continue;
    const message = `The ${file} has no column ${column}. Its columns are ${columns.join(', ')}.`;
    log.add({ code: `${prefix}-COLUMN-MISSING`, severity: 'file', line: 1, field: column, value: '', message });
  }
  const known: ReadonlySet<string> = new Set(columns);
  for (const [position, field] of labels.entries()) {
    const name = columnName(field);
    if (!known.has(name)) {
      const message = `The ${file} has no such column: what stands in it is not read.`;
      log.add({ code: `${prefix}-COLUMN-UNKNOWN`, severity: 'warning', line: 1, field, value: field, message });
      // Labels that are the same to the letter are reported by the reader.
    } else if (names.indexOf(name) !== position && labels.indexOf(field) === position) {
      const message = `Two columns are named ${field}. Remove one of them.`;
      log.add({ code: `${prefix}-COLUMN-DOUBLED`, severity: 'file', line: 1, field, value: field, message });
    }
  }
  return positions;
}

/** A label as columns of governance files are named: lower case, with `_` for blanks. */
export function columnName(label: string): string {
  return foldLabel(label).replaceAll(' ', '_');
}

/** The ISO day of a cell, '' where it is empty; one that is not a day of the calendar refuses the file. */
export function dayIn<Column extends string>(
  column: Column,
  { cell, report }: GovernanceRow<Column>,
  { prefix }: GovernanceLayout<Column>,
): string {
  const text = cell(column);
  const day = text === '' ? '' : isoDayOf(text);
  if (day !== undefined) return day;
  report(column, {
    code: `${prefix}-DATE-FORM`,
    severity: 'file',
    message: 'This is not a valid date. Write it as yyyy-mm-dd or dd/mm/yyyy, or leave it empty where it is open.',
  });
  return '';
}
