import type { ExpiredEntry } from '../../functions/contracts/expired-entry.ts';
import type { ListLook } from '../../functions/contracts/list-look.ts';
import type { ExpiredBook } from '../../functions/watch/ports.ts';

/** The book of entries under an expired GBCS version, in memory. */
export function fakeExpiredBook(): ExpiredBook {
  const entries = new Map<string, ExpiredEntry>();
  let look: ListLook | undefined;
  return {
    entries: async () => [...entries.values()].sort((a, b) => (a.entryKey < b.entryKey ? -1 : 1)),
    keep: async (entry) => void entries.set(entry.entryKey, entry),
    remove: async ({ entryKey }) => void entries.delete(entryKey),
    lastLook: async () => look,
    noteLook: async (next) => void (look = next),
  };
}
