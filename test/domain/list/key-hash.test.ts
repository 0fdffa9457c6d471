import { describe, expect, test } from 'vitest';
import { HashColumn, HashSet, KeyHasher } from '../../../functions/domain/list/key-hash.ts';

const keyOf = (number: number): string => `ESME/FA01/${number.toString(16).padStart(8, '0')}/0101/00000100`;

describe('hashes of Device Models', () => {
  test('are the same for the same key, and differ for 200,000 keys that are alike', () => {
    const hasher = new KeyHasher();
    const seen = new Set<string>();
    for (let number = 0; number < 200_000; number += 1) {
      const { high, low } = hasher.of(keyOf(number));
      seen.add(`${high}/${low}`);
    }
    expect(seen.size).toBe(200_000);
    const { high, low } = hasher.of(keyOf(7));
    expect(seen.has(`${high}/${low}`)).toBe(true);
    expect(new Set(['', 'a', 'ab', 'abc', 'abcd', 'abcde'].map((text) => hasher.of(text).high)).size).toBe(6);
  });

  test.each([
    ['', -1481674629, -1308041480],
    ['a', 64542552, 1071853681],
    ['ab', -947811720, -675251284],
    ['abc', 1335459712, -1217756011],
    ['ESME', -1486697996, -1333656069],
    ['ESME/AB01/010A/030B/00020124', -381703500, 83080394],
    ['ESME/AB01/Zähler', 169075640, -864686039],
  ])('of %j are those that accepted lists hold already, whatever was hashed before', (key, high, low) => {
    const hasher = new KeyHasher();
    expect(hasher.of(key)).toMatchObject({ high, low });
    hasher.of(keyOf(7));
    expect(hasher.of(key)).toMatchObject({ high, low });
  });

  test('in a column are given back as they were, across its segments', () => {
    const column = new HashColumn();
    for (let at = 0; at < 200_000; at += 1) column.push(at, -1 - at);
    expect(column.count).toBe(200_000);
    let next = 0;
    column.forEach((high, low) => {
      if (high !== next || low !== -1 - next) expect([high, low]).toEqual([next, -1 - next]);
      next += 1;
    });
    expect(next).toBe(200_000);
  });

  test('in a set are there once they were added, each new once, also those whose low word is 0', () => {
    const set = new HashSet();
    const lowOf = (high: number): number => (high < 3 ? 0 : Math.imul(high, 0x9e37_79b1));
    expect(set.has(1, 0)).toBe(false);
    const highs = Array.from({ length: 20_000 }, (_, high) => high);
    expect(highs.filter((high) => set.add(high, lowOf(high)))).toEqual(highs);
    expect(set.size).toBe(20_000);
    expect(highs.filter((high) => set.add(high, lowOf(high)))).toEqual([]);
    expect([set.has(1, 0), set.has(20_000, 0), set.has(0, 2), set.size]).toEqual([true, false, false, 20_000]);
  });

  test('in a set are distinguished by both their words, also where they would have the same place', () => {
    const set = new HashSet();
    set.add(5, 1);
    expect([set.has(5, 1025), set.has(6, 1), set.has(5, 1)]).toEqual([false, false, true]);
    expect([set.add(5, 1025), set.add(5, 1025), set.size]).toEqual([true, false, 2]);
  });

  test.each([768, 1024, 1536, 2048])('in a set of %i are not mixed up with one that is not in it', (size) => {
    const set = new HashSet();
    for (let low = 1; low <= size; low += 1) set.add(7, low);
    expect([set.size, set.has(7, size), set.has(7, size + 1)]).toEqual([size, true, false]);
  });
});
