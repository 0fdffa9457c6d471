import type { ByteWindow } from '../csv/csv-window.ts';
import type { AcceptedList } from './extract-accepted.ts';
import type { Fingerprint } from './extract-columns.ts';
import type { RecordCursor } from './extract-cursor.ts';
import { CARRIED } from './extract-snapshot.ts';

/** A record that stands further ahead is jumped to only when the next one follows it there too. */
const NEAR = 64;
/** So many records in a row that are not where the walk is, and the extract counts as being in another order. */
const ASTRAY = 32;
/** Bytes of accepted records that are kept because a line that differs was met beside them. */
const MET_BYTES = 16 * 1024 * 1024;

/**
 * A walk through the accepted list beside an extract that is being read, so that records in the same order are
 * compared as bytes. It follows where the extract leaves records out, adds some or moves one.
 */
export class WalkBeside {
  /** Accepted records beside which a line was met that differs, as far as they were kept. */
  readonly met = new Map<number, Buffer>();
  readonly #accepted: AcceptedList;
  readonly #cursor: RecordCursor;
  #metBytes = 0;
  #expectedNext = -1;
  #astray = 0;

  constructor(accepted: AcceptedList) {
    this.#accepted = accepted;
    this.#cursor = accepted.walk();
  }

  /** The accepted record that is next. */
  get record(): number {
    return this.#cursor.record;
  }

  get flags(): number {
    return this.#accepted.flags.get(this.record);
  }

  get length(): number {
    return this.#cursor.length;
  }

  /** Says whether there is a record here, written under the list's own header. */
  get isOwn(): boolean {
    return this.record < this.#accepted.count && this.#accepted.layoutOf.get(this.record) === 0;
  }

  /** Says whether the extract is in another order than the list. */
  get isAstray(): boolean {
    return this.#astray >= ASTRAY;
  }

  /** Compares the record here with what comes next in an extract, as bytes. */
  meet(window: ByteWindow): 'equal' | 'differs' | 'extract-starved' | 'accepted-starved' {
    const { length } = this;
    const { start } = window;
    if (window.end - start < length) return window.finished ? 'differs' : 'extract-starved';
    if (!this.#cursor.ready) return 'accepted-starved';
    const own = this.#cursor.window;
    const order = window.buffer.compare(own.buffer, own.start, own.start + length, start, start + length);
    return order === 0 ? 'equal' : 'differs';
  }

  /** Says whether the record here is a line of the entry with this key. */
  isOn(key: Fingerprint): boolean {
    return this.#isLineOf(key) && this.#accepted.isCurrent(this.record);
  }

  /** Says whether an accepted record has these very bytes under the list's own header. */
  hasContent(record: number, content: Fingerprint): boolean {
    return this.#accepted.layoutOf.get(record) === 0 && this.#accepted.contents.is(record, content.high, content.low);
  }

  /** Goes on to the next record. */
  advance(): void {
    this.#cursor.advanceTo(this.record + 1);
    this.#astray = 0;
  }

  /**
   * Follows the extract after a record whose entry has `match` as its accepted record, or -1; with its key, it also
   * sees that it is on an earlier line of the same entry.
   */
  keepInStep(match: number, key?: Fingerprint): void {
    const here = this.record;
    const isHere = match === here || (key !== undefined && this.#isLineOf(key));
    if (isHere) {
      if (match === here) this.#keepMet();
      return this.advance();
    }
    this.#astray += 1;
    if (match < here || (this.#accepted.flags.get(match) & CARRIED) !== 0) return;
    if (match - here <= NEAR || match === this.#expectedNext) {
      this.#cursor.advanceTo(match + 1);
      if (match - here <= NEAR) this.#astray = 0;
    } else this.#expectedNext = match + 1;
  }

  /** Brings in more of the accepted list. */
  async fill(): Promise<void> {
    await this.#cursor.fill();
  }

  /** Ends the walk. */
  async close(): Promise<void> {
    await this.#cursor.close();
  }

  #isLineOf(key: Fingerprint): boolean {
    return this.record < this.#accepted.count && this.#accepted.keys.is(this.record, key.high, key.low);
  }

  #keepMet(): void {
    if (!this.#cursor.ready || this.#metBytes + this.length > MET_BYTES) return;
    const { buffer, start } = this.#cursor.window;
    this.#metBytes += this.length;
    this.met.set(this.record, Buffer.from(buffer.subarray(start, start + this.length)));
  }
}
