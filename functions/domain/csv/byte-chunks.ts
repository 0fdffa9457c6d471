/** Bytes in pieces of any size, in memory or on their way. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The first bytes of a file, as many as asked for or as there are; no more pieces are read than that takes. */
export async function firstBytes(chunks: ByteChunks, most: number): Promise<Uint8Array> {
  const head: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    // A piece may be written over once the next one is asked for.
    head.push(Buffer.from(chunk));
    bytes += chunk.byteLength;
    if (bytes >= most) break;
  }
  return Buffer.concat(head).subarray(0, most);
}

/** All bytes of a file, which is small enough to be read as a whole. */
export async function allBytes(chunks: ByteChunks): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
