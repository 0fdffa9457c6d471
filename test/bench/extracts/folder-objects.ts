import { closeSync, createReadStream, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Archive, Inbox } from '../../../functions/intake/ports.ts';

const READ_BYTES = 64 * 1024;
/** Larger than any file of which somebody keeps the pieces: they are copies. */
const MOST_COPIED_BYTES = 8 * 1024 * 1024;
/** Parts in which the adapter writes an object: so much is in memory of each that is being written. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * The bytes of a file, as a stream that reads one piece ahead. The pieces come in two buffers, by turns, and each is
 * valid until the next: what is measured is the memory of those who read, not how late Node frees what its streams
 * leave behind.
 */
export async function* fileBytes(path: string, from = 0): AsyncGenerator<Uint8Array, void, void> {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafeSlow(READ_BYTES);
  try {
    for (let at = from; ;) {
      const bytesRead = readSync(file, piece, 0, READ_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * The files of a folder as the objects of a bucket. What is written in pieces is gathered into parts as it is for S3,
 * and dropped unless it is to be kept: the disk is not what is measured.
 */
export function folderObjects(folder: string, keep: boolean): Archive & Inbox {
  const pathOf = (key: string): string => join(folder, key);
  return {
    read: (key, _version, ...from: readonly [from?: number]) =>
      statSync(pathOf(key)).size > MOST_COPIED_BYTES
        ? fileBytes(pathOf(key), ...from)
        : createReadStream(pathOf(key), { start: from[0] ?? 0 }),
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
