import { expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { AcceptedList } from '../../../functions/domain/extract/extract-accepted.ts';
import { compareExtract } from '../../../functions/domain/extract/extract-diff.ts';
import { acceptedEntryOf } from '../../../functions/domain/extract/extract-entries.ts';
import type { Snapshot } from '../../../functions/domain/extract/extract-snapshot.ts';
import { chunksOf, compare, extract, row } from '../../support/extracts.ts';

const ROW_BYTES = 24;

test('an accepted list whose index is cut off is a fault, wherever that is but behind a whole row', async () => {
  const { snapshot } = await compare(extract(row(), row({ modelIdentifier: '010B' })));
  const index = Buffer.concat(await Array.fromAsync(snapshot.index()));
  const rows = index.indexOf('\n') + 1;
  const opened: (number | string)[] = [];
  for (const cut of [0, rows - 1, rows, rows + 1, rows + ROW_BYTES - 1, rows + ROW_BYTES, index.byteLength]) {
    const opening = AcceptedList.open({ ...snapshot, index: () => [index.subarray(0, cut)] }, COLUMN_MAP);
    opened.push(await opening.then(({ count }) => count, String));
  }
  const fault = 'Error: The index of the accepted list is cut off';
  expect(opened).toEqual([fault, fault, 0, fault, fault, 1, 2]);
});

test('what is no index of an accepted list is a fault that shows how it begins', async () => {
  const { snapshot } = await compare(extract(row()));
  for (const head of ['null', '7', '{}', '{"format":"cpl-snapshot/2"}']) {
    const opening = AcceptedList.open({ ...snapshot, index: () => [Buffer.from(`${head}\n`)] }, COLUMN_MAP);
    await expect(opening).rejects.toThrow(`This is not the index of a snapshot: ${head}`);
  }
});

test('an entry is active whatever else the index says of it', async () => {
  const warned = row({ cplEntryId: '' });
  const broken = row({ modelIdentifier: '010B', manufacturerName: 'Two\nlines' });
  const again = ['1.0', '1.1'].map((gbcsVersion) => row({ modelIdentifier: '010C', gbcsVersion }));
  const gone = row({ modelIdentifier: '010D' });
  const without = await compare(
    extract(warned, broken, ...again),
    (await compare(extract(warned, broken, ...again, gone))).snapshot,
  );
  expect(without.comparison).toMatchObject({ activeBefore: 4, becomingInactive: 1 });
  const { comparison } = await compare(extract(warned, broken, ...again), without.snapshot);
  expect(comparison).toMatchObject({ activeBefore: 4, becomingInactive: 0 });
});

test('a list is handed over in the blocks that were handed over before, so that no more than a few are held', async () => {
  const rows = Array.from({ length: 8000 }, (_, number) =>
    row({ firmwareVersion: number.toString(16).padStart(8, '0') }),
  );
  const blocks = new Map<ArrayBufferLike, number>();
  await compareExtract(
    { extract: () => chunksOf(Buffer.from(extract(...rows)), 64 * 1024), columnMap: COLUMN_MAP, maxExtractBytes: 1e9 },
    {
      entryLine: () => {},
      snapshotRecords: ({ buffer }) => void blocks.set(buffer, (blocks.get(buffer) ?? 0) + 1),
      snapshotIndex: () => {},
    },
  );
  const handedOver = [...blocks.values()];
  expect(handedOver.length).toBeLessThanOrEqual(2);
  expect(handedOver.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(7);
});

test('a list that the same rows come for again is kept as it was, whatever their order', async () => {
  const rows = ['010A', '010B', '010C'].map((modelIdentifier) => row({ modelIdentifier }));
  const bytesOf = async ({ records, index }: Snapshot) =>
    Buffer.concat([...(await Array.fromAsync(index())), ...(await Array.fromAsync(records()))]).toString('latin1');
  const { snapshot } = await compare(extract(...rows));
  const same = await compare(extract(...rows), snapshot);
  expect(await bytesOf(same.snapshot)).toBe(await bytesOf(snapshot));
  const turned = await compare(extract(...rows.toReversed()), same.snapshot);
  const back = await compare(extract(...rows), turned.snapshot);
  expect([turned.comparison, back.comparison]).toMatchObject([
    { counts: { unchanged: 3 } },
    { counts: { unchanged: 3 } },
  ]);
  expect(await bytesOf(back.snapshot)).toBe(await bytesOf(snapshot));
});

test('the records of an accepted list are opened when one is asked for, and only then', async () => {
  const { snapshot } = await compare(extract(row()));
  let opened = 0;
  const watched = {
    ...snapshot,
    records: () => {
      opened += 1;
      return snapshot.records();
    },
  };
  expect(await acceptedEntryOf('ESME/AB01/010C/030B/0002012F', watched, COLUMN_MAP)).toBeUndefined();
  expect(opened).toBe(0);
  expect(await acceptedEntryOf('ESME/AB01/010A/030B/0002012F', watched, COLUMN_MAP)).toBeDefined();
  expect(opened).toBe(1);
});

test('an index is the same in whatever pieces it comes', async () => {
  const { snapshot } = await compare(extract(row(), row({ modelIdentifier: '010B' })));
  const index = Buffer.concat(await Array.fromAsync(snapshot.index()));
  for (const size of [1, 7, ROW_BYTES, 100, index.byteLength - 2 * ROW_BYTES]) {
    const list = await AcceptedList.open({ ...snapshot, index: () => chunksOf(index, size) }, COLUMN_MAP);
    expect([list.count, list.lengths.get(1), list.head.headers.length]).toEqual([2, row().length + 1, 1]);
  }
});
