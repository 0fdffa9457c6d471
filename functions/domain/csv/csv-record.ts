import { isUtf8 } from 'node:buffer';
import { BEYOND_ASCII, COMMA, CR, LF, QUOTE, STOPS_QUOTED, STOPS_UNQUOTED } from './csv-bytes.ts';

/** What is wrong with the bytes of a record. The first four leave it unknown where the record ends. */
export type RecordTrouble = 'bare-quote' | 'text-after-quote' | 'open-quote' | 'bare-cr' | 'control-character';

/**
 * What a scan came to: a whole record, more bytes are needed to know, or the record's end cannot be known. A record
 * with a control character in it is a whole record all the same; `trouble` then says so.
 */
export type ScanOutcome = 'record' | 'incomplete' | 'lost';

/**
 * Splits one record after another out of a buffer, strictly as RFC 4180 has it, and remembers where its fields are.
 * Holds positions only: they are those of the buffer that was scanned last.
 */
export class RecordScanner {
  /** Position of the first byte of the record. */
  start = 0;
  /** Position behind the last byte of the record, its line ending not included. */
  end = 0;
  /** Position of the first byte of the next record. */
  next = 0;
  fields = 0;
  /** Line breaks inside quotes. */
  innerLines = 0;
  /** Whether every byte of the fields is ASCII: a character is a byte then. */
  isAscii = true;
  trouble: RecordTrouble | undefined;
  /** Position of the byte that is wrong. */
  troubleAt = 0;
  /** Position of the quote inside which an incomplete record ran out of bytes, if it did inside quotes. */
  openedAt: number | undefined;

  #starts = new Int32Array(64);
  #ends = new Int32Array(64);

  /** Scans the record that begins at `from`; `last` says that no more bytes will follow those up to `to`. */
  scan(bytes: Uint8Array, from: number, to: number, last: boolean): ScanOutcome {
    this.start = from;
    this.fields = 0;
    this.innerLines = 0;
    this.isAscii = true;
    this.trouble = undefined;
    this.openedAt = undefined;
    let at = from;
    for (;;) {
      const field = this.#takeField();
      at =
        at < to && bytes[at] === QUOTE
          ? this.#quoted(bytes, at, to, last, field)
          : this.#unquoted(bytes, at, to, field);
      if (at < 0) return at === INCOMPLETE ? 'incomplete' : 'lost';
      if (at === to) {
        if (!last) return 'incomplete';
        return this.#closeRecord(at, at);
      }
      const byte = bytes[at];
      if (byte === COMMA) at += 1;
      else if (byte === LF) return this.#closeRecord(at, at + 1);
      else if (at + 1 === to && !last) return 'incomplete';
      else if (at + 1 < to && bytes[at + 1] === LF) return this.#closeRecord(at, at + 2);
      else return this.#lose('bare-cr', at);
    }
  }

