import type { ColumnMap } from './cpl-columns.ts';
import type { CplEntry } from './cpl-entry.ts';
import { AcceptedList } from './extract-accepted.ts';
import type { Snapshot } from './extract-snapshot.ts';

/** The entries of an accepted list, each once, with its current value; one that disappeared has the value it had. */
export async function* acceptedEntries(snapshot: Snapshot, columnMap: ColumnMap): AsyncGenerator<CplEntry, void, void> {
  const list = await AcceptedList.open(snapshot, columnMap);
  const cursor = list.walk();
  for (let record = 0; record < list.count; record += 1) {
    if (!list.isCurrent(record)) continue;
    cursor.advanceTo(record);
    if (!cursor.ready) await cursor.arrive();
    const { buffer, start } = cursor.window;
    yield list.entryOf(record, buffer.subarray(start, start + cursor.length));
  }
  await cursor.close();
}
