import { type ColumnLayout, layOutColumns } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { issueText } from '../cpl/list-issue.ts';
import { readAcceptedRow } from '../cpl/cpl-row.ts';
import { LF } from '../csv/csv-bytes.ts';
import type { CsvFormat } from '../csv/csv-reader.ts';
import { RecordScanner } from '../csv/csv-record.ts';
import { readCsvTable } from '../csv/csv-table.ts';
import { type ByteChunks, ByteWindow } from '../csv/csv-window.ts';
import { FindingLog } from '../findings/finding-log.ts';

/**
 * An accepted list as it is kept: one line of JSON (its head), then its lines in entry-number order, each a header of
 * seven words of 32 bits, little-endian as on every machine that this runs on, and the bytes of its row without the
 * `Version` column, which changes with every issue. It is immutable and can be opened any number of times.
 */
export type AcceptedList = () => ByteChunks;

/** What the first line of an accepted list says of it. */
export type ListHead = {
  readonly format: 'cpl-list/2';
  readonly rules: number;
  readonly csv: CsvFormat;
  /** The header of the list, as it was written. */
  readonly header: string;
  /** Index of the `Version` column, and what every row has in it. */
  readonly versionColumn: number;
  readonly version: string;
};

/** A bit of a line: the Device Model was left out of the list without a removal, and this line goes on to hold. */
export const MISSING = 1;

const HEADER_WORDS = 7;
/** Bytes before each row of an accepted list. */
export const HEADER_BYTES = 4 * HEADER_WORDS;

/** What the list keeps of a line beside its row. */
export type LineFacts = {
  readonly number: number;
  readonly keyHigh: number;
  readonly keyLow: number;
  /** Hash of manufacturer and model alone, by which one model under two device types is found. */
  readonly modelHash: number;
  /** The issue that first had it, as `major * 65536 + minor`. */
  readonly firstIssue: number;
  readonly isMissing: boolean;
  /** Physical lines of a file that its row takes. */
  readonly rowLines: number;
};

/** One line of an accepted list, taken out of it. */
export type AcceptedLine = LineFacts & {
  readonly entry: CplEntry;
  /** The values of its row, under the labels of the list that it was taken from. */
  readonly values: readonly string[];
  readonly row: Buffer;
};

/** A line of an accepted list, taken out of it if it was not yet. */
export function takenFrom(line: AcceptedLine | AcceptedLines): AcceptedLine {
  return 'entry' in line ? line : line.take();
}

/** `2.051` of the number under which a list keeps an issue. */
export function issueOfWord(word: number): string {
  return issueText({ major: word >>> 16, minor: word & 0xffff });
}

/** The lines of an accepted list, one after the other. What it says of the line it is at is valid until it moves. */
export class AcceptedLines implements LineFacts {
  readonly head: ListHead | undefined;
  /** The columns of a row as it is kept: those of the list but for `Version`. */
  readonly layout: ColumnLayout;
  number = 0;
  /** Bytes of its row, line ending included. */
  length = 0;
  isMissing = false;
  rowLines = 1;
  readonly window: ByteWindow;
  readonly #scanner = new RecordScanner();
  #atHeader = true;

  private constructor(window: ByteWindow, head: ListHead | undefined) {
    this.window = window;
    this.head = head;
    const labels = head === undefined ? [] : labelsOf(head.header).toSpliced(head.versionColumn, 1);
    this.layout = layOutColumns(labels, new FindingLog(0));
  }

  /** Opens an accepted list, or one without a line. @throws when it is not one. */
  static async open(list: AcceptedList | undefined): Promise<AcceptedLines> {
    const window = ByteWindow.over(list?.() ?? []);
    let end = -1;
    while (end < 0 && !window.finished) {
      await window.fill();
      end = window.buffer.subarray(0, window.end).indexOf(LF);
    }
    if (list === undefined) return new AcceptedLines(window, undefined);
    const head: unknown = JSON.parse(window.buffer.toString('utf8', 0, Math.max(end, 0)) || 'null');
    if (!isListHead(head)) throw new Error('This is not an accepted list');
    window.start = end + 1;
    return new AcceptedLines(window, head);
  }

  /** Whether there is no line any more. */
  get done(): boolean {
    return this.window.finished && this.#atHeader && this.window.start === this.window.end;
  }

  /** Whether the line it is at lies in the window. */
  get ready(): boolean {
    const { window } = this;
    if (this.#atHeader) {
      if (window.end - window.start < HEADER_BYTES) return false;
      this.#readHeader();
    }
    return window.end - window.start >= HEADER_BYTES + this.length;
  }

  /** Waits until the line is in the window, or there is none. @throws when the list is cut off. */
  async arrive(): Promise<void> {
    while (!this.ready && !this.done) {
      if (this.window.finished) throw new Error('The accepted list is cut off');
      await this.window.fill();
    }
  }

  /** Goes on to the next line. */
  next(): void {
    this.window.start += HEADER_BYTES + this.length;
    this.#atHeader = true;
  }

  /** Where its row begins in the window. */
  get rowStart(): number {
    return this.window.start + HEADER_BYTES;
  }

  /** The bytes of its row. */
  get row(): Buffer {
    return this.window.buffer.subarray(this.rowStart, this.rowStart + this.length);
  }

  /** The values of its row, column by column. */
  values(): readonly string[] {
    const { buffer } = this.window;
    this.#scanner.scan(buffer, this.rowStart, this.rowStart + this.length, true);
    return this.#scanner.values(buffer);
  }

  /** The bytes of its row with a column put in, as it is written in a file. */
  rowWith(column: number, cell: string): Buffer {
    const { row } = this;
    if (column === 0) return Buffer.concat([Buffer.from(`${cell},`), row]);
    this.#scanner.scan(row, 0, row.byteLength, true);
    const at = this.#scanner.endOf(column - 1, row);
    return Buffer.concat([row.subarray(0, at), Buffer.from(`,${cell}`), row.subarray(at)]);
  }

  /** The line, to be kept. */
  take(): AcceptedLine {
    const { number, keyHigh, keyLow, modelHash, firstIssue, isMissing, rowLines } = this;
    const values = this.values();
    const entry = readAcceptedRow(this.layout, values);
    const row = Buffer.from(this.row);
    return { number, keyHigh, keyLow, modelHash, firstIssue, isMissing, rowLines, entry, values, row };
  }

  get keyHigh(): number {
    return this.#word(8);
  }

  get keyLow(): number {
    return this.#word(12);
  }

  get modelHash(): number {
    return this.#word(16);
  }

  get firstIssue(): number {
    return this.#word(20);
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    await this.window.close();
  }

  /** A word of the line's header that not every line is asked for. */
  #word(at: number): number {
    return this.window.buffer.readUInt32LE(this.window.start + at);
  }

  #readHeader(): void {
    const { buffer, start } = this.window;
    this.number = buffer.readUInt32LE(start);
    this.length = buffer.readUInt32LE(start + 4);
    const marks = buffer.readUInt32LE(start + 24);
    this.isMissing = (marks & MISSING) !== 0;
    this.rowLines = marks >>> 8;
    this.#atHeader = false;
  }
}

function isListHead(head: unknown): head is ListHead {
  return typeof head === 'object' && head !== null && 'format' in head && head.format === 'cpl-list/2';
}

function labelsOf(header: string): readonly string[] {
  return readCsvTable(Buffer.from(header), Number.POSITIVE_INFINITY, new FindingLog(0)).labels;
}
