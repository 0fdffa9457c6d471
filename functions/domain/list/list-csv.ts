import { writeCsvRecord } from '../csv/csv-table.ts';
import { type AcceptedList, AcceptedLines } from './accepted-list.ts';

const BLOCK_BYTES = 256 * 1024;

/**
 * Writes an accepted list back as the csv that it came as: the same header, every row with the list's issue in its
 * `Version` column and otherwise byte for byte as it was sent (R27).
 */
export async function* listToCsv(list: AcceptedList): AsyncGenerator<Uint8Array, void, void> {
  const lines = await AcceptedLines.open(list);
  try {
    const { head } = lines;
    if (head === undefined) throw new Error('There is no accepted list');
    const { csv, header, version, versionColumn } = head;
    let block: Uint8Array[] = [Buffer.from(`${csv.byteOrderMark ? '\uFEFF' : ''}${header}${csv.lineEnding}`)];
    const cell = writeCsvRecord([version]);
    let bytes = 0;
    for (await lines.arrive(); !lines.done; await lines.arrive()) {
      const row = lines.rowWith(versionColumn, cell);
      block.push(row);
      bytes += row.byteLength;
      lines.next();
      if (bytes < BLOCK_BYTES) continue;
      yield Buffer.concat(block);
      block = [];
      bytes = 0;
    }
    yield Buffer.concat(block);
  } finally {
    await lines.close();
  }
}
