import { createGunzip, type Gunzip } from 'node:zlib';
import type { ByteChunks } from '../../domain/csv/byte-chunks.ts';

/** Whether a key names a compressed extract. */
export function isCompressed(key: string): boolean {
  return /\.gz$/i.test(key);
}

/**
 * The bytes within a gzip file of one or several members (RFC 1952, 2.2).
 *
 * @throws when they are not one; `unzips` says so before.
 */
export async function* gunzipped(bytes: ByteChunks): AsyncGenerator<Uint8Array, void, void> {
  const gunzip = createGunzip();
  const feeding = feed(gunzip, bytes);
  try {
    for await (const chunk of gunzip) yield Buffer.from(chunk);
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** Writes all bytes, as fast as they are taken; what goes wrong with them ends the reading on the other side. */
async function feed(gunzip: Gunzip, bytes: ByteChunks): Promise<void> {
  // A write that makes the stream fail is never answered.
  const closed = new Promise<void>((resolve) => void gunzip.once('close', resolve));
  try {
    for await (const chunk of bytes) {
      await Promise.race([closed, new Promise<void>((taken) => void gunzip.write(chunk, () => taken()))]);
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  } catch (cause) {
    gunzip.destroy(cause instanceof Error ? cause : new Error('The compressed file cannot be read', { cause }));
  }
}

/**
 * Reads a compressed extract once to its end: whether it is sound, and whether what is in it stays within a limit, so
 * that a small file cannot unfold into more than anyone would read.
 *
 * @throws what the reading of the file itself throws: that is a fault, not damage.
 */
export async function unzips(bytes: ByteChunks, maxBytes: number): Promise<'sound' | 'damaged' | 'too-large'> {
  let fault: { readonly error: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      fault = { error };
      throw error;
    }
  }
  let size = 0;
  try {
    for await (const chunk of gunzipped(watched())) {
      size += chunk.byteLength;
      if (size > maxBytes) return 'too-large';
    }
    return 'sound';
  } catch {
    if (fault !== undefined) throw fault.error;
    return 'damaged';
  }
}
