import type { ColumnMap } from './cpl-columns.ts';
import type { CplEntry } from './cpl-entry.ts';
import { AcceptedList } from './extract-accepted.ts';
import type { Snapshot } from './extract-snapshot.ts';

/** Reads the entries of an accepted list, in its order: each once, as its last line says. */
export async function* acceptedEntries(snapshot: Snapshot, columnMap: ColumnMap): AsyncGenerator<CplEntry, void, void> {
  const list = await AcceptedList.open(snapshot, columnMap);
  const cursor = list.walk();
  try {
    for (let record = 0; record < list.count; record += 1) {
      if (!list.isCurrent(record)) continue;
      cursor.advanceTo(record);
      if (!cursor.ready) await cursor.arrive();
      const { buffer, start } = cursor.window;
      yield list.entryOf(record, Buffer.from(buffer.subarray(start, start + cursor.length)));
    }
  } finally {
    await cursor.close();
  }
}
