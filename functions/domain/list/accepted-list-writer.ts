import { ROW_RULES_VERSION } from '../cpl/cpl-row.ts';
import { LF } from '../csv/csv-bytes.ts';
import {
  type AcceptedLines,
  HEADER_BYTES,
  ISSUE_AT,
  KEY_AT,
  LENGTH_AT,
  type LineFacts,
  type ListHead,
  MARKS_AT,
  MISSING,
  MODEL_AT,
  ROW_LINES_SHIFT,
} from './accepted-list.ts';
import type { RowBytes } from './row-bytes.ts';

const BLOCK_BYTES = 256 * 1024;
const FIRST_BLOCK_BYTES = 16 * 1024;

/** Writes an accepted list in blocks. A block is written over once what it was handed to has settled: keep copies. */
export class AcceptedListWriter {
  readonly #handOver: (chunk: Uint8Array) => Promise<void> | void;
  readonly #lineEnding: Buffer;
  readonly #full: Buffer[] = [];
  readonly #free: Buffer[] = [];
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #block: Buffer = Buffer.allocUnsafeSlow(FIRST_BLOCK_BYTES);
  #end = 0;

  constructor(handOver: (chunk: Uint8Array) => Promise<void> | void, head: Omit<ListHead, 'format' | 'rules'>) {
    this.#handOver = handOver;
    this.#lineEnding = Buffer.from(head.csv.lineEnding);
    const whole: ListHead = { format: 'cpl-list/3', rules: ROW_RULES_VERSION, ...head };
    const line = Buffer.from(`${JSON.stringify(whole)}\n`);
    this.#append(line, 0, line.byteLength);
  }

  /** Whether blocks wait to be drained. */
  get waiting(): boolean {
    return this.#full.length > 0;
  }

  /** Adds one line, whose row ends in a line ending even if the file did not. Lines come in entry-number order. */
  add(facts: LineFacts, { buffer, from, to }: RowBytes): void {
    const isEnded = buffer[to - 1] === LF;
    const header = this.#header;
    header.writeUInt32LE(facts.number, 0);
    header.writeUInt32LE(to - from + (isEnded ? 0 : this.#lineEnding.byteLength), LENGTH_AT);
    header.writeInt32LE(facts.modelHash, MODEL_AT);
    header.writeInt32LE(facts.keyHash, KEY_AT);
    header.writeInt32LE(facts.firstIssue, ISSUE_AT);
    header.writeUInt32LE((facts.rowLines << ROW_LINES_SHIFT) | (facts.isMissing ? MISSING : 0), MARKS_AT);
    this.#append(header, 0, HEADER_BYTES);
    this.#append(buffer, from, to);
    if (!isEnded) this.#append(this.#lineEnding, 0, this.#lineEnding.byteLength);
  }

  /** Adds the next lines of another accepted list as they are, by how many bytes they take. */
  addUnchanged({ window: { buffer, start } }: AcceptedLines, bytes: number): void {
    this.#append(buffer, start, start + bytes);
  }

  /** Hands over the blocks that are full. */
  async drain(): Promise<void> {
    for (const block of this.#full.splice(0)) {
      await this.#handOver(block);
      this.#free.push(block);
    }
  }

  /** Hands over the rest. */
  async close(): Promise<void> {
    await this.drain();
    if (this.#end > 0) await this.#handOver(this.#block.subarray(0, this.#end));
  }

  #append(bytes: Buffer, from: number, to: number): void {
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
}
