import { expect, test } from 'vitest';
import { inPieces } from '../../../functions/domain/devices/in-pieces.ts';

async function* upTo(count: number): AsyncGenerator<number, void, void> {
  for (let number = 1; number <= count; number += 1) yield number;
}

test.each([
  [0, []],
  [1, [[1]]],
  [2, [[1, 2]]],
  [3, [[1, 2], [3]]],
  [
    4,
    [
      [1, 2],
      [3, 4],
    ],
  ],
])('of %i devices at most two are in one piece, and none is lost or there twice', async (count, pieces) => {
  expect(await Array.fromAsync(inPieces(upTo(count), 2))).toEqual(pieces);
});
