import { RecordScanner } from '../csv/csv-record.ts';
import type { ByteChunks } from '../csv/csv-window.ts';
import type { ColumnLayout } from '../cpl/cpl-columns.ts';
import { compareEntry, type EntryComparison } from '../cpl/cpl-content.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { readAcceptedRow } from '../cpl/cpl-row.ts';
import type { AcceptedList } from './extract-accepted.ts';
import type { ComparisonSink } from './extract-comparison.ts';
import { RecordCursor } from './extract-cursor.ts';
import { duplicateLine, type SeveralLines } from './extract-lines.ts';
import { withoutSoundRow } from './extract-quarantine.ts';
import { type ExtractRecords, FATE, type Sightings } from './extract-records.ts';
import {
  CARRIED,
  CONTENT_PLACE,
  INACTIVE,
  KEY_PLACE,
  MISSING,
  type SnapshotHead,
  SnapshotWriter,
  SUPERSEDED,
} from './extract-snapshot.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/** An extract that was read once and that nothing refuses. */
export type JudgedExtract = {
  readonly records: ExtractRecords;
  readonly layout: ColumnLayout;
  /** Where its first record begins. */
  readonly bodyOffset: number;
  readonly sightings: Sightings;
  readonly several: SeveralLines;
  /** Bytes of accepted records that were kept at the first reading. */
  readonly met: ReadonlyMap<number, Buffer>;
  readonly accepted: AcceptedList | undefined;
  readonly findings: FindingLog;
};

/** How the list of an extract is written, for its snapshot. */
export type ListForm = { readonly header: string; readonly csv: SnapshotHead['csv']; readonly columnMap: number };

type Counts = Record<EntryComparison | 'disappeared', number>;

/** What the second reading of an extract comes to. */
export type Told = {
  readonly counts: Readonly<Counts>;
  readonly disappeared: readonly string[];
  readonly stillMissing: number;
  readonly activeBefore: number;
  readonly becomingInactive: number;
};

/** No entry of any kind. */
export const NONE_TOLD: Readonly<Counts> = {
  added: 0,
  gbcsOnly: 0,
  changed: 0,
  removed: 0,
  reinstated: 0,
  unchanged: 0,
  duplicate: 0,
  disappeared: 0,
};

const FETCHED_RECORDS = 65_536;
const FETCHED_BYTES = 16 * 1024 * 1024;

/**
 * Reads an extract for the second time: compares the lines that differ with their accepted values, tells the changes
 * in the order of the file, and writes the next snapshot, in which what the extract leaves open keeps its value.
 */
export class ExtractTelling {
  readonly #extract: JudgedExtract;
  readonly #sink: ComparisonSink;
  readonly #writer: SnapshotWriter;
  /** Header numbers of the accepted list → header numbers of the next one. */
  readonly #layouts: readonly number[];
  readonly #scanner = new RecordScanner();
  readonly #counts: Counts = { ...NONE_TOLD };
  /** Bytes of the accepted records that the lines ahead are compared with. */
  #fetched = new Map<number, Buffer>();
  #fetchedUpTo = 0;
  #becomingInactive = 0;

