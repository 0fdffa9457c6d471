import type { CsvReader } from '../csv/csv-reader.ts';
import type { ListSource } from './list-source.ts';

/** Bytes of rows that are remembered: as many as of a list that is held in memory; only a first load has more. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * The rows of a list that were not passed over as unchanged when it was read, with their places: enough to walk through
 * the list again without reading it. A list with very many of them is not remembered, and is read again.
 */
export class MetRows {
  readonly #chunks: Buffer[] = [];
  readonly #lines: number[] = [];
  /** The unchanged rows before each row that was met, and behind the last one. */
  readonly #runs: { count: number; line: number }[] = [{ count: 0, line: 0 }];
  #bytes = 0;

  /** Whether every one was remembered. */
  get areAll(): boolean {
    return this.#bytes <= MOST_BYTES;
  }

  /** A row that was passed over. */
  passedOver(line: number): void {
    const run = this.#runs.at(-1);
    if (run === undefined) return;
    if (run.count === 0) run.line = line;
    run.count += 1;
  }

  /** A row that was read, as bytes that are valid until the next one. */
  met(line: number, bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength;
    if (this.areAll) {
      this.#chunks.push(Buffer.from(bytes));
      this.#lines.push(line);
      this.#runs.push({ count: 0, line: 0 });
    } else this.#chunks.length = 0;
  }

  /** The list again, under its header. */
  source({ headerText, format }: Pick<CsvReader, 'headerText' | 'format'>): ListSource {
    const header = `${format.byteOrderMark ? '\uFEFF' : ''}${headerText}${format.lineEnding}`;
    const bytes = Buffer.concat([Buffer.from(header), ...this.#chunks]);
    return { open: () => [bytes], lineOf: (row) => this.#lines[row] ?? 0, unchangedBefore: (row) => this.#runs[row] };
  }
}
