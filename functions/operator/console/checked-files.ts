import { randomUUID } from 'node:crypto';
import type { Rehearsal } from '../rehearsal.ts';

/** A file that was checked: what would happen, and its bytes until it is sent. */
export type CheckedFile = {
  readonly name: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly checkedAt: string;
  readonly rehearsal: Rehearsal;
};

/** Bytes of checked files that are kept, at most: the oldest go first. */
const MOST_BYTES = 160 * 1024 * 1024;
const MOST_FILES = 20;

/** Files that were checked and not sent yet, in memory alone. */
export type CheckedFiles = {
  readonly keep: (file: CheckedFile) => string;
  readonly find: (id: string) => CheckedFile | undefined;
};

/** No file yet. */
export function checkedFiles(): CheckedFiles {
  const kept = new Map<string, CheckedFile>();
  const bytes = (): number => [...kept.values()].reduce((sum, file) => sum + file.bytes.byteLength, 0);
  return {
    keep(file) {
      const id = randomUUID();
      kept.set(id, file);
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_FILES && (kept.size === 1 || bytes() <= MOST_BYTES)) break;
        kept.delete(oldest);
      }
      return id;
    },
    find: (id) => kept.get(id),
  };
}