  /** Whether the record is a row with nothing in it: no byte in any field. */
  get blank(): boolean {
    for (let field = 0; field < this.fields; field += 1) {
      if ((this.#starts[field] ?? 0) < (this.#ends[field] ?? 0)) return false;
    }
    return true;
  }

  /** Position behind the first field and its comma. */
  get behindFirst(): number {
    const isQuoted = this.startOf(0) > this.start;
    return (this.#ends[0] ?? 0) + (isQuoted ? 2 : 1);
  }

  /** Position behind a field, its closing quote included, and before its comma. */
  endOf(field: number, bytes: Uint8Array): number {
    const before = this.startOf(field) - 1;
    const isQuoted = before >= this.start && bytes[before] === QUOTE;
    return (this.#ends[field] ?? 0) + (isQuoted ? 1 : 0);
  }

  /** Where the value of a field begins in the buffer, behind its opening quote if it has one. */
  startOf(field: number): number {
    return this.#starts[field] ?? 0;
  }

  /** The index of the field in which a position lies. */
  fieldAt(position: number): number {
    const last = this.fields - 1;
    const closed = this.#ends.subarray(0, last).findIndex((end) => end >= position);
    return closed === -1 ? last : closed;
  }

  /** Whether the record is UTF-8; only bytes that are not ASCII have to be looked at for that. */
  isUtf8(bytes: Buffer): boolean {
    return this.isAscii || isUtf8(bytes.subarray(this.start, this.end));
  }

  /** The value of one field, '' where there is none. The bytes must be UTF-8. */
  value(field: number, bytes: Buffer): string {
    if (field >= this.fields) return '';
    return bytes.toString('utf8', this.#starts[field], this.#ends[field]).replaceAll('""', '"');
  }

  /** The values of the record's fields, doubled quotes undone. The bytes must be UTF-8. */
  values(bytes: Buffer): string[] {
    // Quotes are single bytes in UTF-8 too; only a record of ASCII alone is cut out of this text.
    const text = bytes.toString('latin1', this.start, this.end);
    const hasQuotes = text.includes('""');
    const values: string[] = [];
    for (let field = 0; field < this.fields; field += 1) {
      const start = this.#starts[field] ?? 0;
      const end = this.#ends[field] ?? 0;
      const value = this.isAscii
        ? text.slice(start - this.start, end - this.start)
        : bytes.toString('utf8', start, end);
      values.push(hasQuotes ? value.replaceAll('""', '"') : value);
    }
    return values;
  }

  #unquoted(bytes: Uint8Array, from: number, to: number, field: number): number {
    this.#starts[field] = from;
    let at = from;
    for (;;) {
      while (at < to && STOPS_UNQUOTED[bytes[at] ?? 0] === 0) at += 1;
      if (at === to) break;
      const byte = bytes[at] ?? 0;
      if (byte === COMMA || byte === LF || byte === CR) break;
      if (byte === QUOTE) return this.#loseAt('bare-quote', at);
      this.#note(byte, at);
      at += 1;
    }
    this.#ends[field] = at;
    return at;
  }

  #quoted(bytes: Uint8Array, opened: number, to: number, last: boolean, field: number): number {
    this.#starts[field] = opened + 1;
    let at = opened + 1;
    for (;;) {
      while (at < to && STOPS_QUOTED[bytes[at] ?? 0] === 0) at += 1;
      if (at === to) {
        this.openedAt = opened;
        return last ? this.#loseAt('open-quote', opened) : INCOMPLETE;
      }
      const byte = bytes[at] ?? 0;
      if (byte === LF) this.innerLines += 1;
      else if (byte !== QUOTE) this.#note(byte, at);
      else if (at + 1 < to && bytes[at + 1] === QUOTE) at += 1;
      else break;
      at += 1;
    }
    this.#ends[field] = at;
    at += 1;
    const after = bytes[at];
    if (at === to || after === COMMA || after === LF || after === CR) return at;
    return this.#loseAt('text-after-quote', at);
  }

  #takeField(): number {
    const field = this.fields;
    this.fields += 1;
    if (field === this.#starts.length) {
      this.#starts = widened(this.#starts, field * 2);
      this.#ends = widened(this.#ends, field * 2);
    }
    return field;
  }

  #closeRecord(end: number, next: number): ScanOutcome {
    this.end = end;
    this.next = next;
    return 'record';
  }

  /** Notes a byte that ends no field: one that is not ASCII, or a control character. */
  #note(byte: number, at: number): void {
    if (byte >= BEYOND_ASCII) this.isAscii = false;
    else if (this.trouble === undefined) this.#lose('control-character', at);
  }

  #lose(trouble: RecordTrouble, at: number): ScanOutcome {
    this.trouble = trouble;
    this.troubleAt = at;
    return 'lost';
  }

  #loseAt(trouble: RecordTrouble, at: number): number {
    this.#lose(trouble, at);
    return LOST;
  }
}

const INCOMPLETE = -1;
const LOST = -2;

function widened(positions: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(positions);
  return wider;
}
