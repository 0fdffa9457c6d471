import { COLUMN_MAP } from '../../functions/contracts/column-map.ts';
import type { CplField } from '../../functions/domain/cpl/cpl-columns.ts';
import { writeCsvRecord } from '../../functions/domain/csv/csv-table.ts';
import type {
  ComparisonInput,
  EntryLine,
  ExtractComparison,
} from '../../functions/domain/extract/extract-comparison.ts';
import { compareExtract } from '../../functions/domain/extract/extract-diff.ts';
import { snapshotToCsv } from '../../functions/domain/extract/extract-csv.ts';
import type { Snapshot } from '../../functions/domain/extract/extract-snapshot.ts';

/** The header of column map 1, in its order. */
export const LABELS: readonly string[] = COLUMN_MAP.columns.map((column) => column.label);
const FIELDS: readonly CplField[] = COLUMN_MAP.columns.map((column) => column.field);

/** A row that breaks no rule; synthetic. */
export const SOUND_ROW: Readonly<Record<CplField, string>> = {
  cplEntryId: 'CPL-0001',
  deviceType: 'ESME',
  manufacturerName: 'Example Metering',
  manufacturerIdentifier: 'AB01',
  modelIdentifier: '010A',
  hardwareVersion: '030B',
  firmwareVersion: '0002012F',
  smetsChtsVersion: 'SMETS2 v2.0',
  gbcsVersion: '1.0',
  esmeVariant: 'AD',
  cpaCertificateId: 'CPA-EXAMPLE-1',
  cpaCertificateExpiryDate: '2030-08-30',
  cpaCertificateRenewalDate: '',
  zigbeeCertificateId: 'ZIG-EXAMPLE-1',
  dlmsCertificateId: 'DLMS-EXAMPLE-1',
  manufacturerImageHash: 'AA758690730934FF0685AA758690730934FF0685657788990011223344556677',
  imageCreator: 'Example Metering',
  status: 'Active',
  dateAdded: '2017-11-06',
  dateRemoved: '',
};

/** One line of an extract, without its line ending. */
export function row(values: Partial<Record<CplField, string>> = {}): string {
  const whole = { ...SOUND_ROW, ...values };
  return writeCsvRecord(FIELDS.map((field) => whole[field]));
}

/** An extract of these rows. */
export function extract(...rows: readonly string[]): string {
  return [writeCsvRecord(LABELS), ...rows, ''].join('\n');
}

/** What a comparison came to, with all that it told. */
export type Compared = {
  readonly comparison: ExtractComparison;
  readonly lines: readonly EntryLine[];
  readonly snapshot: Snapshot;
};

/** Compares an extract that is in memory with an accepted list. */
export async function compare(
  csv: string | Uint8Array,
  accepted?: Snapshot,
  options: Partial<ComparisonInput> & { readonly chunkBytes?: number } = {},
): Promise<Compared> {
  const bytes = Buffer.from(csv);
  const lines: EntryLine[] = [];
  const records: Uint8Array[] = [];
  const index: Uint8Array[] = [];
  const comparison = await compareExtract(
    {
      extract: () => chunksOf(bytes, options.chunkBytes ?? 64 * 1024),
      accepted,
      columnMap: COLUMN_MAP,
      maxExtractBytes: 1024 * 1024 * 1024,
      ...options,
    },
    {
      entryLine: (line) => void lines.push(line),
      snapshotRecords: (chunk) => void records.push(Buffer.from(chunk)),
      snapshotIndex: (chunk) => void index.push(Buffer.from(chunk)),
    },
  );
  return { comparison, lines, snapshot: { records: () => records, index: () => index } };
}

/** The list of a snapshot as CSV. */
export async function csvOf(snapshot: Snapshot): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of snapshotToCsv(snapshot, COLUMN_MAP)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A comparison that must not have been refused. */
export function accepted({ comparison }: Compared): Extract<ExtractComparison, { outcome: 'compared' }> {
  if (comparison.outcome === 'compared') return comparison;
  throw new Error(`The extract was refused: ${JSON.stringify(comparison.findings)}`);
}

/** Bytes in chunks of a size. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}