  constructor(extract: JudgedExtract, form: ListForm, sink: ComparisonSink) {
    this.#extract = extract;
    this.#sink = sink;
    const headers = [form.header];
    const used = layoutsStillUsed(extract);
    this.#layouts = (extract.accepted?.head.headers ?? []).map((header, layout) => {
      if (!headers.includes(header) && used.has(layout)) headers.push(header);
      return headers.indexOf(header);
    });
    this.#writer = new SnapshotWriter(sink, { columnMap: form.columnMap, csv: form.csv, headers });
  }

  /** Runs through the extract, which must have the length it had when it was judged. */
  async run(chunks: ByteChunks, expectedBytes: number): Promise<Told> {
    const { records, bodyOffset } = this.#extract;
    const cursor = new RecordCursor(chunks, records.lengths, bodyOffset);
    for (let record = 0; record < records.count; record += 1) {
      cursor.advanceTo(record);
      if (!cursor.ready) await cursor.arrive();
      const fate = records.fates.get(record);
      if (fate === FATE.same) {
        this.#counts.unchanged += 1;
        this.#store(record, cursor);
      } else if (fate !== FATE.ignored) await this.#tell(record, cursor);
      if (this.#writer.waiting) await this.#writer.drain();
    }
    while (!cursor.window.finished) await cursor.window.fill();
    if (cursor.window.bytesRead !== expectedBytes)
      throw new Error('The extract has another length than when it was judged');
    const told = await this.#tellUnseen();
    await this.#writer.close();
    return told;
  }

  async #tell(record: number, cursor: RecordCursor): Promise<void> {
    const { records } = this.#extract;
    if (records.fates.get(record) === FATE.several) return this.#tellSeveral(record, cursor);
    if (records.fates.get(record) === FATE.added) {
      this.#counts.added += 1;
      this.#store(record, cursor);
      return this.#sink.entryLine({ kind: 'added', entry: this.#entryAt(cursor), line: records.lineOf(record) });
    }
    return this.#compare(record, cursor);
  }

  async #compare(record: number, cursor: RecordCursor): Promise<void> {
    const { records, accepted, layout, findings } = this.#extract;
    const match = records.matchOf(record);
    const bytes = await this.#bytesOf(record, match);
    if (accepted === undefined || bytes === undefined) throw new Error(`Accepted record ${match} was not fetched`);
    const previous = accepted.entryOf(match, bytes);
    const entry = this.#entryAt(cursor);
    if (previous.entryKey !== entry.entryKey)
      throw new Error(`${previous.entryKey} and ${entry.entryKey} share a print`);
    const comparison = compareEntry(previous, entry);
    this.#count(comparison);
    if (comparison === 'duplicate') {
      findings.add(duplicateLine(records.lineOf(record), entry, previous, layout, 'on the accepted list'));
      return this.#carry(match, bytes, 0);
    }
    this.#store(record, cursor);
    if (comparison === 'unchanged') return;
    await this.#sink.entryLine({ kind: comparison, entry, line: records.lineOf(record), previous });
  }

  async #tellSeveral(record: number, cursor: RecordCursor): Promise<void> {
    const { records, several } = this.#extract;
    const plan = several.plans.get(record);
    if (plan === undefined) return;
    this.#store(record, cursor, plan.superseded ? SUPERSEDED : 0);
    if (plan.change === undefined) return;
    await this.#sink.entryLine({ ...plan.change, entry: this.#entryAt(cursor), line: records.lineOf(record) });
  }

  async #bytesOf(record: number, match: number): Promise<Buffer | undefined> {
    const met = this.#extract.met.get(match);
    if (met !== undefined) return met;
    if (record >= this.#fetchedUpTo) await this.#fetchFrom(record);
    return this.#fetched.get(match);
  }

  /** Fetches the accepted values of the lines from a record on, as many as fit. */
  async #fetchFrom(record: number): Promise<void> {
    const { records, accepted, met } = this.#extract;
    const matches: number[] = [];
    let bytes = 0;
    let ahead = record;
    for (; ahead < records.count && matches.length < FETCHED_RECORDS && bytes < FETCHED_BYTES; ahead += 1) {
      if (records.fates.get(ahead) !== FATE.compared || met.has(records.matchOf(ahead))) continue;
      matches.push(records.matchOf(ahead));
      bytes += accepted?.lengths.get(records.matchOf(ahead)) ?? 0;
    }
    this.#fetchedUpTo = ahead;
    this.#fetched = new Map();
    matches.sort((one, other) => one - other);
    await accepted?.read(matches, (match, found) => void this.#fetched.set(match, Buffer.from(found)));
  }

  /** Tells of the accepted entries that the extract has no readable line for, and keeps their values. */
  async #tellUnseen(): Promise<Told> {
    const { accepted, sightings, several } = this.#extract;
    for (const comparison of several.counted) this.#count(comparison);
    const disappeared: string[] = [];
    let stillMissing = 0;
    let activeBefore = 0;
    for (let record = 0; record < (accepted?.count ?? 0); record += 1) {
      if (accepted?.isCurrent(record) !== true) continue;
      if (!accepted.is(record, INACTIVE)) activeBefore += 1;
      if (sightings.isQuarantined(record)) this.#counts.unchanged += 1;
    }
    const unseen = accepted === undefined ? [] : withoutSoundRow(accepted, sightings);
    const carried = [...unseen, ...several.kept].sort((one, other) => one - other);
    await accepted?.read(carried, (record, bytes) => {
      const isGone = sightings.isUnseen(record);
      this.#carry(record, bytes, isGone ? MISSING : 0);
      if (isGone && accepted.is(record, MISSING)) stillMissing += 1;
      else if (isGone) {
        disappeared.push(accepted.entryOf(record, bytes).entryKey);
        if (!accepted.is(record, INACTIVE)) this.#becomingInactive += 1;
      }
      return this.#writer.waiting ? this.#writer.drain() : undefined;
    });
    this.#counts.disappeared = disappeared.length;
    return { counts: this.#counts, disappeared, stillMissing, activeBefore, becomingInactive: this.#becomingInactive };
  }

  #count(comparison: EntryComparison): void {
    this.#counts[comparison] += 1;
    if (comparison === 'removed') this.#becomingInactive += 1;
  }

  #store(record: number, cursor: RecordCursor, flags = 0): void {
    const { records } = this.#extract;
    const { buffer, start } = cursor.window;
    records.copyPrints(record, this.#writer.row);
    this.#writer.store(
      buffer,
      start,
      start + cursor.length,
      records.flags.get(record) | flags,
      0,
      records.warnings.get(record),
    );
  }

  #carry(match: number, bytes: Buffer, flags: number): void {
    const { accepted } = this.#extract;
    if (accepted === undefined) return;
    accepted.keys.copyTo(match, this.#writer.row, KEY_PLACE);
    accepted.contents.copyTo(match, this.#writer.row, CONTENT_PLACE);
    const kept = (accepted.flags.get(match) & ~MISSING) | CARRIED | flags;
    const layout = this.#layouts[accepted.layoutOf.get(match)] ?? 0;
    this.#writer.store(bytes, 0, bytes.byteLength, kept, layout, accepted.warnings.get(match));
  }

  #entryAt(cursor: RecordCursor): CplEntry {
    const { buffer, start } = cursor.window;
    this.#scanner.scan(buffer, start, start + cursor.length, true);
    return readAcceptedRow(this.#extract.layout, this.#scanner.values(buffer));
  }
}

/** The accepted list's headers under which a record may be carried over: those of every value that may stay. */
function layoutsStillUsed({ accepted, records, sightings }: JudgedExtract): ReadonlySet<number> {
  const used = new Set<number>();
  for (let match = 0; match < (accepted?.count ?? 0); match += 1) {
    if (sightings.of(match) < 0) used.add(accepted?.layoutOf.get(match) ?? 0);
  }
  for (let record = 0; record < records.count; record += 1) {
    const match = records.matchOf(record);
    if (match >= 0 && records.fates.get(record) !== FATE.same) used.add(accepted?.layoutOf.get(match) ?? 0);
  }
  return used;
}
