import { isUtf8 } from 'node:buffer';
import type { Finding } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';

/** A JSON file as it was read, with the line of each key by its path. */
export type JsonReading =
  | { readonly outcome: 'read'; readonly value: unknown; readonly lineOf: ReadonlyMap<string, number> }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;

/** Keys that mean something else to a JavaScript object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON file strictly: UTF-8, and no key twice in one object, of which `JSON.parse` would let the last one win
 * in silence. Says where the file stops being JSON, which `JSON.parse` does not.
 */
export function readJsonStrictly(bytes: Uint8Array): JsonReading {
  if (bytes.byteLength === 0) return refuse('SET-EMPTY', 'The file has no bytes in it. Send it again.');
  if (bytes.byteLength > MAX_BYTES) return refuse('SET-TOO-LARGE', 'The file is larger than 1 MiB.');
  if (!isUtf8(bytes)) return refuse('SET-NOT-UTF-8', 'The file is not UTF-8. Save it as UTF-8 and send it again.');
  const reader = new JsonReader(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
  try {
    const value = reader.readAll();
    const { findings, lineOf } = reader;
    return findings.length > 0 ? { outcome: 'refused', findings } : { outcome: 'read', value, lineOf };
  } catch (error) {
    if (error instanceof NotJson) return { outcome: 'refused', findings: [error.finding] };
    throw error;
  }
}

class NotJson extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

const BLANKS = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- JSON allows no control character inside a string
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class JsonReader {
  readonly findings: Finding[] = [];
  readonly lineOf = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** The line of the last place that was asked for: the next one lies behind it. */
  #line = 1;
  #lineStart = 0;
  #lineBreak: number;

  constructor(text: string) {
    this.#text = text;
    this.#lineBreak = text.indexOf('\n');
  }

  readAll(): unknown {
    const value = this.#value('');
    if (this.#at < this.#text.length) this.#fail();
    return value;
  }

  #value(path: string): unknown {
    this.#take(BLANKS);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fail();
    const first = this.#text[this.#at];
    const value = first === '{' ? this.#object(path) : first === '[' ? this.#array(path) : this.#scalar();
    this.#depth -= 1;
    this.#take(BLANKS);
    return value;
  }

  #object(path: string): Readonly<Record<string, unknown>> {
    const entries = new Map<string, unknown>();
    this.#members('}', () => {
      this.#take(BLANKS);
      const { line } = this.#place();
      const key = String(JSON.parse(this.#take(STRING)));
      const keyPath = path === '' ? key : `${path}.${key}`;
      if (FORBIDDEN.has(key)) this.#find('SET-KEY-FORBIDDEN', line, keyPath, 'No setting has this name. Remove it.');
      if (entries.has(key)) {
        this.#find('SET-KEY-DOUBLED', line, keyPath, 'This key stands twice in one object. Leave the one that holds.');
      }
      this.lineOf.set(keyPath, line);
      this.#take(BLANKS);
      this.#symbol(':');
      entries.set(key, this.#value(keyPath));
    });
    return Object.fromEntries(entries);
  }

  #array(path: string): readonly unknown[] {
    const items: unknown[] = [];
    this.#members(']', () => items.push(this.#value(`${path}.${items.length}`)));
    return items;
  }

  #members(close: '}' | ']', readMember: () => void): void {
    this.#at += 1;
    this.#take(BLANKS);
    if (this.#text[this.#at] !== close) {
      readMember();
      while (this.#text[this.#at] === ',') {
        this.#at += 1;
        readMember();
      }
    }
    this.#symbol(close);
  }

  #scalar(): unknown {
    return JSON.parse(this.#take(this.#text[this.#at] === '"' ? STRING : SCALAR));
  }

  #symbol(symbol: string): void {
    if (this.#text[this.#at] !== symbol) this.#fail();
    this.#at += 1;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail();
    this.#at += found.length;
    return found;
  }

  #place(): { readonly line: number; readonly column: number } {
    while (this.#lineBreak >= 0 && this.#lineBreak < this.#at) {
      this.#line += 1;
      this.#lineStart = this.#lineBreak + 1;
      this.#lineBreak = this.#text.indexOf('\n', this.#lineStart);
    }
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #find(code: FindingCode, line: number, field: string, message: string): void {
    this.findings.push(finding(code, line, field, message));
  }

  #fail(): never {
    const { line, column } = this.#place();
    const message = `Line ${line}, column ${column}: the file is not JSON from here on. Correct it there.`;
    throw new NotJson(finding('SET-JSON', line, '', message));
  }
}

function refuse(code: FindingCode, message: string): JsonReading {
  return { outcome: 'refused', findings: [finding(code, 1, '', message)] };
}

function finding(code: FindingCode, line: number, field: string, message: string): Finding {
  return { code, severity: 'file', line, field, value: '', message };
}
