import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonStrictly } from '../../../functions/domain/settings/settings-json.ts';

test('every JSON text is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      const reading = readJsonStrictly(Buffer.from(written));
      if (reading.outcome === 'refused') expect(written).toMatch(/__proto__|constructor|prototype|\[{32}/);
      else expect(JSON.stringify(reading.value)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('what JSON.parse refuses is refused, and the place is shown', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', '01', '\\'), (text, at, insert) => {
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + insert + text.slice(place + 1);
      let isJson = true;
      try {
        JSON.parse(damaged);
      } catch {
        isJson = false;
      }
      const reading = readJsonStrictly(Buffer.from(damaged));
      if (!isJson) expect(reading.outcome).toBe('refused');
    }),
  );
});

test('nesting without end is refused, not followed', () => {
  expect(readJsonStrictly(Buffer.from('['.repeat(100_000)))).toMatchObject({ findings: [{ code: 'SET-JSON' }] });
});

const read = (text: string) => readJsonStrictly(Buffer.from(text));
const refused = (code: string, message: string, line = 1, field = '') => ({
  outcome: 'refused',
  findings: [{ code, severity: 'file', line, field, value: '', message }],
});
const notJson = (line: number, column: number) =>
  refused('SET-JSON', `Line ${line}, column ${column}: the file is not JSON from here on. Correct it there.`, line);

describe('a settings file', () => {
  test('is read with the line of each key, by its path', () => {
    const text = '\uFEFF{\n "a": {"b": 1},\n "list": [{"c": 2},\n  {"c": 3}]\n}';
    const lines: readonly [string, number][] = [
      ['a', 2],
      ['a.b', 2],
      ['list', 3],
      ['list.0.c', 3],
      ['list.1.c', 4],
    ];
    expect(read(text)).toEqual({
      outcome: 'read',
      value: { a: { b: 1 }, list: [{ c: 2 }, { c: 3 }] },
      lineOf: new Map(lines),
    });
  });

  test.each([
    ['', refused('SET-EMPTY', 'The file has no bytes in it. Send it again.')],
    [`"${'x'.repeat(1024 * 1024 - 1)}"`, refused('SET-TOO-LARGE', 'The file is larger than 1 MiB.')],
    [
      '{"a":1,\n"a":2}',
      refused('SET-KEY-DOUBLED', 'This key stands twice in one object. Leave the one that holds.', 2, 'a'),
    ],
    [
      '{"a":\n{"__proto__":{}}}',
      refused('SET-KEY-FORBIDDEN', 'No setting has this name. Remove it.', 2, 'a.__proto__'),
    ],
    ['{"constructor":1}', refused('SET-KEY-FORBIDDEN', 'No setting has this name. Remove it.', 1, 'constructor')],
    ['{"prototype":1}', refused('SET-KEY-FORBIDDEN', 'No setting has this name. Remove it.', 1, 'prototype')],
    ['{\n  "a": x}', notJson(2, 8)],
    ['{"a": 1} {', notJson(1, 10)],
    ['{"a" 1}', notJson(1, 6)],
    ['\uFEFF\uFEFF{}', notJson(1, 1)],
    ['\n}', notJson(2, 1)],
    ['"\\u00g0"', notJson(1, 1)],
    ['"\\u123"', notJson(1, 1)],
  ])('%# is refused, with its reason and place', (text, reading) => {
    expect(read(text)).toEqual(reading);
  });

  test('may have blanks in what is empty, and a byte order mark within a text', () => {
    expect(read('{ "a": [ ], "b": {\n} }')).toMatchObject({ outcome: 'read', value: { a: [], b: {} } });
    expect(read('"a\uFEFFb"')).toMatchObject({ value: 'a\uFEFFb' });
  });

  test('that is not UTF-8 is refused', () => {
    expect(readJsonStrictly(Buffer.from([0x22, 0xff, 0x22]))).toEqual(
      refused('SET-NOT-UTF-8', 'The file is not UTF-8. Save it as UTF-8 and send it again.'),
    );
  });

  test.each(['"\\u00e9"', '1e5', '1E-5', '-0.5e+1', 'true', 'null', `"${'x'.repeat(1024 * 1024 - 2)}"`])(
    'case %# is JSON',
    (text) => {
      expect(read(text)).toMatchObject({ outcome: 'read', value: JSON.parse(text) });
    },
  );

  test('may be 32 values deep, and no deeper, however many it holds side by side', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(read(nested(32)).outcome).toBe('read');
    expect(read(nested(33)).outcome).toBe('refused');
    expect(read(`[0, 0, ${nested(32)}]`).outcome).toBe('refused');
    expect(read(`[${Array.from({ length: 100 }, () => '{}').join()}]`).outcome).toBe('read');
  });
});
