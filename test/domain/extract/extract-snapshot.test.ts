import { describe, expect, test } from 'vitest';
import { readSnapshotHead, SnapshotWriter } from '../../../functions/domain/extract/extract-snapshot.ts';

const KIB = 1024;

/** A writer, and the sizes of the chunks that it handed over. */
function writing() {
  const sizes: { readonly records: number[]; readonly index: number[] } = { records: [], index: [] };
  const writer = new SnapshotWriter(
    {
      snapshotRecords: ({ byteLength }) => void sizes.records.push(byteLength),
      snapshotIndex: ({ byteLength }) => void sizes.index.push(byteLength),
    },
    { columnMap: 1, csv: { byteOrderMark: false, lineEnding: '\n' }, headers: ['a,b'] },
  );
  const store = (bytes: number): void => writer.store(Buffer.alloc(bytes, '\n'), 0, bytes, 0, 0, 0);
  return { writer, sizes, store };
}

describe('a list is handed over', () => {
  test('in a first block of 16 KiB, blocks of 256 KiB and the rest', async () => {
    const { writer, sizes, store } = writing();
    store(16 * KIB + 2 * 256 * KIB + 1);
    await writer.close();
    expect(sizes.records).toEqual([16 * KIB, 256 * KIB, 256 * KIB, 1]);
    expect(sizes.index).toHaveLength(1);
  });

  test('without an empty block at its end', async () => {
    const { writer, sizes, store } = writing();
    store(16 * KIB);
    await writer.close();
    expect(sizes.records).toEqual([16 * KIB]);
    const empty = writing();
    await empty.writer.close();
    expect(empty.sizes.records).toEqual([]);
  });

  test('as soon as a block of its records or of its index is full', async () => {
    const { writer, sizes, store } = writing();
    store(16 * KIB - 1);
    expect(writer.waiting).toBe(false);
    store(1);
    expect(writer.waiting).toBe(true);
    await writer.drain();
    expect([writer.waiting, sizes.records, sizes.index]).toEqual([false, [16 * KIB], []]);
    for (let record = 0; record < 700; record += 1) store(1);
    expect(writer.waiting).toBe(true);
    await writer.drain();
    expect([writer.waiting, sizes.records, sizes.index]).toEqual([false, [16 * KIB], [16 * KIB]]);
  });
});

test('what is no index of a list is shown by its first 80 characters', () => {
  const line = JSON.stringify({ format: 'x'.repeat(100) });
  expect(() => readSnapshotHead(line)).toThrow(new Error(`This is not the index of a snapshot: ${line.slice(0, 80)}`));
});
