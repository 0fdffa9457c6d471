import { inFigures } from '../words/counted.ts';
import { isUtf8 } from 'node:buffer';
import { BYTE_ORDER_MARK, CR, LF, MAX_RECORD_BYTES, SNIFFED_BYTES } from './csv-bytes.ts';
import { RecordScanner } from './csv-record.ts';
import { type CsvPlace, type CsvTroubleCode, codeOfTrouble, csvFinding } from './csv-trouble.ts';
import type { ByteWindow } from './csv-window.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/**
 * What one step of reading came to: the header or a record lies in the scanner; more bytes must be fetched; the file
 * is at its end; or it cannot be read on.
 */
export type CsvStep = 'header' | 'record' | 'starved' | 'end' | 'stopped';

/** How a CSV file is written, apart from its values: kept so that it can be written back as it was (R27). */
export type CsvFormat = { readonly byteOrderMark: boolean; readonly lineEnding: '\n' | '\r\n' };

/** Labels that are doubled and reported with their place, which has to be counted out each time; more are only counted. */
const MOST_PLACED = 100;

/** Records that are read on behind what refuses the file: enough to name what else is wrong with it. */
const MOST_BEHIND_REFUSAL = 10_000;

/** Said of a finding that is about no field in particular. */
const WHOLE_RECORD = { field: '' } as const;

/**
 * Reads a CSV file record by record, strictly (RFC 4180, UTF-8), and logs what makes it unreadable. It goes on behind
 * what leaves the record's end known, so that one reading names as much as it can, but not to the end of a long file; a
 * file with any such finding is refused all the same.
 */
export class CsvReader {
  readonly window: ByteWindow;
  readonly scanner = new RecordScanner();
  /** Physical line on which the record in the scanner starts. */
  line = 1;
  /** The header's labels as they are written, and the bytes of the header as text. */
  labels: readonly string[] = [];
  headerText = '';
  format: CsvFormat = { byteOrderMark: false, lineEnding: '\n' };
  /** Rows behind the header with nothing in them, which are passed over, and the line of the first. */
  blankRows = 0;
  firstBlankLine = 0;

  readonly #maxBytes: number;
  readonly #findings: FindingLog;
  #nextLine = 1;
  #hasRows = false;
  #behindRefusal = 0;
  /** Bytes without which a record that was incomplete is not looked at again: twice as many as there were. */
  #wanted = 0;
  #stage: 'start' | 'header' | 'body' | 'over' = 'start';

  constructor(window: ByteWindow, maxBytes: number, findings: FindingLog) {
    this.window = window;
    this.#maxBytes = maxBytes;
    this.#findings = findings;
  }

