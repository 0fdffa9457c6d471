import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordScanner } from '../../../functions/domain/csv/csv-record.ts';

const texts = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r', '\u0001'), maxLength: 8 });

/** All that a scanner that was used before reports a record. */
function seen(bytes: Buffer, to: number, isLast: boolean) {
  const scanner = new RecordScanner();
  scanner.scan(Buffer.from('"used",before'), 0, 13, true);
  const outcome = scanner.scan(bytes, 0, to, isLast);
  const { fields, innerLines, trouble, openedAt, start } = scanner;
  const found = { outcome, fields, innerLines, trouble, openedAt, start };
  if (outcome === 'incomplete') return found;
  if (trouble !== undefined) return { ...found, at: scanner.troubleAt, field: scanner.fieldAt(scanner.troubleAt) };
  return { ...found, end: scanner.end, next: scanner.next, blank: scanner.blank, values: scanner.values(bytes) };
}

test('a record is what stands up to the end that is given, whatever lies behind that', () => {
  fc.assert(
    fc.property(texts, texts, fc.boolean(), (text, behind, isLast) => {
      const alone = Buffer.from(text);
      expect(seen(Buffer.from(text + behind), alone.byteLength, isLast)).toEqual(seen(alone, alone.byteLength, isLast));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['1,2\r', '\n', { outcome: 'lost', trouble: 'bare-cr', at: 3 }],
  ['1,"2"', '"', { outcome: 'record', values: ['1', '2'], end: 5 }],
  ['1,"2', '"', { outcome: 'lost', trouble: 'open-quote', at: 2 }],
])('%j is all there is, though %j lies behind it', (text, behind, expected) => {
  expect(seen(Buffer.from(text + behind), text.length, true)).toMatchObject(expected);
});

test.each([
  ['1,2\n', { outcome: 'record', fields: 2, end: 3, next: 4, values: ['1', '2'] }],
  ['1,"2""\n"\r\n', { outcome: 'record', innerLines: 1, end: 8, next: 10, values: ['1', '2"\n'] }],
  ['\n', { outcome: 'record', blank: true }],
  ['1,2', { outcome: 'incomplete' }],
  ['1,2\r', { outcome: 'incomplete' }],
  ['1,"2', { outcome: 'incomplete', openedAt: 2 }],
  ['1,"2"', { outcome: 'incomplete', openedAt: undefined }],
  ['1,2"\n', { outcome: 'lost', trouble: 'bare-quote', at: 3, field: 1 }],
  ['1,"2"3,\n', { outcome: 'lost', trouble: 'text-after-quote', at: 5, field: 1 }],
  ['1\u0001,2\u0001\n', { outcome: 'record', trouble: 'control-character', at: 1, field: 0 }],
  ['"1\u0001",2\n', { outcome: 'record', trouble: 'control-character', at: 2, field: 0 }],
  ['1,2\r3\n', { outcome: 'lost', trouble: 'bare-cr', at: 3, field: 1 }],
])('%j is scanned as %o', (text, expected) => {
  expect(seen(Buffer.from(text), text.length, false)).toMatchObject(expected);
});

test.each([
  ['x,y\n', [1, 3], 2],
  ['"x",y\n', [3, 5], 4],
  ['x,"y"\n', [1, 5], 2],
  ['"","y"', [2, 6], 3],
  [',', [0, 1], 1],
])('the fields of %j end at %j, and behind the first of them is %i', (text, ends, behindFirst) => {
  const scanner = new RecordScanner();
  // A quote before the record is not a quote of its first field.
  const bytes = Buffer.from(`"${text}`);
  scanner.scan(bytes, 1, bytes.byteLength, true);
  expect(ends.map((_, field) => scanner.endOf(field, bytes) - 1)).toEqual(ends);
  expect(scanner.behindFirst - 1).toBe(behindFirst);
});

test.each([
  ['x,"say ""y"""', ['x', 'say "y"'], true],
  ['é,"€"""\r\n', ['é', '€"'], false],
  ['x,"€\t"', ['x', '€\t'], false],
  ['\u007F', ['\u007F'], true],
])('the values of %j are %j, one by one too', (text, values, isAscii) => {
  const scanner = new RecordScanner();
  const bytes = Buffer.from(text);
  scanner.scan(Buffer.from('é'), 0, 2, true);
  scanner.scan(bytes, 0, bytes.byteLength, true);
  expect([scanner.values(bytes), scanner.isAscii]).toEqual([values, isAscii]);
  expect(values.map((_, field) => scanner.value(field, bytes))).toEqual(values);
  expect(scanner.value(values.length, bytes)).toBe('');
});

test('a field that the record does not have is empty, whatever the record before it had there', () => {
  const scanner = new RecordScanner();
  const bytes = Buffer.from('a,b,c\nd,e\n');
  scanner.scan(bytes, 0, bytes.byteLength, true);
  scanner.scan(bytes, scanner.next, bytes.byteLength, true);
  expect([0, 1, 2, 3].map((field) => scanner.value(field, bytes))).toEqual(['d', 'e', '', '']);
});
