import { CsvReader } from '../csv/csv-reader.ts';
import { ByteWindow } from '../csv/csv-window.ts';
import { LF, MAX_RECORD_BYTES } from '../csv/csv-bytes.ts';
import { layOutColumns } from '../cpl/cpl-columns.ts';
import { entryNumberIn } from '../cpl/cpl-row.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { ListSource } from './list-source.ts';

/** Room for the longest row of all with its line ending, or for many. */
const BLOCK_BYTES = 2 * MAX_RECORD_BYTES;
/** Rows without a number come last: they are quarantined, wherever they stand. */
const NO_NUMBER = 1_000_000;
/** More rows than a file can have. A row's place in the order is its entry number times this and its place in the file. */
const MOST_ROWS = 2 ** 32;

/**
 * A list whose rows are not in entry-number order, as one in which they are: the slower way, for which the whole file
 * is held in memory.
 *
 * @param bytes how long the list is; it has been read to its end before, and is well formed
 */
export async function sortedSource(open: ListSource['open'], bytes: number): Promise<ListSource> {
  const file = Buffer.allocUnsafeSlow(bytes);
  let end = 0;
  for await (const chunk of open()) {
    file.set(chunk, end);
    end += chunk.byteLength;
  }
  const { lines, ...rows } = rowsOf(file);
  rows.order.sort();
  return {
    open: () => blocks(file, rows),
    lineOf: (place) => lines[rowAt(rows.order[place])] ?? 0,
  };
}

/** Where the rows of a file begin and end, on which line, and what orders them. */
function rowsOf(file: Buffer): SortedRows & { readonly lines: Uint32Array } {
  const reader = new CsvReader(ByteWindow.on(file), Number.POSITIVE_INFINITY, new FindingLog(0));
  let order = new Float64Array(1024);
  let starts = new Uint32Array(1024);
  let ends = new Uint32Array(1024);
  let lines = new Uint32Array(1024);
  let column = 0;
  let header = 0;
  let count = 0;
  for (let step = reader.step(); step === 'header' || step === 'record'; step = reader.step()) {
    const { scanner } = reader;
    if (step === 'header') {
      column = layOutColumns(reader.labels, new FindingLog(0)).positions.get('entryNumber') ?? 0;
      header = scanner.next;
      continue;
    }
    if (count === order.length) {
      const wider = new Float64Array(2 * count);
      wider.set(order);
      order = wider;
      [starts, ends, lines] = [widened(starts), widened(ends), widened(lines)];
    }
    const number = entryNumberIn(scanner.value(column, file));
    order[count] = (number === '' ? NO_NUMBER : Number(number)) * MOST_ROWS + count;
    starts[count] = scanner.start;
    ends[count] = scanner.next;
    lines[count] = reader.line;
    count += 1;
  }
  const ending = Buffer.from(reader.format.lineEnding);
  return { header, ending, order: order.subarray(0, count), starts, ends, lines };
}

/** The place in the file of a row by its place in the order. */
function rowAt(order = 0): number {
  return order % MOST_ROWS;
}

type SortedRows = {
  /** Bytes of the header, line ending included. */
  readonly header: number;
  readonly ending: Buffer;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly order: Float64Array;
};

function* blocks(file: Buffer, { header, ending, starts, ends, order }: SortedRows): Generator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let end = 0;
  function* put(from: number, to: number): Generator<Uint8Array> {
    if (end + to - from + ending.byteLength > block.byteLength) {
      yield block.subarray(0, end);
      end = 0;
    }
    end += file.copy(block, end, from, to);
    if (file[to - 1] !== LF) end += ending.copy(block, end);
  }
  yield* put(0, header);
  for (const place of order) yield* put(starts[rowAt(place)] ?? 0, ends[rowAt(place)] ?? 0);
  yield block.subarray(0, end);
}

function widened(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * numbers.length);
  wider.set(numbers);
  return wider;
}
