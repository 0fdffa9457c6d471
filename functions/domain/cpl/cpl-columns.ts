import type { CplEntry } from './cpl-entry.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/** A value of an entry that stands in a column of the extract. */
export type CplField = Exclude<keyof CplEntry, 'entryKey'>;

/** One column of the map: which value it holds, how it is labelled, and whether an extract can do without it. */
export type CplColumn = {
  readonly field: CplField;
  readonly label: string;
  readonly aliases: readonly string[];
  /** True when no entry can be identified or judged without it. */
  readonly required: boolean;
};

/**
 * A version of the column map. Columns are found by the header's labels and never by position; the real labels are
 * not public, so they are data with aliases (R27, DOMAIN 1.2).
 */
export type ColumnMap = { readonly version: number; readonly columns: readonly CplColumn[] };

/** Where the columns of one extract are. */
export type ColumnLayout = {
  /** The header's labels as they are written. */
  readonly labels: readonly string[];
  /** Index of the column that holds a value; absent when the extract has none. */
  readonly positions: ReadonlyMap<CplField, number>;
};

/** A label as it is compared: in lower case, blanks folded, so that `GBCS  version` is `GBCS Version`. */
export function foldLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/**
 * Finds the columns of an extract by its header. A required column that is missing and two columns for one value
 * refuse the file; another missing column is said, because every entry loses that value; unknown ones are kept as
 * they are.
 */
export function layOutColumns(map: ColumnMap, labels: readonly string[], findings: FindingLog): ColumnLayout {
  const fieldOf = new Map<string, CplField>();
  for (const column of map.columns) {
    for (const name of [column.label, ...column.aliases]) fieldOf.set(foldLabel(name), column.field);
  }
  const positions = new Map<CplField, number>();
  const seen = new Map<string, string>();
  for (const [index, label] of labels.entries()) {
    const folded = foldLabel(label);
    const field = fieldOf.get(folded);
    const earlier = seen.get(field ?? folded);
    if (earlier !== undefined && earlier.trim() !== label.trim()) findings.add(doubledColumn(label, earlier));
    seen.set(field ?? folded, label);
    if (field !== undefined && !positions.has(field)) positions.set(field, index);
  }
  for (const column of map.columns) {
    if (!positions.has(column.field)) findings.add(missingColumn(column));
  }
  return { labels, positions };
}

function doubledColumn(label: string, earlier: string) {
  return {
    code: 'CPL-COLUMN-DOUBLED',
    severity: 'file',
    line: 1,
    field: label,
    value: label,
    message: `Columns "${earlier}" and "${label}" hold the same value. Remove one of them.`,
  } as const;
}

function missingColumn(column: CplColumn) {
  const names = [column.label, ...column.aliases].map((name) => `"${name}"`).join(', ');
  return column.required
    ? ({
        code: 'CPL-COLUMN-MISSING',
        severity: 'file',
        line: 1,
        field: column.label,
        value: '',
        message: `The header has no column "${column.label}", without which no entry can be judged. Known names: ${names}.`,
      } as const)
    : ({
        code: 'CPL-COLUMN-ABSENT',
        severity: 'warning',
        line: 1,
        field: column.label,
        value: '',
        message: `The header has no column "${column.label}": every entry counts as having no such value. Check that it was meant to be left out.`,
      } as const);
}
