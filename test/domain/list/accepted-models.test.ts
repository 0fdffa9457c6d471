import { describe, expect, test } from 'vitest';
import { acceptedLines, acceptedModel, acceptedModels } from '../../../functions/domain/list/accepted-models.ts';
import { listToCsv } from '../../../functions/domain/list/list-csv.ts';
import { compare, list, numbered, type RowValues } from '../../support/compared-lists.ts';
import { watchedStream } from '../../support/watched-stream.ts';

const KEY = 'ESME/FA01/0001/030B/0002012F';
const again = (number: number, values: RowValues = {}): string =>
  numbered(number, { modelIdentifier: '0001', ...values });

describe('of the lines of one Device Model', () => {
  test.each<[string, readonly string[], string]>([
    ['Current Current Current', ['Current', 'Current', 'Current'], '000003'],
    ['Current Current Removed', ['Current', 'Current', 'Removed'], '000002'],
    ['Removed Current Removed', ['Removed', 'Current', 'Removed'], '000002'],
    ['Removed Removed Removed', ['Removed', 'Removed', 'Removed'], '000003'],
    ['Removed', ['Removed'], '000001'],
  ])('%s, the one that holds stands for it, else the last', async (_what, statuses, entryNumber) => {
    const { kept } = await compare(list(...statuses.map((status, at) => again(at + 1, { status })), numbered(9)));
    expect(await acceptedModel(KEY, kept.list)).toMatchObject({ entryKey: KEY, entryNumber });
    expect((await acceptedModels(kept.list)).get(KEY)).toMatchObject({ entryKey: KEY, entryNumber });
  });

  test('none is there for a Device Model that the list does not have', async () => {
    const { kept } = await compare(list(numbered(1)));
    expect(await acceptedModel('ESME/FA01/FFFF/030B/0002012F', kept.list)).toBeUndefined();
  });
});

test.each<[string, (open: () => AsyncIterable<Uint8Array>) => AsyncIterable<unknown>]>([
  ['read line by line', acceptedLines],
  ['written back as csv', listToCsv],
])('an accepted list that is %s is closed, also by one who reads no further', async (_what, read) => {
  const { emitted } = await compare(list(...Array.from({ length: 2000 }, (_, at) => numbered(at + 1))));
  const watched = watchedStream(Buffer.concat(emitted), 4096);
  for await (const first of read(watched.open)) {
    expect(first).toBeDefined();
    expect(watched.left()).toBe(1);
    break;
  }
  expect(watched.left()).toBe(0);
});

test('[R27] a long list is written back in blocks, so that only a part of it is in memory', async () => {
  const csv = list(...Array.from({ length: 4000 }, (_, at) => numbered(at + 1)));
  const { kept } = await compare(csv);
  const blocks = await Array.fromAsync(listToCsv(kept.list));
  expect(Buffer.concat(blocks).toString()).toBe(csv);
  const [first = 0, ...others] = blocks.map((block) => block.toString().split('\n').length);
  expect(first).toBeGreaterThan(100);
  // The header, before the rows of the first block; and rows that are too few to fill the last one.
  expect(others.slice(0, -1)).toEqual([first - 1, first - 1]);
});
