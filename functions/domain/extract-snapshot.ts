import type { CsvFormat } from './csv-reader.ts';
import type { ByteChunks } from './csv-window.ts';
import type { Fingerprint } from './extract-columns.ts';
import { ROW_RULES_VERSION } from './cpl-row.ts';

/**
 * An accepted list as it is kept: the records in the order of the extract, byte for byte as they were sent, and an
 * index with one row of 24 bytes for each of them. Both are immutable; each can be opened any number of times.
 */
export type Snapshot = { readonly records: () => ByteChunks; readonly index: () => ByteChunks };

/** Where a new snapshot goes. A chunk that was handed over is not used again. */
export type SnapshotSink = {
  readonly snapshotRecords: (chunk: Uint8Array) => Promise<void> | void;
  readonly snapshotIndex: (chunk: Uint8Array) => Promise<void> | void;
};

/** What the index says of a record, as bits. */
export const INACTIVE = 1;
/** The row carries a warning, which is told anew with each extract: it is never passed over unread. */
export const WARNED = 2;
/** Line breaks stand inside its quotes. */
export const BROKEN_OVER_LINES = 4;
/** An earlier line of an entry that has a later one, with another GBCS version, in the same extract (R14). */
export const SUPERSEDED = 8;
/** The entry was not in the last extract; its value is kept, because that is no removal. */
export const MISSING = 16;
/** The record is not from the last extract: its value was kept from the list before. */
export const CARRIED = 32;

/** What the first line of an index says of its list, as JSON. */
export type SnapshotHead = {
  readonly format: 'cpl-snapshot/1';
  readonly columnMap: number;
  readonly rules: number;
  readonly csv: CsvFormat;
  /** The header of the list, then those of older lists from which records were carried over, as they were written. */
  readonly headers: readonly string[];
};

/** One row of the index. */
export type IndexRow = {
  readonly length: number;
  readonly key: Fingerprint;
  readonly content: Fingerprint;
  readonly flags: number;
  /** Which of the head's headers the record is written under. */
  readonly layout: number;
};

/**
 * Words of 32 bits, little-endian as on every machine this runs on, in one row of the index: length, the two of the
 * key's fingerprint, the two of the content's, and flags with the layout eight bits above them.
 */
export const INDEX_ROW_WORDS = 6;

const INDEX_BLOCK_WORDS = INDEX_ROW_WORDS * 8192;
const RECORD_BLOCK_BYTES = 256 * 1024;

/** Reads the first line of an index. @throws when it is not one of a snapshot. */
export function readSnapshotHead(line: string): SnapshotHead {
  const head: unknown = JSON.parse(line);
  if (!isSnapshotHead(head)) throw new Error(`This is not the index of a snapshot: ${line.slice(0, 80)}`);
  return head;
}

function isSnapshotHead(head: unknown): head is SnapshotHead {
  return typeof head === 'object' && head !== null && 'format' in head && head.format === 'cpl-snapshot/1';
}

/** Writes a snapshot in blocks, so that its sink sees chunks of a good size whatever the records are. */
export class SnapshotWriter {
  readonly #sink: SnapshotSink;
  readonly #lineEnding: Buffer;
  readonly #full: { readonly records: Buffer[]; readonly index: Buffer[] } = { records: [], index: [] };
  #records = Buffer.allocUnsafe(RECORD_BLOCK_BYTES);
  #index = new Uint32Array(INDEX_BLOCK_WORDS);
  #recordsEnd = 0;
  #indexEnd = 0;

  constructor(sink: SnapshotSink, head: Omit<SnapshotHead, 'format' | 'rules'>) {
    this.#sink = sink;
    this.#lineEnding = Buffer.from(head.csv.lineEnding);
    const whole: SnapshotHead = { format: 'cpl-snapshot/1', rules: ROW_RULES_VERSION, ...head };
    this.#full.index.push(Buffer.from(`${JSON.stringify(whole)}\n`));
  }

  /** True when blocks wait to be drained. */
  get waiting(): boolean {
    return this.#full.records.length + this.#full.index.length > 0;
  }

  /** Stores one record; `length` is set by what is stored, which ends in a line ending even if the extract did not. */
  store(bytes: Buffer, from: number, to: number, row: Omit<IndexRow, 'length'>): void {
    this.#append(bytes, from, to);
    const ended = bytes[to - 1] === 0x0a;
    if (!ended) this.#append(this.#lineEnding, 0, this.#lineEnding.byteLength);
    this.#indexRow({ ...row, length: to - from + (ended ? 0 : this.#lineEnding.byteLength) });
  }

  /** Hands the blocks that are full to the sink. */
  async drain(): Promise<void> {
    for (const block of this.#full.records.splice(0)) await this.#sink.snapshotRecords(block);
    for (const block of this.#full.index.splice(0)) await this.#sink.snapshotIndex(block);
  }

  /** Hands over the rest. */
  async close(): Promise<void> {
    this.#cutRecords();
    this.#cutIndex();
    await this.drain();
  }

  #append(bytes: Buffer, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const copied = bytes.copy(this.#records, this.#recordsEnd, at, to);
      this.#recordsEnd += copied;
      at += copied;
      if (this.#recordsEnd === this.#records.byteLength) this.#cutRecords();
    }
  }

  #indexRow({ length, key, content, flags, layout }: IndexRow): void {
    const words = this.#index;
    const at = this.#indexEnd;
    words[at] = length;
    words[at + 1] = key.high;
    words[at + 2] = key.low;
    words[at + 3] = content.high;
    words[at + 4] = content.low;
    words[at + 5] = flags | (layout << 8);
    this.#indexEnd = at + INDEX_ROW_WORDS;
    if (this.#indexEnd === words.length) this.#cutIndex();
  }

  #cutRecords(): void {
    if (this.#recordsEnd > 0) this.#full.records.push(this.#records.subarray(0, this.#recordsEnd));
    this.#records = Buffer.allocUnsafe(RECORD_BLOCK_BYTES);
    this.#recordsEnd = 0;
  }

  #cutIndex(): void {
    if (this.#indexEnd > 0) this.#full.index.push(Buffer.from(this.#index.buffer, 0, this.#indexEnd * 4));
    this.#index = new Uint32Array(INDEX_BLOCK_WORDS);
    this.#indexEnd = 0;
  }
}
