import { isUtf8 } from 'node:buffer';
import type { Finding } from './finding.ts';

/** A JSON file as it was read, with the line of each key by its path. */
export type JsonReading =
  | { readonly outcome: 'read'; readonly value: unknown; readonly lineOf: ReadonlyMap<string, number> }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

const MAX_BYTES = 1024 * 1024;

/** Keys that mean something else to a JavaScript object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON file strictly: UTF-8, and no key twice in one object, of which `JSON.parse` would let the last one win
 * in silence.
 */
export function readJsonStrictly(bytes: Uint8Array): JsonReading {
  if (bytes.byteLength === 0) return refuse('SET-EMPTY', 1, '', 'The file has no bytes in it. Send it again.');
  if (bytes.byteLength > MAX_BYTES) return refuse('SET-TOO-LARGE', 1, '', 'The file is larger than 1 MiB.');
  if (!isUtf8(bytes))
    return refuse('SET-NOT-UTF-8', 1, '', 'The file is not UTF-8. Save it as UTF-8 and send it again.');
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    const { line, column } = placeIn(text, position);
    return refuse('SET-JSON', line, '', `Line ${line}, column ${column}: the file is not JSON. Correct it there.`);
  }
  const { lineOf, findings } = readKeys(text);
  return findings.length > 0 ? { outcome: 'refused', findings } : { outcome: 'read', value, lineOf };
}

type Scope = { readonly path: string; readonly keys: Set<string> | undefined; index: number };

/** Walks the tokens of a text that is JSON, for its keys. */
function readKeys(text: string): {
  readonly lineOf: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
} {
  const lineOf = new Map<string, number>();
  const findings: Finding[] = [];
  const scopes: Scope[] = [];
  let path = '';
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/g)) {
    const scope = scopes.at(-1);
    const [written, colon] = token;
    if (written === '{' || written === '[') {
      scopes.push({ path, keys: written === '{' ? new Set() : undefined, index: 0 });
      if (written === '[') path = joined(path, '0');
    } else if (written === '}' || written === ']') scopes.pop();
    else if (written === ',') {
      if (scope !== undefined && scope.keys === undefined) path = joined(scope.path, String((scope.index += 1)));
    } else if (colon !== undefined && scope?.keys !== undefined) {
      const key: unknown = JSON.parse(written.slice(0, -colon.length));
      if (typeof key !== 'string') continue;
      const { line } = placeIn(text, token.index);
      path = joined(scope.path, key);
      if (FORBIDDEN.has(key))
        findings.push(finding('SET-KEY-FORBIDDEN', line, path, 'No setting has this name. Remove it.'));
      if (scope.keys.has(key)) {
        findings.push(
          finding('SET-KEY-DOUBLED', line, path, 'This key stands twice in one object. Leave the one that holds.'),
        );
      }
      scope.keys.add(key);
      lineOf.set(path, line);
    }
  }
  return { lineOf, findings };
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function placeIn(text: string, position: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function refuse(code: string, line: number, field: string, message: string): JsonReading {
  return { outcome: 'refused', findings: [finding(code, line, field, message)] };
}

function finding(code: string, line: number, field: string, message: string): Finding {
  return { code, severity: 'file', line, field, value: '', message };
}
