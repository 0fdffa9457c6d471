import { LF } from '../csv/csv-bytes.ts';
import { readCsvTable } from '../csv/csv-table.ts';
import type { ByteChunks } from '../csv/csv-window.ts';
import { type ColumnLayout, type ColumnMap, layOutColumns } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { readAcceptedRow } from '../cpl/cpl-row.ts';
import { ByteColumn, FingerprintColumn, FingerprintTable, SmallNumberColumn } from './extract-columns.ts';
import { RecordCursor } from './extract-cursor.ts';
import { INDEX_ROW_WORDS, readSnapshotHead, type Snapshot, type SnapshotHead, SUPERSEDED } from './extract-snapshot.ts';
import { RecordScanner } from '../csv/csv-record.ts';
import { FindingLog } from '../findings/finding-log.ts';

/** An accepted list, opened: its index is in memory, its records are read when they are needed. */
export class AcceptedList {
  readonly head: SnapshotHead;
  /** The columns of each of the head's headers. */
  readonly layouts: readonly ColumnLayout[];
  count = 0;
  readonly lengths = new SmallNumberColumn();
  readonly flags = new ByteColumn();
  readonly layoutOf = new ByteColumn();
  /** How many warnings a record carries. */
  readonly warnings = new ByteColumn();
  readonly keys = new FingerprintColumn();
  readonly contents = new FingerprintColumn();
  readonly #records: () => ByteChunks;
  readonly #scanner = new RecordScanner();
  #byKey: FingerprintTable | undefined;
  #byContent: FingerprintTable | undefined;
  #reading: RecordCursor | undefined;

  private constructor(head: SnapshotHead, columnMap: ColumnMap, records: () => ByteChunks) {
    this.head = head;
    this.layouts = head.headers.map((header) => layOutColumns(columnMap, labelsOf(header), new FindingLog(0)));
    this.#records = records;
  }

  /** Opens a snapshot and reads its index. @throws when it is not one, or is cut off. */
  static async open(snapshot: Snapshot, columnMap: ColumnMap): Promise<AcceptedList> {
    let list: AcceptedList | undefined;
    let rest = Buffer.alloc(0);
    for await (const chunk of snapshot.index()) {
      rest = Buffer.concat([rest, chunk]);
      if (list === undefined) {
        const end = rest.indexOf(LF);
        if (end < 0) continue;
        list = new AcceptedList(readSnapshotHead(rest.toString('utf8', 0, end)), columnMap, snapshot.records);
        rest = rest.subarray(end + 1);
      }
      const words = new Uint32Array(Math.floor(rest.byteLength / ROW_BYTES) * INDEX_ROW_WORDS);
      rest.copy(Buffer.from(words.buffer));
      list.#addRows(words);
      rest = rest.subarray(words.byteLength);
    }
    if (list === undefined || rest.byteLength > 0) throw new Error('The index of the accepted list is cut off');
    return list;
  }

  /** The current record of the entry with this key fingerprint, or -1. */
  findKey(high: number, low: number): number {
    this.#byKey ??= this.#table(this.keys, () => true);
    return this.#byKey.find(high, low);
  }

  /** The current record with these very bytes under the list's own header, or -1. */
  findContent(high: number, low: number): number {
    this.#byContent ??= this.#table(this.contents, (record) => this.layoutOf.get(record) === 0);
    return this.#byContent.find(high, low);
  }

  /** Says whether a record has a flag. */
  is(record: number, flag: number): boolean {
    return (this.flags.get(record) & flag) !== 0;
  }

  /** Says whether a record is the last line of its entry. */
  isCurrent(record: number): boolean {
    return !this.is(record, SUPERSEDED);
  }

  /** A walk through all records from the first on. */
  walk(): RecordCursor {
    return new RecordCursor(this.#records(), this.lengths);
  }

  /**
   * Reads some records, given by their numbers in ascending order. A walk that is ahead of the first of them begins
   * anew, so that asking in the order of the list reads it once.
   */
  async read(
    records: readonly number[],
    visit: (record: number, bytes: Buffer) => Promise<void> | void,
  ): Promise<void> {
    const first = records[0];
    if (first === undefined) return;
    if (this.#reading === undefined || this.#reading.record > first) {
      await this.#reading?.close();
      this.#reading = this.walk();
    }
    const cursor = this.#reading;
    for (const record of records) {
      cursor.advanceTo(record);
      if (!cursor.ready) await cursor.arrive();
      const { start, buffer } = cursor.window;
      const visited = visit(record, buffer.subarray(start, start + cursor.length));
      if (visited !== undefined) await visited;
    }
  }

  /** The entry that a record of the list holds. */
  entryOf(record: number, bytes: Buffer): CplEntry {
    const layout = this.layouts[this.layoutOf.get(record)];
    if (layout === undefined) throw new Error(`Record ${record} of the accepted list has no header`);
    return readAcceptedRow(layout, this.valuesOf(bytes));
  }

  /** The values that a record of the list holds, column by column. */
  valuesOf(bytes: Buffer): readonly string[] {
    this.#scanner.scan(bytes, 0, bytes.byteLength, true);
    return this.#scanner.values(bytes);
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    await this.#reading?.close();
  }

  #table(column: FingerprintColumn, belongs: (record: number) => boolean): FingerprintTable {
    const table = new FingerprintTable(column, this.count);
    for (let record = 0; record < this.count; record += 1) {
      if (this.isCurrent(record) && belongs(record)) table.add(record);
    }
    return table;
  }

  #addRows(words: Uint32Array): void {
    for (let at = 0; at < words.length; at += INDEX_ROW_WORDS) {
      const record = this.count;
      const marks = words[at + 5] ?? 0;
      this.lengths.set(record, words[at] ?? 0);
      this.keys.set(record, words[at + 1] ?? 0, words[at + 2] ?? 0);
      this.contents.set(record, words[at + 3] ?? 0, words[at + 4] ?? 0);
      this.flags.set(record, marks & 0xff);
      this.layoutOf.set(record, (marks >>> 8) & 0xff);
      this.warnings.set(record, (marks >>> 16) & 0xff);
      this.count += 1;
    }
  }
}

const ROW_BYTES = INDEX_ROW_WORDS * 4;

function labelsOf(header: string): readonly string[] {
  return readCsvTable(Buffer.from(header), Number.POSITIVE_INFINITY, new FindingLog(0)).labels;
}
