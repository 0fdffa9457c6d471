import { expect, test } from 'vitest';
import { sortedSource } from '../../../functions/domain/list/sorted-source.ts';
import { chunksOf, list, numbered } from '../../support/compared-lists.ts';

test('a list in another order comes in entry-number order, rows without a number last, in a few blocks', async () => {
  const numbers = Array.from({ length: 3000 }, (_, at) => at + 1);
  // With their line endings the rows fill blocks to the last byte, but for one that is a byte longer, and one that is as
  // long as a record may be.
  const lengthOf = (number: number) => (number === 2000 ? 256 * 1024 : number === 1 ? 511 : 510);
  const inOrder = numbers.map((number) => `${numbered(number)},`.padEnd(lengthOf(number), 'x'));
  const unnumbered = `${numbered(1, { entryNumber: 'x' })},`;
  const header = `${list().trimEnd()},`.padEnd(510, 'x');
  const file = [header, unnumbered, ...inOrder.toReversed()].join('\r\n');
  const bytes = Buffer.from(file);
  const sorted = await sortedSource(() => chunksOf(bytes, 65_536), bytes.byteLength);
  const blocks: Buffer[] = [];
  for await (const block of sorted.open()) blocks.push(Buffer.from(block));
  expect(Buffer.concat(blocks).toString() === [header, ...inOrder, unnumbered, ''].join('\r\n')).toBe(true);
  expect(blocks.length).toBeLessThan(6);
  expect([0, 1, 2999, 3000].map((place) => sorted.lineOf?.(place))).toEqual([3002, 3001, 3, 2]);
});
