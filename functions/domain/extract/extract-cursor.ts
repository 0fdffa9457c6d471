import { type ByteChunks, ByteWindow } from '../csv/csv-window.ts';

/**
 * Walks records whose lengths are known through a stream of bytes, forwards. The bytes of the record it stands on lie
 * in `window` from `window.start` on once it is ready, and are valid until the next `fill`.
 */
export class RecordCursor {
  readonly window: ByteWindow;
  /** Number of the record it stands on. */
  record = 0;
  readonly #lengths: { readonly get: (record: number) => number };
  #toSkip: number;

  /** `offset` is where the first record begins in the stream. */
  constructor(chunks: ByteChunks, lengths: { readonly get: (record: number) => number }, offset = 0) {
    this.window = ByteWindow.over(chunks);
    this.#lengths = lengths;
    this.#toSkip = offset;
  }

  /** Says whether the bytes of its record are in the window. */
  get ready(): boolean {
    const { window } = this;
    const skipped = Math.min(this.#toSkip, window.end - window.start);
    window.start += skipped;
    this.#toSkip -= skipped;
    return window.end - window.start >= this.length;
  }

  /** Bytes of its record, line ending included. */
  get length(): number {
    return this.#lengths.get(this.record);
  }

  /** Goes on to a later record. */
  advanceTo(record: number): void {
    while (this.record < record) {
      this.#toSkip += this.length;
      this.record += 1;
    }
  }

  /** Brings in more bytes. @throws at the end of the stream, which must hold all its records. */
  async fill(): Promise<void> {
    if (this.window.finished) throw new Error(`Record ${this.record} is beyond the end of the bytes it should be in`);
    await this.window.fill();
  }

  /** Waits until the bytes of its record are in the window. */
  async arrive(): Promise<void> {
    while (!this.ready) await this.fill();
  }

  /** Ends the walk. */
  async close(): Promise<void> {
    await this.window.close();
  }
}
