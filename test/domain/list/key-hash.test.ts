import { describe, expect, test } from 'vitest';
import { HashColumn, HashSet, KeyHasher, withoutType } from '../../../functions/domain/list/key-hash.ts';

const hex = (number: number, digits: number): string => Math.floor(number).toString(16).padStart(digits, '0');
const keyOf = (number: number): string => `ESME/FA01/${hex(number / 1000, 4)}/0101/${hex(number, 8)}`;

describe('hashes of Device Models', () => {
  test('are the same for the same key, and differ for 200,000 keys, a thousand of each model', () => {
    const hasher = new KeyHasher();
    const seen = new Set<string>();
    const hashOf = (number: number): string => {
      const { modelHash, keyHash } = hasher.ofKey(keyOf(number));
      return `${modelHash}/${keyHash}`;
    };
    for (let number = 0; number < 200_000; number += 1) seen.add(hashOf(number));
    expect(seen.size).toBe(200_000);
    expect(seen.has(hashOf(7))).toBe(true);
  });

  // The published values of MurmurHash3 (x86, 32 bits) with seed 0, and one of a character beyond ASCII as one byte.
  test.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['abc', 0xb3dd93fa],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
    ['Zähler', 0xd280422a],
  ])('of %j are those that MurmurHash3 has, whatever was hashed before', (text, hash) => {
    const hasher = new KeyHasher();
    expect(hasher.of(text) >>> 0).toBe(hash);
    hasher.of(keyOf(7));
    expect(hasher.of(text) >>> 0).toBe(hash);
  });

  test('say of which device type they are, and are those of one model without it', () => {
    const hasher = new KeyHasher();
    const hashes = ['ESME', 'GSME', 'CH', 'HCALCS', 'PPMID'].map((type) =>
      hasher.ofKey(`${type}/FA01/010A/0101/00000100`),
    );
    expect(hashes.map(({ modelHash }) => modelHash & 7)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(hashes.map(({ modelHash }) => withoutType(modelHash)))).toEqual(
      new Set([withoutType(hasher.of('FA01/010A') << 3)]),
    );
    expect(new Set(hashes.map(({ keyHash }) => keyHash)).size).toBe(5);
    expect(hasher.ofKey('').modelHash & 7).toBe(7);
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
