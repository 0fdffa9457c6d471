import type { CsvFormat } from '../csv/csv-reader.ts';
import type { ByteChunks } from '../csv/csv-window.ts';
import { ROW_RULES_VERSION } from '../cpl/cpl-row.ts';

/**
 * An accepted list as it is kept: the records in the order of the extract, byte for byte as they were sent, and an
 * index with one row of 24 bytes for each of them. Both are immutable; each can be opened any number of times.
 */
export type Snapshot = { readonly records: () => ByteChunks; readonly index: () => ByteChunks };

/** Where a new snapshot goes. A chunk is written over once what it was handed to has settled: keep copies. */
export type SnapshotSink = {
  readonly snapshotRecords: (chunk: Uint8Array) => Promise<void> | void;
  readonly snapshotIndex: (chunk: Uint8Array) => Promise<void> | void;
};

/** What the index says of a record, as bits. */
export const INACTIVE = 1;
/** The row carries warnings, which are told anew with each extract. */
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

/**
 * Words of 32 bits, little-endian as on every machine this runs on, in one row of the index: length, the two of the
 * key's fingerprint, the two of the content's, and flags with the layout eight and the number of warnings sixteen bits
 * above them.
 */
export const INDEX_ROW_WORDS = 6;

/** Where the fingerprints of the key and of the content stand in a row of the index. */
export const KEY_PLACE = 1;
export const CONTENT_PLACE = 3;

const BLOCK_BYTES = 256 * 1024;
/** The first block is short: that of a short list is no longer than it must be. */
const FIRST_BLOCK_BYTES = 16 * 1024;

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
  readonly #lineEnding: Buffer;
  readonly #records: Blocks;
  readonly #index: Blocks;
  /** The index's row of the record that is stored next: whoever stores it puts its fingerprints here before. */
  readonly row = new Uint32Array(INDEX_ROW_WORDS);
  readonly #rowBytes = Buffer.from(this.row.buffer);

  constructor(sink: SnapshotSink, head: Omit<SnapshotHead, 'format' | 'rules'>) {
    this.#lineEnding = Buffer.from(head.csv.lineEnding);
    this.#records = new Blocks(sink.snapshotRecords);
    this.#index = new Blocks(sink.snapshotIndex);
    const whole: SnapshotHead = { format: 'cpl-snapshot/1', rules: ROW_RULES_VERSION, ...head };
    const line = Buffer.from(`${JSON.stringify(whole)}\n`);
    this.#index.append(line, 0, line.byteLength);
  }

  /** True when blocks wait to be drained. */
  get waiting(): boolean {
    return this.#records.waiting || this.#index.waiting;
  }

  /**
   * Stores one record, which ends in a line ending even if the extract did not.
   *
   * @param layout which of the head's headers it is written under
   * @param warnings how many warnings it carries
   */
  store(bytes: Buffer, from: number, to: number, flags: number, layout: number, warnings: number): void {
    this.#records.append(bytes, from, to);
    const ended = bytes[to - 1] === 0x0a;
    if (!ended) this.#records.append(this.#lineEnding, 0, this.#lineEnding.byteLength);
    this.row[0] = to - from + (ended ? 0 : this.#lineEnding.byteLength);
    this.row[5] = flags | (layout << 8) | (warnings << 16);
    this.#index.append(this.#rowBytes, 0, this.#rowBytes.byteLength);
  }

  /** Hands the blocks that are full to the sink. */
  async drain(): Promise<void> {
    await this.#records.drain();
    await this.#index.drain();
  }

  /** Hands over the rest. */
  async close(): Promise<void> {
    await this.#records.close();
    await this.#index.close();
  }
}

/** Gathers bytes in blocks and hands over each that is full; blocks are used again, so that there is no garbage. */
class Blocks {
  readonly #handOver: (chunk: Uint8Array) => Promise<void> | void;
  readonly #full: Buffer[] = [];
  readonly #free: Buffer[] = [];
  #block: Buffer = Buffer.allocUnsafeSlow(FIRST_BLOCK_BYTES);
  #end = 0;

  constructor(handOver: (chunk: Uint8Array) => Promise<void> | void) {
    this.#handOver = handOver;
  }

  get waiting(): boolean {
    return this.#full.length > 0;
  }

  append(bytes: Buffer, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const copied = bytes.copy(this.#block, this.#end, at, to);
      this.#end += copied;
      at += copied;
      if (this.#end < this.#block.byteLength) continue;
      this.#full.push(this.#block);
      this.#block = this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#end = 0;
    }
  }

  async drain(): Promise<void> {
    for (const block of this.#full.splice(0)) {
      await this.#handOver(block);
      this.#free.push(block);
    }
  }

  async close(): Promise<void> {
    await this.drain();
    if (this.#end > 0) await this.#handOver(this.#block.subarray(0, this.#end));
  }
}
