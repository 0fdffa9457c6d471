import type { ByteChunks } from '../../domain/csv/byte-chunks.ts';
import type { Bytes } from '../ports.ts';

/** Up to this size a file is held in memory once it has been read: most lists are a quarter of a megabyte. */
const MOST_IN_MEMORY = 8 * 1024 * 1024;

/** Something that can be read from its first byte as often as is needed. */
export type Rereadable = () => ByteChunks;

/** Reads a file once where it is small and keeps it, so that reading it again costs no request. */
export async function rereadable(open: () => Bytes): Promise<Rereadable> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of open()) {
    bytes += chunk.byteLength;
    if (bytes > MOST_IN_MEMORY) return open;
    chunks.push(chunk);
  }
  return () => chunks;
}
