import { writeCsvRecord } from '../csv/csv-table.ts';
import { type ColumnLayout, type ColumnMap, foldLabel } from '../cpl/cpl-columns.ts';
import { AcceptedList } from './extract-accepted.ts';
import type { Snapshot } from './extract-snapshot.ts';

const BLOCK_BYTES = 256 * 1024;

/**
 * Writes an accepted list back as a CSV extract in the very format it came in: same header, same order, each record
 * byte for byte as it was sent (R27). A record that was kept from a list under another header is written under this
 * one, column by column.
 */
export async function* snapshotToCsv(snapshot: Snapshot, columnMap: ColumnMap): AsyncGenerator<Uint8Array, void, void> {
  const list = await AcceptedList.open(snapshot, columnMap);
  const { csv, headers } = list.head;
  yield Buffer.from(`${csv.byteOrderMark ? '\uFEFF' : ''}${headers[0] ?? ''}${csv.lineEnding}`);
  const cursor = list.walk();
  let block: Buffer[] = [];
  let bytes = 0;
  for (let record = 0; record < list.count; record += 1) {
    cursor.advanceTo(record);
    if (!cursor.ready) await cursor.arrive();
    const { buffer, start } = cursor.window;
    const written = Buffer.from(buffer.subarray(start, start + cursor.length));
    const kept = list.layouts[list.layoutOf.get(record)];
    const own = list.layouts[0];
    const isOwn = kept === own || kept === undefined || own === undefined;
    const line = isOwn ? written : Buffer.from(rewritten(list.valuesOf(written), kept, own) + csv.lineEnding);
    block.push(line);
    bytes += line.byteLength;
    if (bytes < BLOCK_BYTES) continue;
    yield Buffer.concat(block);
    block = [];
    bytes = 0;
  }
  yield Buffer.concat(block);
  await cursor.close();
}

/** A record under another header: its values go to the columns that hold the same, by meaning or by name. */
function rewritten(values: readonly string[], from: ColumnLayout, to: ColumnLayout): string {
  const positionOf = new Map(from.labels.map((label, position) => [foldLabel(label), position]));
  const fieldAt = new Map([...to.positions].map(([field, position]) => [position, field]));
  return writeCsvRecord(
    to.labels.map((label, position) => {
      const field = fieldAt.get(position);
      const source = field === undefined ? positionOf.get(foldLabel(label)) : from.positions.get(field);
      return values[source ?? -1] ?? '';
    }),
  );
}
