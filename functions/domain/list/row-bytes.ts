/** What a row has in it but for the `Version` column: bytes of a buffer. Unless it is a copy, valid until the next row. */
export type RowBytes = { readonly buffer: Buffer; readonly from: number; readonly to: number };

const BLOCK_BYTES = 64 * 1024;

/** Copies rows that are kept, into blocks: a buffer for each would weigh more than most rows do. */
export class RowCopies {
  #block = Buffer.alloc(0);
  #end = 0;

  /** The same bytes, for as long as they are wanted. */
  of({ buffer, from, to }: RowBytes): RowBytes {
    const length = to - from;
    if (this.#block.byteLength - this.#end < length) {
      this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, length));
      this.#end = 0;
    }
    const start = this.#end;
    this.#end += buffer.copy(this.#block, start, from, to);
    return { buffer: this.#block, from: start, to: this.#end };
  }
}
