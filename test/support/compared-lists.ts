import { CPL_COLUMNS, type CplField } from '../../functions/domain/cpl/cpl-columns.ts';
import type { AcceptedList } from '../../functions/domain/list/accepted-list.ts';
import {
  type ComparedList,
  compareList,
  type ListComparison,
  type ListComparisonInput,
  type ModelTotals,
} from '../../functions/domain/list/compare-list.ts';
import { writeCsvRecord } from '../../functions/domain/csv/csv-table.ts';
import type { EntryChange } from '../../functions/domain/list/emit-changes.ts';
import { listToCsv } from '../../functions/domain/list/list-csv.ts';

/** The header of a list, in its own order. */
export const LABELS: readonly string[] = CPL_COLUMNS.map(({ label }) => label);
const FIELDS: readonly CplField[] = CPL_COLUMNS.map(({ field }) => field);

/** What a row says, but for the column that repeats model, hardware version and revision. */
export type RowValues = Partial<Record<CplField, string>>;

/** A row that breaks no rule; synthetic. */
export const SOUND_ROW: Readonly<Record<CplField, string>> = {
  version: 'Version 1.7 Issued on 02-11-2026',
  entryNumber: '000001',
  status: 'Current',
  deviceType: 'Single Element Electricity Metering Equipment',
  manufacturerIdentifier: 'FA01',
  modelIdentifier: '010A',
  hardwareVersion: '03',
  hardwareRevision: '0B',
  deviceModel: '010A030B',
  firmwareVersion: '0002012F',
  smetsChtsVersion: 'SMETS V2.0',
  gbcsVersion: 'GBCS Version 1.1',
  manufacturerImageHash: '5EED'.repeat(16),
};

/** The values of a row that breaks no rule but what is given; the model with its hardware version agrees. */
export function rowValues(values: RowValues = {}): Readonly<Record<CplField, string>> {
  const whole = { ...SOUND_ROW, ...values };
  const deviceModel = whole.modelIdentifier + whole.hardwareVersion + whole.hardwareRevision;
  return { ...whole, deviceModel, ...values };
}

/** One row of a list, without its line ending. */
export function row(values: RowValues = {}): string {
  const whole = rowValues(values);
  return writeCsvRecord(FIELDS.map((field) => whole[field]));
}

/** A list of these rows. */
export function list(...rows: readonly string[]): string {
  return [writeCsvRecord(LABELS), ...rows, ''].join('\n');
}

/** A list that was accepted, as the next one is compared with it. */
export type Kept = { readonly list: AcceptedList } & ModelTotals;

/** What a comparison came to, with all that it emitted. */
export type Compared = {
  readonly comparison: ListComparison;
  readonly changes: readonly EntryChange[];
  readonly emitted: readonly Uint8Array[];
  readonly kept: Kept;
};

/** Compares a list that is in memory with an accepted one. */
export async function compare(
  csv: string | Uint8Array,
  accepted?: Kept,
  options: Partial<ListComparisonInput> & { readonly chunkBytes?: number } = {},
): Promise<Compared> {
  const bytes = Buffer.from(csv);
  const changes: EntryChange[] = [];
  const emitted: Uint8Array[] = [];
  const comparison = await compareList(
    {
      list: () => chunksOf(bytes, options.chunkBytes ?? 64 * 1024),
      maxBytes: 1024 * 1024 * 1024,
      ...(accepted === undefined ? {} : { accepted }),
      ...options,
    },
    {
      change: (change) => void changes.push(change),
      accepted: (chunk) => void emitted.push(Buffer.from(chunk)),
      acceptedAgain: () => void emitted.splice(0),
    },
  );
  const totals = comparison.outcome === 'compared' ? comparison.totals : NO_MODELS;
  return { comparison, changes, emitted, kept: { list: () => emitted, ...totals } };
}

const NO_MODELS: ModelTotals = { models: 0, activeModels: 0, missingModels: 0 };

/** An accepted list as csv. */
export async function csvOf({ list }: Kept): Promise<string> {
  return Buffer.concat(await Array.fromAsync(listToCsv(list))).toString('utf8');
}

/** A comparison that must not have been refused. */
export function accepted({ comparison }: Compared): ComparedList {
  if (comparison.outcome === 'compared') return comparison;
  throw new Error(`The list was refused: ${JSON.stringify(comparison.findings)}`);
}

/** Bytes in chunks of a size. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

/** A row under a number, whose Device Model is that of the number unless another one is given. */
export function numbered(number: number, values: RowValues = {}): string {
  const modelIdentifier = number.toString(16).toUpperCase().padStart(4, '0');
  return row({ entryNumber: String(number).padStart(6, '0'), modelIdentifier, ...values });
}

/** Compares lists one after the other, each of them with the one before it; all must be accepted but the last. */
export async function compareAll(...lists: readonly string[]): Promise<Compared> {
  let last: Compared | undefined;
  for (const csv of lists) {
    if (last !== undefined) accepted(last);
    last = await compare(csv, last?.kept);
  }
  if (last === undefined) throw new Error('There is no list to compare');
  return last;
}

/** What a comparison came to, in words: its changes, the counts that are not 0, and its findings by code and line. */
export function inWords({ comparison, changes }: Compared) {
  const counts = comparison.outcome === 'compared' ? Object.entries(comparison.counts) : [];
  return {
    changes: changes.map(({ kind, entry: { entryNumber, gbcsVersion } }) => `${kind} ${entryNumber} ${gbcsVersion}`),
    counts: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    findings: comparison.findings.map(({ code, line, value }) => `${code} ${line} ${value}`),
  };
}
