import { inFigures } from '../words/counted.ts';
import type { AgreedListRow } from './agreed-list.ts';
import {
  AGREED_LIST_COLUMNS,
  type AgreedListColumn,
  type Cells,
  normalisedCells,
  rowOfCells,
} from './agreed-list-cells.ts';
import { PAIR_RULES, type PlacedRow } from './agreed-list-pairs.ts';
import { ROW_RULES } from './agreed-list-rules.ts';
import { type AgreedListContext, type AgreedRowContext, modelAndFirmware } from './trial-eligibility.ts';
import { type CsvRow, type CsvTable, readCsvTable } from '../csv/csv-table.ts';
import { FindingLog } from '../findings/finding-log.ts';
import { columnName } from '../gbcs/governance-columns.ts';
import type { Finding } from '../findings/finding.ts';

/** An agreed list is a few dozen rows; a file larger than this is none. */
const MAX_BYTES = 4 * 1024 * 1024;
/** … and more rows than this are no list of trials; it also bounds the comparison of each row with each. */
const MAX_ROWS = 2_000;

/** A file of the agreed list: read as a whole, perhaps with warnings, or refused as a whole. */
export type AgreedListFile =
  | { readonly outcome: 'read'; readonly rows: readonly AgreedListRow[]; readonly findings: readonly Finding[] }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/**
 * Reads `governance/agreed-list.csv` (R46, R47): UTF-8 CSV, columns found by their names, every rule of
 * `agreed-list-rules.ts`. All findings are reported at once, with line and column name. A list with a header and no
 * rows is a list of no trials: that is how the last trial is taken off.
 */
export function parseAgreedList(bytes: Uint8Array, context: AgreedListContext): AgreedListFile {
  const csv = new FindingLog();
  const table = readCsvTable(bytes, MAX_BYTES, csv);
  const unreadable = csv.findings.filter(({ code }) => code !== 'CSV-NO-ROWS');
  if (unreadable.length > 0) return { outcome: 'refused', findings: unreadable };
  const { positions, findings } = columnsOf(table.labels);
  if (findings.some(refuses)) return { outcome: 'refused', findings };
  if (table.rows.length > MAX_ROWS) return { outcome: 'refused', findings: [...findings, tooManyRows(table)] };
  const cells = table.rows.map((row) => ({ line: row.line, cells: cellsOf(row, positions) }));
  const rows = new Set(cells.flatMap(({ cells: of }) => modelAndFirmwareOf(of)));
  findings.push(...cells.flatMap(({ line, cells: of }) => checkCells(line, of, { ...context, rows })));
  const placed = cells.flatMap(({ line, cells }): PlacedRow[] => {
    const row = rowOfCells(cells);
    return row === undefined ? [] : [{ line, row }];
  });
  findings.push(...checkPairs(placed));
  if (placed.length === 0 && !findings.some(refuses)) findings.push(noTrials());
  findings.sort((a, b) => a.line - b.line);
  if (findings.some(refuses)) return { outcome: 'refused', findings };
  return { outcome: 'read', rows: placed.map(({ row }) => row), findings };
}

type Positions = ReadonlyMap<AgreedListColumn, number>;

function columnsOf(labels: readonly string[]): { positions: Positions; findings: Finding[] } {
  const folded = labels.map(columnName);
  const positions = new Map<AgreedListColumn, number>();
  const findings: Finding[] = [];
  for (const column of columnNames) {
    const index = folded.indexOf(column);
    if (index === -1) findings.push(missingColumn(column));
    else positions.set(column, index);
  }
  for (const [index, label] of folded.entries()) {
    const known = columnNames.some((column) => column === label);
    if (known && folded.indexOf(label) !== index) findings.push(doubledColumn(labels[index] ?? label));
    if (!known) findings.push(unknownColumn(labels[index] ?? label));
  }
  return { positions, findings };
}

const isColumn = (name: string): name is AgreedListColumn => Object.hasOwn(AGREED_LIST_COLUMNS, name);
const columnNames = Object.keys(AGREED_LIST_COLUMNS).filter(isColumn);

function cellsOf(row: CsvRow, positions: Positions): Cells {
  return normalisedCells((column) => row.values[positions.get(column) ?? -1] ?? '');
}

function modelAndFirmwareOf(cells: Cells): string[] {
  const row = rowOfCells(cells);
  return row === undefined ? [] : [modelAndFirmware(row)];
}

function checkCells(line: number, cells: Cells, context: AgreedRowContext): Finding[] {
  return ROW_RULES.filter((rule) => rule.isBroken(cells, context)).map(({ code, severity, field, sentence }) => ({
    code,
    severity,
    line,
    field,
    value: cells[field].slice(0, 200),
    message: sentence,
  }));
}

/** One finding for a row and rule, with the first row above that it breaks the rule with. */
function checkPairs(rows: readonly PlacedRow[]): Finding[] {
  return rows.flatMap(({ line, row }, index) =>
    PAIR_RULES.flatMap((rule): Finding[] => {
      const above = rows.slice(0, index).find((other) => rule.isBroken(other.row, row));
      if (above === undefined) return [];
      const message = `${rule.sentence} Compare line ${above.line}.`;
      const value = String(row[AGREED_LIST_COLUMNS[rule.field]]);
      return [{ code: rule.code, severity: 'file', line, field: rule.field, value, message }];
    }),
  );
}

function refuses({ severity }: Finding): boolean {
  return severity === 'file';
}

function missingColumn(column: AgreedListColumn): Finding {
  const message = `The header has no column ${column}. Add it; its cells may be empty where that is allowed.`;
  return { code: 'AGL-COLUMN-MISSING', severity: 'file', line: 1, field: column, value: '', message };
}

function doubledColumn(label: string): Finding {
  const message = `Two columns are named ${label}. Remove one of them.`;
  return { code: 'AGL-COLUMN-DOUBLED', severity: 'file', line: 1, field: label, value: label, message };
}

function unknownColumn(label: string): Finding {
  const message = `The column ${label} is none of the agreed list and is not looked at.`;
  return { code: 'AGL-COLUMN-UNKNOWN', severity: 'warning', line: 1, field: label, value: label, message };
}

function tooManyRows({ rows }: CsvTable): Finding {
  const message = `The list has ${inFigures(rows.length)} rows, more than ${inFigures(MAX_ROWS)}: is this another file?`;
  return { code: 'AGL-TOO-MANY-ROWS', severity: 'file', line: 1, field: '', value: '', message };
}

function noTrials(): Finding {
  const message = 'The list has no rows: no trial is on it, and no device stays flagged.';
  return { code: 'AGL-NO-TRIALS', severity: 'warning', line: 1, field: '', value: '', message };
}
