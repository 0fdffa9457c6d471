/** The columns of a CPL extract, column map version 1. */
export const CPL_COLUMNS = [
  'CPL Entry ID',
  'Device Type',
  'Manufacturer Name',
  'Manufacturer Identifier',
  'Model Identifier',
  'Hardware Version.Revision',
  'Firmware Version',
  'SMETS/CHTS Version',
  'GBCS Version',
  'ESME Variant',
  'CPA Certificate ID',
  'CPA Certificate Expiry Date',
  'CPA Certificate Renewal Date',
  'ZigBee Certificate ID',
  'DLMS Certificate ID',
  'Manufacturer Image Hash',
  'Image Creator',
  'Status',
  'Date Added',
  'Date Removed',
] as const;

/** A line of a synthetic extract: its number makes it another entry, the rest is what the test is about. */
export type CplRow = { readonly entry: number; readonly id?: string } & Partial<
  Record<
    | 'gbcs'
    | 'status'
    | 'firmware'
    | 'certificate'
    | 'hash'
    | 'smets'
    | 'hardware'
    | 'manufacturer'
    | 'added'
    | 'removed',
    string
  >
>;

/** The key of the entry that a row is about. */
export function entryKeyOf({ entry, firmware, hardware, manufacturer }: CplRow): string {
  return `ESME/${manufacturer ?? 'AB01'}/${hex4(entry)}/${hardware ?? '0101'}/${firmware ?? '00000100'}`;
}

/** A synthetic CPL extract. */
export function cplCsv(rows: readonly CplRow[]): string {
  return `${[CPL_COLUMNS, ...rows.map(fields)].map((line) => line.join(',')).join('\n')}\n`;
}

function fields(row: CplRow): string[] {
  const status = row.status ?? 'Active';
  return [
    row.id ?? `CPL-${row.entry}`,
    'ESME',
    'Synthetic Meters',
    row.manufacturer ?? 'AB01',
    hex4(row.entry),
    row.hardware ?? '0101',
    row.firmware ?? '00000100',
    row.smets ?? 'SMETS2 v2.0',
    row.gbcs ?? '4.1',
    'A',
    row.certificate ?? 'CPA-1',
    '2030-01-01',
    '',
    'ZB-1',
    'DLMS-1',
    row.hash ?? 'AA'.repeat(32),
    'Synthetic Meters',
    status,
    row.added ?? '2020-01-01',
    status === 'Active' ? '' : (row.removed ?? '2026-01-01'),
  ];
}

function hex4(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0');
}
