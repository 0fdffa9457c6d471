import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { largeList, nextIssueOf } from './scale.ts';

const rowsOf = (chunks: Iterable<Buffer>): string[][] => parse(Buffer.concat([...chunks]));
const list = largeList({ lines: 10_000, seed: 5 });
const next = nextIssueOf(list);

describe('a large list', () => {
  test('is the same from the same seed, in chunks of whole rows', () => {
    const chunks = [...list.chunks()];
    expect(Buffer.concat(chunks).equals(Buffer.concat([...largeList({ lines: 10_000, seed: 5 }).chunks()]))).toBe(true);
    expect(chunks.length).toBeGreaterThan(4);
    for (const chunk of chunks) expect(chunk.toString().endsWith('\r\n')).toBe(true);
  });

  test('has 13 columns, numbers in ascending order, and each Device Model once', () => {
    const [header, ...rows] = rowsOf(list.chunks());
    expect(header).toHaveLength(13);
    expect(rows.map((row) => Number(row[1]))).toEqual(rows.map((_, at) => at + 1));
    expect(new Set(rows.map((row) => [row[3], row[4], row[8], row[9]].join('/'))).size).toBe(10_000);
  });

  test('is issued again with every row changed, one of a hundred in place, and one for each thousand appended', () => {
    const [before, after] = [rowsOf(list.chunks()), rowsOf(next.chunks())];
    expect(after.length - before.length).toBe(10);
    expect([list.issue, next.issue]).toEqual(['2.051', '2.052']);
    const inPlace = before.slice(1).filter((row, at) => row.slice(1).join() !== after[at + 1]?.slice(1).join());
    expect(inPlace).toHaveLength(100);
    expect(before.slice(1).filter((row, at) => row[0] === after[at + 1]?.[0])).toEqual([]);
  });

  test('has the same rows when they are in no order', () => {
    const [ordered, shuffled] = [rowsOf(next.chunks()), rowsOf(next.shuffledChunks())];
    expect(shuffled[0]).toEqual(ordered[0]);
    expect(shuffled.slice(1)).not.toEqual(ordered.slice(1));
    expect(shuffled.map((row) => row.join()).sort()).toEqual(ordered.map((row) => row.join()).sort());
  });
});
