import { type ColumnLayout, CPL_COLUMNS, labelOf, layOutColumns } from '../cpl/cpl-columns.ts';
import { entryNumberIn } from '../cpl/cpl-row.ts';
import { type ListIssue, readListIssue } from '../cpl/list-issue.ts';
import { type CsvFormat, CsvReader } from '../csv/csv-reader.ts';
import { RecordScanner } from '../csv/csv-record.ts';
import { ByteWindow, wordsOf } from '../csv/csv-window.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import { type AcceptedLines, HEADER_BYTES, LENGTH_AT, MARKS_AT, MISSING, ROW_LINES_SHIFT } from './accepted-list.ts';
import { isHeader } from './header-cause.ts';
import type { ListSource } from './list-source.ts';
import type { RowBytes } from './row-bytes.ts';
import { UnchangedLines } from './unchanged-lines.ts';

/**
 * The rows of a list that is being read. The `Version` column, which has the same in every row of a list, is checked
 * and set aside: rows are compared and kept without it.
 */
export class ListRows {
  readonly reader: CsvReader;
  layout: ColumnLayout = { labels: [], positions: new Map() };
  versionColumn = -1;
  /** What the first row has in the `Version` column, and the issue that it names. */
  version = '';
  issue: ListIssue | undefined;
  readonly #findings: FindingLog;
  /** Physical line of a row by its place in the file, where that is not the order of the stream. */
  readonly lineOf: ListSource['lineOf'];
  /** Bytes that begin each row where `Version` is the first column. */
  #prefix: DataView | undefined;
  #row = -1;
  #hasVersion = false;
  #reportedJoined = false;

  private constructor(reader: CsvReader, findings: FindingLog, lineOf: ListSource['lineOf']) {
    this.reader = reader;
    this.#findings = findings;
    this.lineOf = lineOf;
  }

  /** Opens a list and reads its header; what is wrong with it refuses the file. `onChunk` sees every byte once. */
  static async open(
    source: ListSource,
    maxBytes: number,
    findings: FindingLog,
    onChunk?: (chunk: Uint8Array) => void,
  ): Promise<ListRows> {
    const reader = new CsvReader(ByteWindow.over(source.open(), onChunk), maxBytes, findings);
    const rows = new ListRows(reader, findings, source.lineOf);
    let step = reader.step();
    for (; step === 'starved'; step = reader.step()) await reader.window.fill();
    if (step !== 'header') return rows;
    rows.layout = layOutColumns(reader.labels, findings);
    rows.versionColumn = rows.layout.positions.get('version') ?? -1;
    return rows;
  }

  get format(): CsvFormat {
    return this.reader.format;
  }

