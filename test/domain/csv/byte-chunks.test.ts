import { expect, test } from 'vitest';
import { allBytes, firstBytes } from '../../../functions/domain/csv/byte-chunks.ts';

/** Pieces that are written over as soon as the next one is asked for, and those that were asked for. */
function piecesInOneBuffer(...texts: readonly string[]) {
  const taken: string[] = [];
  function* pieces(): Generator<Uint8Array> {
    const buffer = Buffer.alloc(8);
    for (const text of texts) {
      taken.push(text);
      yield buffer.subarray(0, buffer.write(text));
    }
  }
  return { pieces: pieces(), taken };
}

test.each([
  [1, 'a', ['abc']],
  [3, 'abc', ['abc']],
  [4, 'abcd', ['abc', 'defg']],
  [99, 'abcdefghi', ['abc', 'defg', 'hi']],
])('the first %i bytes of a file take no more pieces than they lie in', async (most, expected, wanted) => {
  const { pieces, taken } = piecesInOneBuffer('abc', 'defg', 'hi');
  expect(String(await firstBytes(pieces, most))).toBe(expected);
  expect(taken).toEqual(wanted);
});

test('all bytes of a file are its pieces one behind the other', async () => {
  expect(String(await allBytes([Buffer.from('ab'), Buffer.from('c')]))).toBe('abc');
  expect(String(await allBytes([]))).toBe('');
});