  /** Goes on to the next record; never waits. */
  step(): CsvStep {
    if (this.#stage === 'over') return 'stopped';
    if (this.window.bytesRead > this.#maxBytes) {
      return this.#stopHere('CSV-TOO-LARGE', `The limit is ${this.#maxBytes} bytes.`);
    }
    if (this.#stage === 'start') return this.#begin();
    if (!this.window.finished && this.window.end - this.window.start < this.#wanted) return 'starved';
    while (this.window.start < this.window.end) {
      const step = this.#readRecord();
      if (step !== 'passed-over') return step;
    }
    if (!this.window.finished) return 'starved';
    return this.#finish();
  }

  /** Passes over a record that is known to be well-formed, and over its line ending. */
  skip(bytes: number, lines: number): void {
    this.line = this.#nextLine;
    this.#nextLine += lines;
    this.window.start += bytes;
    this.#hasRows = true;
  }

  #begin(): CsvStep {
    const { window } = this;
    if (window.end < SNIFFED_BYTES && !window.finished) return 'starved';
    const head = window.buffer.subarray(0, window.end).subarray(0, SNIFFED_BYTES);
    const byteOrderMark = head.subarray(0, 3).equals(BYTE_ORDER_MARK);
    this.format = { ...this.format, byteOrderMark };
    if (byteOrderMark) window.start = BYTE_ORDER_MARK.byteLength;
    if (window.start === window.end) return this.#stopHere('CSV-EMPTY');
    if (looksLikeUtf16(head)) return this.#stopHere('CSV-UTF-16');
    const format = otherFormat(head);
    if (format !== undefined) return this.#stopHere('CSV-OTHER-FORMAT', `It begins as ${format} does.`);
    this.#stage = 'header';
    return this.step();
  }

  #readRecord(): CsvStep | 'passed-over' {
    const { window, scanner } = this;
    if (this.#stage === 'body' && this.#passBlankLine()) return 'passed-over';
    if (this.#findings.refuses && (this.#behindRefusal += 1) > MOST_BEHIND_REFUSAL) return this.#over('stopped');
    const outcome = scanner.scan(window.buffer, window.start, window.end, window.finished);
    this.line = this.#nextLine;
    if (outcome === 'incomplete') {
      const available = window.end - window.start;
      this.#wanted = Math.min(2 * available, MAX_RECORD_BYTES + 1);
      if (available <= MAX_RECORD_BYTES) return 'starved';
      return scanner.openedAt === undefined
        ? this.#stop('CSV-RECORD-TOO-LONG', window.start, WHOLE_RECORD)
        : this.#stop('CSV-OPEN-QUOTE', scanner.openedAt);
    }
    if (outcome === 'lost') return this.#stop(codeOfTrouble(scanner.trouble ?? 'bare-quote'), scanner.troubleAt);
    window.start = scanner.next;
    this.#wanted = 0;
    this.#nextLine += 1 + scanner.innerLines;
    const sound = this.#isSound();
    if (this.#stage === 'header') return this.#takeHeader(sound);
    if (sound && scanner.blank) return this.#passOverBlank();
    this.#hasRows = true;
    return sound ? 'record' : 'passed-over';
  }

  #isSound(): boolean {
    const { scanner, window } = this;
    const before = this.#findings.total;
    if (scanner.end - scanner.start > MAX_RECORD_BYTES)
      this.#report('CSV-RECORD-TOO-LONG', scanner.start, WHOLE_RECORD);
    else if (scanner.trouble !== undefined) this.#report(codeOfTrouble(scanner.trouble), scanner.troubleAt);
    else if (this.#stage === 'header' && scanner.blank) this.#report('CSV-HEADER-BLANK', scanner.start, WHOLE_RECORD);
    else if (this.#stage === 'body' && !scanner.blank && scanner.fields !== this.labels.length) {
      const detail = `It has ${inFigures(scanner.fields)}, the header has ${inFigures(this.labels.length)}.`;
      this.#report('CSV-RAGGED-ROW', scanner.start, { ...WHOLE_RECORD, detail });
    }
    if (!scanner.isUtf8(window.buffer)) {
      const record = window.buffer.subarray(scanner.start, scanner.end);
      this.#report('CSV-NOT-UTF-8', scanner.start + firstNonUtf8(record));
    }
    return this.#findings.total === before;
  }

  /** Passes over a line with nothing but its ending, of which a file may have very many. */
  #passBlankLine(): boolean {
    const { window } = this;
    const { buffer, start } = window;
    const bytes = buffer[start] === LF ? 1 : 2;
    if (bytes === 2 && (start + 1 >= window.end || buffer[start] !== CR || buffer[start + 1] !== LF)) return false;
    this.line = this.#nextLine;
    this.#nextLine += 1;
    this.#wanted = 0;
    window.start += bytes;
    this.#passOverBlank();
    return true;
  }

  #passOverBlank(): 'passed-over' {
    this.blankRows += 1;
    if (this.firstBlankLine === 0) this.firstBlankLine = this.line;
    return 'passed-over';
  }

  #takeHeader(sound: boolean): CsvStep {
    if (!sound) return this.#over('stopped');
    const { scanner, window } = this;
    this.labels = scanner.values(window.buffer);
    this.headerText = window.buffer.toString('utf8', scanner.start, scanner.end);
    const ending = scanner.next - scanner.end;
    this.format = { ...this.format, lineEnding: ending === 2 ? '\r\n' : '\n' };
    this.#checkLabels();
    this.#stage = 'body';
    return 'header';
  }

  #checkLabels(): void {
    const trimmed = this.labels.map((label) => label.trim());
    const unnamed = trimmed.indexOf('');
    if (unnamed >= 0) this.#report('CSV-HEADER-UNNAMED', this.scanner.startOf(unnamed));
    const seen = new Set<string>();
    let doubled = 0;
    for (const [column, label] of trimmed.entries()) {
      if (!seen.has(label)) seen.add(label);
      else if (label !== '') {
        doubled += 1;
        if (doubled > MOST_PLACED) this.#findings.countOnly(1);
        else this.#report('CSV-HEADER-DOUBLED', this.scanner.startOf(column), { field: label, value: label });
      }
    }
  }

