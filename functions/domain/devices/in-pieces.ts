/** What comes one by one, in pieces of at most so many: no more than one piece is in memory. */
export async function* inPieces<T>(all: AsyncIterable<T>, most: number): AsyncGenerator<readonly T[]> {
  let piece: T[] = [];
  for await (const one of all) {
    piece.push(one);
    if (piece.length < most) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