  /** Physical line on which the row that was read last begins. */
  get line(): number {
    return this.lineOf?.(this.#row) ?? this.reader.line;
  }

  /** Whether the file begins with the header of a list. */
  get hasHeader(): boolean {
    return CPL_COLUMNS.every(({ field, required }) => !required || this.layout.positions.has(field));
  }

  /** Goes on to the next row; never waits. */
  step(): 'row' | 'starved' | 'end' | 'stopped' {
    const step = this.reader.step();
    if (step === 'header') throw new Error('The header of a list was read twice');
    if (step !== 'record') return step;
    this.#row += 1;
    return 'row';
  }

  /**
   * The values of the row that was read last; undefined for a header that is repeated. That, and a row of another
   * issue, refuses the file.
   */
  values(): readonly string[] | undefined {
    const values = this.reader.scanner.values(this.reader.window.buffer);
    const version = values[this.versionColumn] ?? '';
    if (this.#hasVersion && (version === this.version || version.trim() === this.version.trim())) return values;
    if (isHeader(values)) {
      this.#reportRepeatedHeader(version);
      return undefined;
    }
    if (!this.#hasVersion) this.#takeVersion(version);
    else if (this.issue !== undefined) this.#reportOtherIssue(version);
    return values;
  }

  /** The row that was read last, as it is compared and kept. */
  row(): RowBytes {
    const { scanner, window } = this.reader;
    if (this.versionColumn === 0) return { buffer: window.buffer, from: scanner.behindFirst, to: scanner.next };
    const { buffer } = window;
    const left = buffer.subarray(scanner.start, scanner.endOf(this.versionColumn - 1, buffer));
    const right = buffer.subarray(scanner.endOf(this.versionColumn, buffer), scanner.next);
    const row = Buffer.concat([left, right]);
    return { buffer: row, from: 0, to: row.byteLength };
  }

  /**
   * The next rows, which are not read yet, as far as they lie in memory and have the very bytes of the next accepted
   * lines beside their issue.
   *
   * @returns the lines, and the entry number of the last of them; undefined where there is none
   */
  unchangedLines(accepted: AcceptedLines): { readonly lines: UnchangedLines; readonly last: number } | undefined {
    const prefix = this.#prefix;
    if (prefix === undefined) return undefined;
    const { window } = this.reader;
    const { words } = accepted.window;
    const start = accepted.window.start;
    let [at, rowAt, lastAt, lines, rowLines] = [start, window.start, start, 0, 0];
    while (accepted.window.end - at >= HEADER_BYTES) {
      const row = at + HEADER_BYTES;
      const next = row + words.getUint32(at + LENGTH_AT, true);
      const marks = words.getUint32(at + MARKS_AT, true);
      if (next > accepted.window.end || (marks & MISSING) !== 0) break;
      const from = rowAt + prefix.byteLength;
      const to = from + next - row;
      if (to > window.end || !isSame(prefix, 0, prefix.byteLength, window.words, rowAt)) break;
      if (!isSame(words, row, next, window.words, from)) break;
      rowLines += marks >>> ROW_LINES_SHIFT;
      lines += 1;
      lastAt = at;
      [at, rowAt] = [next, to];
    }
    if (lines === 0) return undefined;
    this.reader.skip(rowAt - window.start, rowLines);
    const place = { row: this.#row + 1, line: this.reader.line };
    this.#row += lines;
    const unchanged = new UnchangedLines(accepted, { lines, bytes: at - start }, place, this.lineOf);
    return { lines: unchanged, last: words.getUint32(lastAt, true) };
  }

  /**
   * Whether the first rows, as many as lie in the window, are in entry-number order. It looks no further than the first
   * that has no number or is of another issue: what is joined there is for the walk to find.
   */
  get beginsInOrder(): boolean {
    const { window, scanner: read } = this.reader;
    const column = this.layout.positions.get('entryNumber') ?? -1;
    const scanner = new RecordScanner();
    let last = 0;
    let issue: string | undefined;
    for (let at = read.next; scanner.scan(window.buffer, at, window.end, false) === 'record'; at = scanner.next) {
      const number = entryNumberIn(scanner.value(column, window.buffer));
      const version = scanner.value(this.versionColumn, window.buffer);
      if (number === '' || version !== (issue ??= version)) return true;
      if (Number(number) < last) return false;
      last = Number(number);
    }
    return true;
  }

  /** Reads on for what makes the file unreadable, and looks at no value. */
  async readStructureOnly(): Promise<void> {
    for (let step = this.step(); step === 'row' || step === 'starved'; step = this.step()) {
      if (step === 'starved') await this.reader.window.fill();
    }
  }

  async close(): Promise<void> {
    await this.reader.window.close();
  }

  #takeVersion(version: string): void {
    this.#hasVersion = true;
    this.version = version;
    this.issue = readListIssue(version);
    if (this.issue !== undefined) {
      if (this.versionColumn === 0) this.#prefix = wordsOf(Buffer.from(`${version},`));
      return;
    }
    this.#findings.add({
      code: 'CPL-ISSUE-UNREADABLE',
      severity: 'file',
      line: this.line,
      field: labelOf(this.layout, 'version'),
      value: version,
      message:
        'The issue of the list cannot be read, so its order is not known. Every row says, for instance, "Version 2.051 Issued on 21-09-2022": restore it and send the list again.',
    });
  }

  #reportOtherIssue(version: string): void {
    const message = `The first row is of "${this.version}" and this one is not: two lists are joined in one file. Send each issue in a file of its own.`;
    this.#reportJoined('CPL-TWO-ISSUES', version, message);
  }

  #reportRepeatedHeader(version: string): void {
    const message = 'The header is repeated here: two files are joined in one. Send each list in a file of its own.';
    this.#reportJoined('CPL-HEADER-REPEATED', version, message);
  }

  /** Says once, of the first row that shows it, that there is more than one list in the file. */
  #reportJoined(code: FindingCode, value: string, message: string): void {
    if (this.#reportedJoined) return;
    this.#reportedJoined = true;
    const field = labelOf(this.layout, 'version');
    this.#findings.add({ code, severity: 'file', line: this.line, field, value, message });
  }
}

/**
 * Whether the bytes from a place to another, sixteen at least, are those from a place of others on. Sixteen are compared
 * at a time, the last ones with some of those before them: a row is too short for what a call of `Buffer.compare` costs.
 */
function isSame(bytes: DataView, start: number, end: number, others: DataView, from: number): boolean {
  const last = end - 16;
  for (let at = start; at < last; at += 16) if (areSixteenOther(bytes, at, others, from + at - start)) return false;
  return !areSixteenOther(bytes, last, others, from + last - start);
}

function areSixteenOther(bytes: DataView, at: number, others: DataView, from: number): boolean {
  return (
    ((bytes.getInt32(at) ^ others.getInt32(from)) |
      (bytes.getInt32(at + 4) ^ others.getInt32(from + 4)) |
      (bytes.getInt32(at + 8) ^ others.getInt32(from + 8)) |
      (bytes.getInt32(at + 12) ^ others.getInt32(from + 12))) !==
    0
  );
}
