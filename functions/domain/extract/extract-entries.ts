import type { ColumnMap } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { AcceptedList } from './extract-accepted.ts';
import { Fingerprinter } from './extract-fingerprint.ts';
import type { Snapshot } from './extract-snapshot.ts';

/** The entries of an accepted list, each once, with its current value; one that disappeared has the value it had. */
export async function* acceptedEntries(snapshot: Snapshot, columnMap: ColumnMap): AsyncGenerator<CplEntry, void, void> {
  const list = await AcceptedList.open(snapshot, columnMap);
  const cursor = list.walk();
  try {
    for (let record = 0; record < list.count; record += 1) {
      if (!list.isCurrent(record)) continue;
      cursor.advanceTo(record);
      if (!cursor.ready) await cursor.arrive();
      const { buffer, start } = cursor.window;
      yield list.entryOf(record, buffer.subarray(start, start + cursor.length));
    }
  } finally {
    await cursor.close();
  }
}

/** The current value of one entry of an accepted list, if the list has it; no other record is parsed. */
export async function acceptedEntryOf(
  entryKey: string,
  snapshot: Snapshot,
  columnMap: ColumnMap,
): Promise<CplEntry | undefined> {
  const list = await AcceptedList.open(snapshot, columnMap);
  const { high, low } = new Fingerprinter().ofKey(entryKey);
  const record = list.findKey(high, low);
  let found: CplEntry | undefined;
  try {
    await list.read(record < 0 ? [] : [record], (_, bytes) => void (found = list.entryOf(record, bytes)));
  } finally {
    await list.close();
  }
  return found;
}
