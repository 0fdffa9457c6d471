import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Archive, Inbox } from '../../../functions/intake/ports.ts';

const READ_BYTES = 64 * 1024;
/** Parts in which the adapter writes an object: so much is in memory of each that is being written. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * The bytes of a file, as a stream that reads one piece ahead. The pieces come in two buffers, by turns, and each is
 * valid until the next: what is measured is the memory of those who read, not how late Node frees what its streams
 * leave behind.
 */
export async function* fileBytes(path: string, from = 0): AsyncGenerator<Uint8Array, void, void> {
  const file = await open(path);
  let [ahead, taken] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)];
  let at = from;
  let reading = file.read(ahead, 0, READ_BYTES, at);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      [ahead, taken] = [taken, ahead];
      at += bytesRead;
      reading = file.read(ahead, 0, READ_BYTES, at);
      yield taken.subarray(0, bytesRead);
    }
  } finally {
    await reading;
    await file.close();
  }
}

/**
 * The files of a folder as the objects of a bucket. What is written in pieces is gathered into parts as it is for S3,
 * and dropped unless it is to be kept: the disk is not what is measured.
 */
export function folderObjects(folder: string, keep: boolean): Archive & Inbox {
  const pathOf = (key: string): string => join(folder, key);
  return {
    read: (key, _version, ...from: readonly [from?: number]) => fileBytes(pathOf(key), ...from),
    async facts(key) {
      const { size, mtime } = statSync(pathOf(key));
      return { bytes: size, lastModified: mtime.toISOString(), metadata: {} };
    },
    put: async () => undefined,
    writer(key) {
      const part = Buffer.allocUnsafeSlow(PART_BYTES);
      let bytes = 0;
      if (keep) {
        mkdirSync(dirname(pathOf(key)), { recursive: true });
        writeFileSync(pathOf(key), '');
      }
      const flush = (): void => {
        if (keep) writeFileSync(pathOf(key), part.subarray(0, bytes), { flag: 'a' });
        bytes = 0;
      };
      return {
        async write(piece) {
          for (let at = 0; at < piece.byteLength; at += PART_BYTES) {
            const taken = piece.subarray(at, at + PART_BYTES);
            if (bytes + taken.byteLength > PART_BYTES) flush();
            part.set(taken, bytes);
            bytes += taken.byteLength;
          }
        },
        finish: async () => flush(),
        discard: async () => undefined,
      };
    },
  };
}
