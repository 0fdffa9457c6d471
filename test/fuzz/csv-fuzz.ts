import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readCsvRows } from '../../functions/domain/csv/csv-table.ts';
import type { Finding } from '../../functions/domain/findings/finding.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';

/** A file as it was read: its records, or why not. */
export type CsvOutcome = { readonly records: readonly (readonly string[])[]; readonly findings: readonly Finding[] };

/** Reads a file in chunks of these sizes, again and again. */
export async function readInChunks(bytes: Uint8Array, sizes: readonly number[]): Promise<CsvOutcome> {
  const findings = new FindingLog();
  const records: (readonly string[])[] = [];
  for await (const row of readCsvRows(chunked(bytes, sizes), 1024 * 1024, findings)) records.push(row.values);
  return { records: findings.refuses ? [] : records, findings: findings.findings };
}

const characters = fc.oneof(
  fc.constantFrom('a', 'B', '7', ' ', "'", ';', '=', 'é', 'ß', '€', '😀', '\uFEFF', '\u0085'),
  fc.constantFrom(',', '"', '""', '\n', '\r\n', '\r', '\t'),
);
const values = fc.array(characters, { maxLength: 6 }).map((parts) => parts.join(''));

const tables = fc
  .integer({ min: 2, max: 6 })
  .chain((columns) =>
    fc.array(fc.array(values, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
  );

const files = fc.record({
  table: tables,
  quoteAll: fc.boolean(),
  ending: fc.constantFrom('\n', '\r\n'),
  finalEnding: fc.boolean(),
  byteOrderMark: fc.boolean(),
  chunks: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
});
type File = typeof files extends fc.Arbitrary<infer F> ? F : never;

/** Every well-formed file is read as csv-parse reads it, but for rows with nothing in them, however it is cut. */
export const wellFormed = fc.asyncProperty(files, async (file) => {
  const bytes = write(file);
  const ours = await readInChunks(bytes, file.chunks);
  const rows = file.table.filter(hasAnything);
  const codes = ours.findings.map(({ code }) => code);
  if (rows.length === 0 && codes.join() === 'CSV-NO-ROWS') return;
  if (codes.length > 0) throw new Error(`Refused: ${JSON.stringify(ours.findings)}`);
  sameRecords(ours.records, readByOracle(bytes));
  sameRecords(ours.records.slice(1), rows);
});

const damage = fc.array(
  fc.record({
    at: fc.nat({ max: 300 }),
    remove: fc.nat({ max: 3 }),
    insert: fc.constantFrom('', '"', '""', ',', '\n', '\r', '\r\n', '\n\n', 'x', '"x', 'x"', '\0', '\t', '\u007F'),
  }),
  { minLength: 1, maxLength: 4 },
);

/**
 * A damaged file that csv-parse refuses is refused, one that is taken is read as csv-parse reads it, and the answer
 * is the same however the file is cut.
 */
export const damaged = fc.asyncProperty(files, damage, async (file, damages) => {
  let bytes = write(file);
  for (const { at, remove, insert } of damages) {
    const place = Math.min(at, bytes.byteLength);
    bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(insert), bytes.subarray(place + remove)]);
  }
  const ours = await readInChunks(bytes, file.chunks);
  const whole = await readInChunks(bytes, [bytes.byteLength + 1]);
  if (JSON.stringify(ours) !== JSON.stringify(whole)) {
    throw new Error(`Chunks matter: ${JSON.stringify([bytes.toString(), ours, whole])}`);
  }
  if (ours.findings.length === 0) sameRecords(ours.records, readByOracle(bytes));
});

function write({ table, quoteAll, ending, finalEnding, byteOrderMark }: File): Buffer {
  const header = (table[0] ?? []).map((_, column) => `column ${column}`);
  const lines = [header, ...table].map((record) =>
    record
      .map((value) => (quoteAll || /[",\r\n\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
      .join(','),
  );
  return Buffer.from((byteOrderMark ? '\uFEFF' : '') + lines.join(ending) + (finalEnding ? ending : ''));
}

/** The records but for those with nothing in them. @throws when csv-parse refuses the file, or the others are ragged. */
function readByOracle(bytes: Buffer): string[][] {
  const all: string[][] = parse(bytes, { bom: true, record_delimiter: ['\r\n', '\n'], relax_column_count: true });
  const records = all.filter(hasAnything);
  if (records.some(({ length }) => length !== records[0]?.length)) throw new Error('The records are ragged');
  return records;
}

function hasAnything(record: readonly string[]): boolean {
  return record.some((value) => value !== '');
}

function sameRecords(ours: readonly (readonly string[])[], theirs: readonly (readonly string[])[]): void {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  throw new Error(`Read differently: ${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}`);
}

function* chunked(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.byteLength; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
