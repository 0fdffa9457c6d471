import { type ColumnLayout, CPL_COLUMNS, layOutColumns } from '../cpl/cpl-columns.ts';
import { type ListIssue, readListIssue } from '../cpl/list-issue.ts';
import { type CsvFormat, CsvReader } from '../csv/csv-reader.ts';
import { ByteWindow } from '../csv/csv-window.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import type { AcceptedLines } from './accepted-list.ts';
import { isHeader } from './header-cause.ts';
import type { ListSource } from './list-source.ts';
import type { MetRows } from './met-rows.ts';

/** What a row has in it but for the `Version` column: bytes of a buffer that is valid until the next row is read. */
export type RowBytes = { readonly buffer: Buffer; readonly from: number; readonly to: number };

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
  readonly #source: ListSource;
  readonly #met: MetRows | undefined;
  /** Bytes that begin each row where `Version` is the first column. */
  #prefix: Buffer | undefined;
  #row = -1;
  #hasVersion = false;
  #reportedJoined = false;
  /** Unchanged rows that come next and are left out of the stream, and the line of the one that was passed over last. */
  #leftOut = 0;
  #leftOutLine = 0;
  #nextLeftOut = 0;

  private constructor(reader: CsvReader, findings: FindingLog, source: ListSource, met: MetRows | undefined) {
    this.reader = reader;
    this.#findings = findings;
    this.#source = source;
    this.#met = met;
    this.#goOnToRun();
  }

  /**
   * Opens a list and reads its header; what is wrong with it refuses the file. `onChunk` sees every byte once, and
   * `met` every row.
   */
  static async open(
    source: ListSource,
    maxBytes: number,
    findings: FindingLog,
    { onChunk, met }: { readonly onChunk?: (chunk: Uint8Array) => void; readonly met?: MetRows } = {},
  ): Promise<ListRows> {
    const reader = new CsvReader(ByteWindow.over(source.open(), onChunk), maxBytes, findings);
    const rows = new ListRows(reader, findings, source, met);
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
    if (this.#leftOutLine > 0) return this.#leftOutLine;
    return this.#source.lineOf?.(this.#row) ?? this.reader.line;
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
    this.#goOnToRun();
    const { scanner, window } = this.reader;
    this.#met?.met(this.line, window.buffer.subarray(scanner.start, scanner.next));
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

  /** Whether the next row, which is not read yet, has the very bytes of an accepted one beside its issue. */
  meets(accepted: AcceptedLines): 'same' | 'differs' | 'starved' {
    if (this.#source.unchangedBefore !== undefined) return this.#leftOut > 0 ? 'same' : 'differs';
    const prefix = this.#prefix;
    if (prefix === undefined) return 'differs';
    const { window } = this.reader;
    const from = window.start + prefix.length;
    const to = from + accepted.length;
    if (window.end < to) return window.finished ? 'differs' : 'starved';
    for (let at = 0; at < prefix.length; at += 1) {
      if (window.buffer[window.start + at] !== prefix[at]) return 'differs';
    }
    const { rowStart } = accepted;
    return window.buffer.compare(accepted.window.buffer, rowStart, rowStart + accepted.length, from, to) === 0
      ? 'same'
      : 'differs';
  }

  /** Passes over the next row, which has the bytes of an accepted one. */
  passOver(accepted: AcceptedLines): void {
    if (this.#leftOut > 0) {
      this.#leftOut -= 1;
      this.#leftOutLine = this.#nextLeftOut;
      this.#nextLeftOut += accepted.rowLines;
      return;
    }
    this.#row += 1;
    this.reader.skip((this.#prefix?.length ?? 0) + accepted.length, accepted.rowLines);
    this.#met?.passedOver(this.line);
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

  #goOnToRun(): void {
    const run = this.#source.unchangedBefore?.(this.#row + 1);
    this.#leftOut = run?.count ?? 0;
    this.#nextLeftOut = run?.line ?? 0;
    this.#leftOutLine = 0;
  }

  #takeVersion(version: string): void {
    this.#hasVersion = true;
    this.version = version;
    this.issue = readListIssue(version);
    if (this.versionColumn === 0 && !/["\r\n]/.test(version)) this.#prefix = Buffer.from(`${version},`);
    if (this.issue !== undefined) return;
    this.#findings.add({
      code: 'CPL-ISSUE-UNREADABLE',
      severity: 'file',
      line: this.line,
      field: this.layout.labels[this.versionColumn] ?? 'Version',
      value: version,
      message:
        'The issue of the list cannot be read, so its order is not known. Every row says, for instance, "Version 2.051 Issued on 21-09-2022": restore it and send the list again.',
    });
  }

  #reportOtherIssue(version: string): void {
    const message = `The first row is of "${this.version}" and this one is not: two lists are joined in one file. Send each issue by itself.`;
    this.#reportJoined('CPL-TWO-ISSUES', version, message);
  }

  #reportRepeatedHeader(version: string): void {
    const message = 'The header is repeated here: two files are joined in one. Send each list by itself.';
    this.#reportJoined('CPL-HEADER-REPEATED', version, message);
  }

  /** Says once, of the first row that tells it, that there is more than one list in the file. */
  #reportJoined(code: FindingCode, value: string, message: string): void {
    if (this.#reportedJoined) return;
    this.#reportedJoined = true;
    const field = this.layout.labels[this.versionColumn] ?? 'Version';
    this.#findings.add({ code, severity: 'file', line: this.line, field, value, message });
  }
}
