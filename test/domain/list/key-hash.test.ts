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
  ])('of %j are those that accepted lists hold already: they are never other ones', (key, high, low) => {
    expect(new KeyHasher().of(key)).toMatchObject({ high, low });
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
    for (let high = 0; high < 20_000; high += 1) expect(set.add(high, lowOf(high))).toBe(true);
    expect(set.size).toBe(20_000);
    for (let high = 0; high < 20_000; high += 1) expect(set.add(high, lowOf(high))).toBe(false);
    expect([set.has(1, 0), set.has(20_000, 0), set.has(0, 2), set.size]).toEqual([true, false, false, 20_000]);
  });
});
