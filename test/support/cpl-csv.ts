import { type ListLine, listCsv, listLine } from './list-history/cpl-list-csv.ts';

/** A line of a synthetic list: its number makes it another Device Model, the rest is what the test is about. */
export type CplRow = {
  readonly entry: number;
  /** The entry number, where it is not that of the Device Model: for one that is listed again. */
  readonly number?: number;
} & Partial<
  Record<'gbcs' | 'firmware' | 'hash' | 'smets' | 'hardware' | 'manufacturer', string> & {
    readonly status: ListLine['status'];
    readonly type: ListLine['deviceType'];
  }
>;

/** The key of the Device Model that a row is about. */
export function entryKeyOf({ entry, firmware, hardware, manufacturer }: CplRow): string {
  return `ESME/${manufacturer ?? 'AB01'}/${hex4(entry)}/${hardware ?? '0101'}/${firmware ?? '00000100'}`;
}

/** A synthetic list of the real shape: of issue `1.1` unless another is named, since the issue orders lists. */
export function cplCsv(rows: readonly CplRow[], issue = '1.1', issuedOn = '2026-11-02'): string {
  return listCsv(rows.map(lineOf), { issue, issuedOn });
}

/** What is on the line of a row. */
export function lineOf(row: CplRow): ListLine {
  const hardware = row.hardware ?? '0101';
  return listLine({
    entryNumber: String(row.number ?? row.entry).padStart(6, '0'),
    status: row.status ?? 'Current',
    deviceType: row.type ?? 'Single Element Electricity Metering Equipment',
    manufacturer: row.manufacturer ?? 'AB01',
    model: hex4(row.entry),
    hardwareVersion: hardware.slice(0, 2),
    hardwareRevision: hardware.slice(2),
    firmware: row.firmware ?? '00000100',
    smetsChts: row.smets ?? 'SMETS V5.1',
    gbcs: `GBCS Version ${row.gbcs ?? '4.1'}`,
    hash: row.hash ?? 'AA'.repeat(32),
  });
}

function hex4(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0');
}
