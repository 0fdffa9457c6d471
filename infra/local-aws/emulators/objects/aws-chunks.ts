import { Transform } from 'node:stream';
import { ServiceError } from '../http-service.ts';

const CRLF = Buffer.from('\r\n');

/**
 * Takes AWS's chunks apart: `<hex size>;chunk-signature=…`, the bytes, and after a chunk of size 0 the trailers, in
 * which a client that streams sends its checksum.
 */
export class AwsChunks extends Transform {
  readonly trailers: Record<string, string> = {};
  #pending: Buffer = Buffer.alloc(0);
  #left = 0;
  #inTrailers = false;

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    try {
      while (this.#take());
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _flush(done: (error?: Error | null) => void): void {
    done(this.#inTrailers ? null : new ServiceError('IncompleteBody', 'The last chunk is missing.'));
  }

  /** Takes one line or run of bytes off what has arrived; false when more must arrive first. */
  #take(): boolean {
    if (this.#left > CRLF.length) {
      const bytes = this.#pending.subarray(0, this.#left - CRLF.length);
      if (bytes.length === 0) return false;
      this.push(bytes);
      this.#advance(bytes.length);
      this.#left -= bytes.length;
      return true;
    }
    if (this.#left === CRLF.length) {
      if (this.#pending.length < CRLF.length) return false;
      this.#advance(CRLF.length);
      this.#left = 0;
      return true;
    }
    const end = this.#pending.indexOf(CRLF);
    if (end < 0) return false;
    const line = this.#pending.subarray(0, end).toString('latin1');
    this.#advance(end + CRLF.length);
    this.#takeLine(line);
    return true;
  }

  #takeLine(line: string): void {
    if (this.#inTrailers) {
      const colon = line.indexOf(':');
      if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
      return;
    }
    const size = /^[0-9a-f]+/i.exec(line)?.[0];
    if (size === undefined) throw new ServiceError('InvalidRequest', 'A chunk has no size.');
    const bytes = Number.parseInt(size, 16);
    if (bytes === 0) this.#inTrailers = true;
    else this.#left = bytes + CRLF.length;
  }

  #advance(bytes: number): void {
    this.#pending = this.#pending.subarray(bytes);
  }
}
