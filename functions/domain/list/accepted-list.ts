import { type ColumnLayout, layOutColumns } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { issueNumber, issueText } from '../cpl/list-issue.ts';
import type { HashColumn, ModelHash } from './key-hash.ts';
import { type RowBytes, RowCopies } from './row-bytes.ts';
import { readAcceptedRow } from '../cpl/cpl-row.ts';
import { LF } from '../csv/csv-bytes.ts';
import type { CsvFormat } from '../csv/csv-reader.ts';
import { RecordScanner } from '../csv/csv-record.ts';
import { readCsvTable } from '../csv/csv-table.ts';
import type { ByteChunks } from '../csv/byte-chunks.ts';
import { ByteWindow } from '../csv/csv-window.ts';
import { FindingLog } from '../findings/finding-log.ts';

/**
 * An accepted list as it is kept: one line of JSON (its head), then its lines in entry-number order, each a header of
 * six words of 32 bits, little-endian as on every machine that this runs on, and the bytes of its row without the
 * `Version` column, which changes with every issue. It is immutable and can be opened any number of times.
 */
export type AcceptedList = () => ByteChunks;

/** What the first line of an accepted list says of it. */
export type ListHead = {
  readonly format: 'cpl-list/3';
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

/** Bytes before each row of an accepted list: six words, the first of which is its number. */
export const HEADER_BYTES = 24;
export const LENGTH_AT = 4;
export const MODEL_AT = 8;
export const KEY_AT = 12;
export const ISSUE_AT = 16;
export const MARKS_AT = 20;
/** By how many bits the physical lines of a row are shifted in its marks. */
export const ROW_LINES_SHIFT = 8;

/** What the list keeps of a line beside its row. */
export type LineFacts = ModelHash & {
  readonly number: number;
  /** The issue that first had it, as `wordOfIssue` has it. */
  readonly firstIssue: number;
  readonly isMissing: boolean;
  /** Physical lines of a file that its row takes. */
  readonly rowLines: number;
};

/** One line of an accepted list, taken out of it. */
export type AcceptedLine = LineFacts & {
  readonly entry: CplEntry;
  readonly row: RowBytes;
};

/** A line of an accepted list, taken out of it if it was not yet. */
export function takenFrom(line: AcceptedLine | AcceptedLines): AcceptedLine {
  return 'entry' in line ? line : line.take();
}

/** The number under which a list keeps an issue such as `2.051`. */
export function wordOfIssue(issue: string): number {
  const { major, minor } = issueNumber(issue);
  return major * 65_536 + minor;
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
  /** How many lines were passed. */
  place = 0;
  readonly window: ByteWindow;
  readonly #scanner = new RecordScanner();
  readonly #copies = new RowCopies();

  private constructor(window: ByteWindow, head: ListHead | undefined) {
    this.window = window;
    this.head = head;
    const labels = head === undefined ? [] : labelsOf(head.header).toSpliced(head.versionColumn, 1);
    this.layout = layOutColumns(labels, new FindingLog(0));
  }

  /** Opens an accepted list, or one without a line. @throws when it is not one. */
  static async open(list: AcceptedList | undefined): Promise<AcceptedLines> {
    const window = ByteWindow.over(list?.() ?? []);
    let end: number;
    do {
      await window.fill();
      end = window.buffer.subarray(0, window.end).indexOf(LF);
    } while (end < 0 && !window.finished);
    if (list === undefined) return new AcceptedLines(window, undefined);
    const head: unknown = JSON.parse(window.buffer.toString('utf8', 0, Math.max(end, 0)) || 'null');
    if (!isListHead(head)) throw new Error('This is not an accepted list');
    window.start = end + 1;
    return new AcceptedLines(window, head);
  }

  /** Whether there is no line any more. */
  get done(): boolean {
    return this.window.finished && this.window.start === this.window.end;
  }

  /** Whether the line it is at lies in the window. */
  get ready(): boolean {
    const { window } = this;
    if (window.end - window.start < HEADER_BYTES) return false;
    this.#readHeader();
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
    this.skip(1, HEADER_BYTES + this.length);
  }

  /** Passes over some lines, which take so many bytes and lie in the window. */
  skip(lines: number, bytes: number): void {
    this.window.start += bytes;
    this.place += lines;
  }

  /** Shows the next lines one by one, all of which lie in the window. It is at the first of them again afterwards. */
  show(lines: number, visit: (line: this) => void): void {
    const { start } = this.window;
    for (let left = lines; left > 0; left -= 1) {
      this.#readHeader();
      visit(this);
      this.next();
    }
    this.skip(-lines, start - this.window.start);
  }

  /** Adds the hashes of the next lines, all of which lie in the window, to a column. */
  addHashes(lines: number, column: HashColumn): void {
    const { words, start } = this.window;
    let at = start;
    for (let left = lines; left > 0; left -= 1) {
      column.push(words.getInt32(at + MODEL_AT, true), words.getInt32(at + KEY_AT, true));
      at += HEADER_BYTES + words.getUint32(at + LENGTH_AT, true);
    }
  }

  /** How many of the next lines lie in the window, up to so many, and in how many bytes. */
  inWindow(most: number): { readonly lines: number; readonly bytes: number } {
    const { words, start, end } = this.window;
    let at = start;
    let lines = 0;
    for (; lines < most && end - at >= HEADER_BYTES; lines += 1) {
      const next = at + HEADER_BYTES + words.getUint32(at + LENGTH_AT, true);
      if (next > end) break;
      at = next;
    }
    return { lines, bytes: at - start };
  }

  /** Where its row begins in the window. */
  get rowStart(): number {
    return this.window.start + HEADER_BYTES;
  }

  /** The bytes of its row. */
  get row(): RowBytes {
    return { buffer: this.window.buffer, from: this.rowStart, to: this.rowStart + this.length };
  }

  /** The values of a row of this list, column by column. */
  valuesOf({ buffer, from, to }: RowBytes): readonly string[] {
    this.#scanner.scan(buffer, from, to, true);
    return this.#scanner.values(buffer);
  }

  /** The bytes of its row with a column put in, as it is written in a file. */
  rowWith(column: number, cell: string): Buffer {
    const { buffer, from, to } = this.row;
    const row = buffer.subarray(from, to);
    if (column === 0) return Buffer.concat([Buffer.from(`${cell},`), row]);
    this.#scanner.scan(row, 0, row.byteLength, true);
    const at = this.#scanner.endOf(column - 1, row);
    return Buffer.concat([row.subarray(0, at), Buffer.from(`,${cell}`), row.subarray(at)]);
  }

  /** The line, to be kept; beside an entry that says mostly the same, it has the texts of that one. */
  take(beside?: CplEntry): AcceptedLine {
    const { number, modelHash, keyHash, firstIssue, isMissing, rowLines } = this;
    const read = readAcceptedRow(this.layout, this.valuesOf(this.row));
    const entry = beside === undefined ? read : withTextsOf(beside, read);
    const row = this.#copies.of(this.row);
    return { number, modelHash, keyHash, firstIssue, isMissing, rowLines, entry, row };
  }

  get modelHash(): number {
    return this.#word(MODEL_AT);
  }

  get keyHash(): number {
    return this.#word(KEY_AT);
  }

  get firstIssue(): number {
    return this.#word(ISSUE_AT);
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    await this.window.close();
  }

  /** A word of the line's header that not every line is asked for. */
  #word(at: number): number {
    return this.window.words.getInt32(this.window.start + at, true);
  }

  #readHeader(): void {
    const { words, start } = this.window;
    this.number = words.getUint32(start, true);
    this.length = words.getUint32(start + LENGTH_AT, true);
    const marks = words.getUint32(start + MARKS_AT, true);
    this.isMissing = (marks & MISSING) !== 0;
    this.rowLines = marks >>> ROW_LINES_SHIFT;
  }
}

