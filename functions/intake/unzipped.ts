import type { Bytes } from './ports.ts';

/** Says whether a key names a compressed extract. */
export function isCompressed(key: string): boolean {
  return /\.gz$/i.test(key);
}

/** The bytes within a gzip stream. @throws when they are not one; `unzips` says so before. */
export function gunzipped(bytes: Bytes): Bytes {
  return ReadableStream.from(bytes).pipeThrough(new DecompressionStream('gzip'));
}

/**
 * Reads a compressed extract once to its end: whether it is sound, and whether what is in it stays within a limit, so
 * that a small file cannot unfold into more than anybody would read.
 *
 * @throws what the reading of the file itself throws: that is a fault, not damage.
 */
export async function unzips(bytes: Bytes, maxBytes: number): Promise<'sound' | 'damaged' | 'too-large'> {
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
