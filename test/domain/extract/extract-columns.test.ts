import { describe, expect, test } from 'vitest';
import {
  ByteColumn,
  FingerprintColumn,
  FingerprintTable,
  SmallNumberColumn,
  WordColumn,
} from '../../../functions/domain/extract/extract-columns.ts';
import { Fingerprinter } from '../../../functions/domain/extract/extract-fingerprint.ts';

/** Records at the edges of the columns' segments. */
const RECORDS = [0, 1, 1_023, 1_024, 65_535, 65_536, 65_537, 200_000];

describe.each([
  ['words', () => new WordColumn(), 0xffff_fffe],
  ['bytes', () => new ByteColumn(), 0xfe],
  ['small numbers', () => new SmallNumberColumn(), 0xffff_fffe],
] as const)('a column of %s', (_name, make, most) => {
  test('has 0 for every record until another number is set', () => {
    const column = make();
    for (const record of RECORDS) expect(column.get(record)).toBe(0);
    column.set(65_536, 0);
    column.set(1, 7);
    for (const record of RECORDS) expect(column.get(record)).toBe(record === 1 ? 7 : 0);
  });

  test('keeps the number of each record apart, and the last one that was set', () => {
    const column = make();
    for (const [place, record] of RECORDS.entries()) column.set(record, place + 1);
    expect(RECORDS.map((record) => column.get(record))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    column.set(65_536, most);
    column.set(65_537, 0);
    expect(RECORDS.map((record) => column.get(record))).toEqual([1, 2, 3, 4, 5, most, 0, 8]);
  });

  test('takes the numbers of its records in any order', () => {
    const column = make();
    for (const [place, record] of [...RECORDS.entries()].toReversed()) column.set(record, place + 1);
    expect(RECORDS.map((record) => column.get(record))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

test('small numbers are kept whole where they need more than sixteen bits', () => {
  const column = new SmallNumberColumn();
  for (const [record, number] of [65_534, 65_535, 65_536, 1_000_000].entries()) column.set(record, number);
  expect([0, 1, 2, 3].map((record) => column.get(record))).toEqual([65_534, 65_535, 65_536, 1_000_000]);
});

describe('a column of fingerprints', () => {
  const filled = (): FingerprintColumn => {
    const column = new FingerprintColumn();
    for (const record of RECORDS) column.set(record, record + 1, 2 * record + 3);
    return column;
  };

  test('takes them in any order', () => {
    const column = new FingerprintColumn();
    for (const record of RECORDS.toReversed()) column.set(record, record, record + 1);
    expect(RECORDS.map((record) => column.get(record))).toEqual(
      RECORDS.map((record) => ({ high: record, low: record + 1 })),
    );
  });

  test('gives both words of each record, and 0 for one that has none', () => {
    const column = filled();
    for (const record of RECORDS) {
      expect(column.get(record)).toEqual({ high: record + 1, low: 2 * record + 3 });
      expect(column.low(record)).toBe(2 * record + 3);
    }
    expect([column.get(3), column.low(3), column.get(900_000), column.low(900_000)]).toEqual([
      { high: 0, low: 0 },
      0,
      { high: 0, low: 0 },
      0,
    ]);
  });

  test('knows a fingerprint by both its words', () => {
    const column = filled();
    expect(column.is(65_536, 65_537, 131_075)).toBe(true);
    expect(column.is(65_536, 65_538, 131_075)).toBe(false);
    expect(column.is(65_536, 65_537, 131_074)).toBe(false);
    expect(column.is(900_000, 0, 0)).toBe(false);
  });

  test('copies a fingerprint to its place in other words', () => {
    const words = new Uint32Array(6).fill(9);
    filled().copyTo(65_537, words, 2);
    expect([...words]).toEqual([9, 9, 65_538, 131_077, 9, 9]);
    filled().copyTo(900_000, words, 0);
    expect([...words]).toEqual([0, 0, 65_538, 131_077, 9, 9]);
  });
});

describe('a table of fingerprints', () => {
  test('finds every record that was added, however many are more than expected, and no other', () => {
    const column = new FingerprintColumn();
    const table = new FingerprintTable(column, 10);
    // Low words that fall on each other's place, and at the end of the table.
    for (let record = 0; record < 5000; record += 1) {
      column.set(record, record, (record % 7) * 1024 + 1020);
      expect(table.find(record, (record % 7) * 1024 + 1020)).toBe(-1);
      table.add(record);
    }
    for (let record = 0; record < 5000; record += 1) {
      expect(table.find(record, (record % 7) * 1024 + 1020)).toBe(record);
    }
    expect([table.find(5001, 1020), table.find(0, 1021)]).toEqual([-1, -1]);
  });

  test('gives the first of two records with one fingerprint', () => {
    const column = new FingerprintColumn();
    const table = new FingerprintTable(column, 2);
    for (const record of [0, 1]) {
      column.set(record, 5, 6);
      table.add(record);
    }
    expect(table.find(5, 6)).toBe(0);
  });
});

describe('a fingerprint', () => {
  test.each([
    ['', 0xa7af707b, 0xb208def8],
    ['a', 0x3d8d758, 0x3fe33071],
    ['ab', 0xc7818a78, 0xd7c07bac],
    ['abc', 0x4f997f80, 0xb76a8495],
    ['abcd', 0xf180322d, 0x6f06afe8],
    ['ESME/AB01/010A/030B/0002012F', 0xeaeeb60e, 0x8e6bd42f],
    ['\u00ff\u00fe\u00fd\u00fc\u00fb', 0x3230bbde, 0x72f9d5ef],
    ['x'.repeat(1000), 0xea344dc3, 0x96ba78a8],
  ])('of case %# is the one that lists in the archive were kept with', (key, high, low) => {
    const { high: taken, low: takenLow } = new Fingerprinter().ofKey(key);
    expect([taken, takenLow]).toEqual([high, low]);
  });

  test('is that of a stretch of bytes, wherever it stands', () => {
    const print = new Fingerprinter();
    const { high, low } = print.ofKey('abcdefg');
    const within = print.of(Buffer.from('..abcdefg..'), 2, 9);
    expect([within.high, within.low]).toEqual([high, low]);
    expect(print.of(Buffer.from('abcdefg'), 0, 6).high).not.toBe(high);
  });
});
