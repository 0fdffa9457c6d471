import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Random, seededRandom } from '../../fixtures/demo/generator/random.ts';
import { CPL_COLUMNS } from '../../support/cpl-csv.ts';

/** The synthetic extracts of a bench, in one folder. */
export type ExtractFiles = {
  readonly rows: number;
  /** The accepted extract, in the order of the entries' keys. */
  readonly accepted: string;
  /** The next one, in the same order, one row of a hundred changed. */
  readonly next: string;
  /** The next one, its rows in no order. */
  readonly shuffled: string;
};

const HARDWARE_VERSIONS = ['0101', '0102', '0200', '0201'];
const FIRMWARE_VERSIONS = 250;
const BLOCK_ROWS = 2000;

/** The names of the extracts with so many rows. */
export function extractFiles(folder: string, rows: number): ExtractFiles {
  const file = (name: string) => join(folder, `${name}-${rows}.csv`);
  return { rows, accepted: file('accepted'), next: file('next'), shuffled: file('shuffled') };
}

/**
 * Writes synthetic extracts of 20 columns whose identifiers are hexadecimal numbers like any other: one row of
 * twenty-five has one that a spreadsheet could read as a number, and carries the warning for it.
 */
export async function writeExtracts({ rows, accepted, next, shuffled: inNoOrder }: ExtractFiles): Promise<void> {
  const lines = syntheticRows(rows);
  await write(accepted, lines);
  const changed = lines.map((line, index) => (index % 100 === 50 ? changedRow(line, index) : line));
  await write(next, changed);
  await write(inNoOrder, inRandomOrder(changed));
}

function syntheticRows(rows: number): string[] {
  const random = seededRandom(1);
  const models = Math.ceil(rows / (HARDWARE_VERSIONS.length * FIRMWARE_VERSIONS));
  const lines: string[] = [];
  for (const [index, model] of ascending(models, 0xffff, random).entries()) {
    const manufacturer = hex(0xa000 + Math.floor(index / 25), 4);
    for (const hardware of HARDWARE_VERSIONS) {
      for (const firmware of ascending(FIRMWARE_VERSIONS, 0xffffffff, random)) {
        if (lines.length === rows) return lines;
        const key = [manufacturer, hex(model, 4), hardware, hex(firmware, 8)];
        lines.push(row(lines.length, key, random));
      }
    }
  }
  return lines;
}

function row(number: number, [manufacturer = '', model = '', hardware = '', firmware = '']: string[], random: Random) {
  const id = String(number).padStart(7, '0');
  return [
    `SYN-${id}`,
    'ESME',
    `Synthetic Meters ${manufacturer} Limited`,
    manufacturer,
    model,
    hardware,
    firmware,
    'SMETS2 v5.1',
    random.below(2) === 0 ? '4.1' : '4.2',
    random.below(2) === 0 ? 'A' : 'BD',
    `CPA-SYN-${id}`,
    '2031-08-30',
    '',
    `ZIG-SYN-${id}`,
    `DLMS-SYN-${id}`,
    Array.from({ length: 8 }, () => hex(random.below(0x100000000), 8)).join(''),
    `Synthetic Meters ${manufacturer} Limited`,
    'Active',
    '2024-02-29',
    '',
  ].join(',');
}

/** One change of each kind in turn: the GBCS version alone, a certificate, a removal. */
function changedRow(line: string, index: number): string {
  const cells = line.split(',');
  const kind = Math.floor(index / 100) % 3;
  if (kind === 0) cells[8] = '4.3';
  else if (kind === 1) cells[10] = `${cells[10] ?? ''}-R`;
  else cells.splice(17, 3, 'Removed', '2024-02-29', '2026-11-01');
  return cells.join(',');
}

/** The same rows in another order (Fisher–Yates). */
function inRandomOrder(lines: readonly string[]): string[] {
  const random = seededRandom(2);
  const order = [...lines];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] ?? '', order[last] ?? ''];
  }
  return order;
}

/** Distinct numbers below a maximum, in ascending order. */
function ascending(count: number, maximum: number, random: Random): number[] {
  const step = Math.floor(maximum / count);
  return Array.from({ length: count }, (_, index) => index * step + random.below(step));
}

function hex(number: number, length: number): string {
  return number.toString(16).toUpperCase().padStart(length, '0');
}

async function write(path: string, lines: readonly string[]): Promise<void> {
  function* blocks(): Generator<string> {
    yield `${CPL_COLUMNS.join(',')}\n`;
    for (let from = 0; from < lines.length; from += BLOCK_ROWS)
      yield `${lines.slice(from, from + BLOCK_ROWS).join('\n')}\n`;
  }
  await pipeline(Readable.from(blocks()), createWriteStream(path));
}