  #finish(): CsvStep {
    return this.#hasRows ? this.#over('end') : this.#stopHere('CSV-NO-ROWS');
  }

  #stopHere(code: CsvTroubleCode, detail?: string): CsvStep {
    this.line = this.#nextLine;
    this.scanner.start = this.window.start;
    this.#report(code, this.window.start, { ...WHOLE_RECORD, detail });
    return this.#over('stopped');
  }

  #stop(code: CsvTroubleCode, position: number, about?: typeof WHOLE_RECORD): CsvStep {
    this.#report(code, position, about);
    return this.#over('stopped');
  }

  #over(step: 'end' | 'stopped'): CsvStep {
    this.#stage = 'over';
    return step;
  }

  #report(code: CsvTroubleCode, position: number, about: Parameters<typeof csvFinding>[2] = {}): void {
    const field = about.field ?? this.labels[this.scanner.fieldAt(position)];
    this.#findings.add(csvFinding(code, this.#placeOf(position), { ...about, field }));
  }

  #placeOf(position: number): CsvPlace {
    const { buffer } = this.window;
    const begin = Math.min(this.scanner.start, position);
    let line = this.line;
    let lineStart = begin;
    for (let at = begin; at < position; at += 1) {
      if (buffer[at] !== LF) continue;
      line += 1;
      lineStart = at + 1;
    }
    const column = buffer.toString('utf8', lineStart, position).length + 1;
    return { recordLine: this.line, line, column, byteOffset: this.window.offsetOf(position) };
  }
}

function looksLikeUtf16(head: Buffer): boolean {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = (parity: number) => head.filter((byte, index) => index % 2 === parity && byte === 0).length;
  const half = head.byteLength / 2;
  return zeros(0) === half || zeros(1) === half;
}

/** What files begin with that are taken for CSV by their name. */
const OTHER_FORMATS: readonly (readonly [string, string])[] = [
  ['\u001F\u008B', 'a gzip file'],
  ['PK\u0003\u0004', 'a zip archive or an Excel workbook'],
  ['\u00D0\u00CF\u0011\u00E0', 'an old Excel workbook'],
  ['%PDF-', 'a PDF'],
];

function otherFormat(head: Buffer): string | undefined {
  const beginning = head.toString('latin1');
  return OTHER_FORMATS.find(([magic]) => beginning.startsWith(magic))?.[1];
}

/** Where a record that is not UTF-8 goes wrong: at the first character that is none by itself. */
function firstNonUtf8(record: Buffer): number {
  let at = 0;
  for (;;) {
    const behind = at + characterLength(record.readUInt8(at));
    if (!isUtf8(record.subarray(at, behind))) return at;
    at = behind;
  }
}

function characterLength(lead: number): number {
  if (lead < 0xc2) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
