import { expect, test } from 'vitest';
import { printable, printableJson, spelledOut } from '../../../functions/domain/findings/printable.ts';

/** What a sender could write to a screen, a mail or a spreadsheet without anybody seeing it. */
const UNSEEN = Array.from(
  '\u0000\u0007\b\u001B\u007F\u0085\u009B\u00AD\u061C\u200B\u200D\u200E\u200F\u202A\u202E\u2060\u2066\u2069\u2028\u2029\uFEFF\uFFFE\u{E0001}\t\r\n',
);

test.each(UNSEEN)('%j is a space to a reader', (unseen) => {
  expect(printable(`a${unseen}b`)).toBe('a b');
});

test.each(['', 'cpl-2.051.csv', 'é€😀 عربى', 'a\u00A0b'])('%j is shown as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('what lays a text out stays where it is asked for', () => {
  expect(printable('a\n\tb\u001B', '\t\n')).toBe('a\n\tb ');
});

test('what nobody sees is spelled out to those who must know of it', () => {
  expect(spelledOut('a\u0007b\uFEFFc\u{E0001}é')).toBe('a<U+0007>b<U+FEFF>c<U+E0001>é');
});

test('JSON for a screen has no such character, and says the same', () => {
  const value = { [UNSEEN.join('')]: UNSEEN, deep: [{ plain: 'é😀' }] };
  const json = printableJson(value);
  expect(json).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029\uFFFE]/u);
  expect(JSON.parse(json)).toEqual(value);
  expect(printableJson({ a: '\u0007' })).toBe('{\n  "a": "\\u0007"\n}');
});