/** An entry that has the very texts of another one where they say the same: those of its own need not be kept. */
function withTextsOf(other: CplEntry, entry: CplEntry): CplEntry {
  const text = <Text extends string>(own: Text, others: Text): Text => (own === others ? others : own);
  return {
    entryKey: text(entry.entryKey, other.entryKey),
    entryNumber: text(entry.entryNumber, other.entryNumber),
    status: entry.status,
    deviceType: entry.deviceType,
    variantFamily: entry.variantFamily,
    manufacturerIdentifier: text(entry.manufacturerIdentifier, other.manufacturerIdentifier),
    modelIdentifier: text(entry.modelIdentifier, other.modelIdentifier),
    hardwareVersion: text(entry.hardwareVersion, other.hardwareVersion),
    firmwareVersion: text(entry.firmwareVersion, other.firmwareVersion),
    smetsChtsVersion: text(entry.smetsChtsVersion, other.smetsChtsVersion),
    gbcsVersion: text(entry.gbcsVersion, other.gbcsVersion),
    manufacturerImageHash: text(entry.manufacturerImageHash, other.manufacturerImageHash),
  };
}

function isListHead(head: unknown): head is ListHead {
  return typeof head === 'object' && head !== null && 'format' in head && head.format === 'cpl-list/3';
}

function labelsOf(header: string): readonly string[] {
  return readCsvTable(Buffer.from(header), Number.POSITIVE_INFINITY, new FindingLog(0)).labels;
}
