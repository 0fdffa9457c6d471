import type { ByteChunks } from './byte-chunks.ts';

/**
 * A stretch of a file in one buffer, so that a record that the chunks split lies in one piece. The buffer is used
 * again: what is taken from it is valid until the next `fill`.
 */
export class ByteWindow {
  buffer: Buffer = Buffer.alloc(0);
  /** The same bytes, for the numbers in them. */
  words = wordsOf(this.buffer);
  /** Position in the buffer of the first byte that was not consumed. */
  start = 0;
  /** Position in the buffer behind the last byte that was read. */
  end = 0;
  /** True once the last byte of the file is in the buffer. */
  finished = false;

  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  readonly #onChunk: (chunk: Uint8Array) => void;
  /** Byte offset in the file of the buffer's first byte. */
  #origin = 0;

  private constructor(chunks: ByteChunks, onChunk: (chunk: Uint8Array) => void) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    this.#onChunk = onChunk;
  }

  /** A window that is filled from chunks; `onChunk` sees each of them once, in order. */
  static over(chunks: ByteChunks, onChunk: (chunk: Uint8Array) => void = () => {}): ByteWindow {
    return new ByteWindow(chunks, onChunk);
  }

  /** A window on a whole file that is in memory. */
  static on(bytes: Uint8Array): ByteWindow {
    const window = new ByteWindow([], () => {});
    window.#use(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    window.end = bytes.byteLength;
    window.finished = true;
    return window;
  }

  /** Bytes of the file that were read so far. */
  get bytesRead(): number {
    return this.#origin + this.end;
  }

  /** Byte offset in the file of a position in the buffer. */
  offsetOf(position: number): number {
    return this.#origin + position;
  }

  /** Brings one more chunk into the buffer, or finds that the file is finished. */
  async fill(): Promise<void> {
    const step = await this.#chunks.next();
    if (step.done === true) {
      this.finished = true;
      return;
    }
    this.#onChunk(step.value);
    this.#makeRoomFor(step.value.byteLength);
    this.buffer.set(step.value, this.end);
    this.end += step.value.byteLength;
  }

  /** Ends the reading before the end of the file, so that what is behind the chunks can be closed. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Moves what was not consumed to the front: seldom more than a piece of a record. */
  #makeRoomFor(bytes: number): void {
    const kept = this.end - this.start;
    const wanted = kept + bytes;
    const target = wanted <= this.buffer.byteLength ? this.buffer : Buffer.allocUnsafe(2 * wanted);
    this.buffer.copy(target, 0, this.start, this.end);
    if (target !== this.buffer) this.#use(target);
    this.#origin += this.start;
    this.start = 0;
    this.end = kept;
  }

  #use(buffer: Buffer): void {
    this.buffer = buffer;
    this.words = wordsOf(buffer);
  }
}

/** Bytes, for the numbers in them. */
export function wordsOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
