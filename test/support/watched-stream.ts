import { chunksOf } from './compared-lists.ts';

/** Bytes that can be opened as a stream more than once, and how many of those streams nobody has closed. */
export function watchedStream(bytes: Buffer, chunkBytes: number) {
  let left = 0;
  async function* open(): AsyncGenerator<Uint8Array> {
    left += 1;
    try {
      yield* chunksOf(bytes, chunkBytes);
    } finally {
      left -= 1;
    }
  }
  return { open, left: (): number => left };
}
