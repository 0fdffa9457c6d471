import { readPublishedSheet } from '../../functions/domain/cpl/published-sheet.ts';
import type { CsvRow } from '../../functions/domain/csv/csv-table.ts';

/** Columns of the published sheet, as `Group.attribute`. */
export const PUBLISHED_COLUMNS = [
  'Data Group.Data Attribute',
  'Entry.number',
  'Entry.status',
  'Device_Type.name',
  'Device_Model.manufacturer_identifier',
  'SMETS_CHTS Version.Version_number_and_effective_date',
  'CPA_Certificate.identification_number',
  'CPA_Certificate.security_characteristics_version',
  'CPA_Certificate.expiry_date',
  'DLMS_Certificate.identification_number',
  'DLMS_Certificate.DLMS_version',
  'ZSE_Certificate.identification_number',
  'ZSE_Certificate.ZSE_version',
  'Manufacturer_Image.creator',
  'Manufacturer_Image.hash',
  'Manufacturer_Image.descriptor',
] as const;
type PublishedLabel = (typeof PUBLISHED_COLUMNS)[number];
/** The cells of a row, by the names of their columns; the others are empty. */
export type PublishedCells = Partial<Record<PublishedLabel, string>>;

const HASH = '0a:1B'.padEnd(95, ':2C');
/** An entry with all that a single element meter of SMETS2 needs; ids are invented. */
export const METER: PublishedCells = {
  'Entry.number': '000001',
  'Entry.status': 'Current',
  'Device_Type.name': 'Single Element Electricity Metering Equipment',
  'Device_Model.manufacturer_identifier': 'F0:01',
  'SMETS_CHTS Version.Version_number_and_effective_date': 'SMETS V4.2 ',
  'CPA_Certificate.identification_number': '[E] CPA-1',
  'CPA_Certificate.security_characteristics_version': 'Security Characteristics version 1.2',
  'CPA_Certificate.expiry_date': '01/11/2031',
  'DLMS_Certificate.identification_number': '7001',
  'DLMS_Certificate.DLMS_version': 'CTT 3.1',
  'ZSE_Certificate.identification_number': 'ZIG-1',
  'ZSE_Certificate.ZSE_version': 'ZigBee Smart Energy Standard 1.4',
  'Manufacturer_Image.creator': 'Example Meters Ltd',
  'Manufacturer_Image.hash': HASH,
  'Manufacturer_Image.descriptor': 'Complete image',
};
const EXPLANATIONS: readonly PublishedCells[] = [
  { 'Data Group.Data Attribute': 'Notes', 'Entry.number': 'Unique number\nof the entry' },
  { 'Data Group.Data Attribute': 'Valid values', 'Entry.number': '000001 to 999999' },
];

/** A sheet as its cells: two header rows, explanations, entries. */
export function publishedCells(
  rows: readonly PublishedCells[],
  columns: readonly PublishedLabel[] = PUBLISHED_COLUMNS,
): string[][] {
  const header = [0, 1].map((part) => columns.map((column) => splitName(column)[part] ?? ''));
  return [...header, ...[...EXPLANATIONS, ...rows].map((row) => columns.map((column) => row[column] ?? ''))];
}
const splitName = (column: string): string[] => {
  const dot = column.indexOf('.');
  return [column.slice(0, dot), column.slice(dot + 1)];
};
/** Cells as the records that the sheet is read from. */
export const recordsOf = (cells: readonly (readonly string[])[]): CsvRow[] =>
  cells.map((values, index) => ({ line: index + 1, values }));

/** What is readRows of rows, findings as `severity line code field`. */
export function readRows(rows: readonly PublishedCells[], columns?: readonly PublishedLabel[]) {
  const { certificates, findings } = readPublishedSheet(recordsOf(publishedCells(rows, columns)));
  return {
    certificates: [...certificates.values()],
    findings: findings.map(({ severity, line, code, field }) => `${severity} ${line} ${code} ${field}`.trim()),
  };
}
/** The first line below the header and the explanations. */
export const FIRST_ENTRY_LINE = 5;

/** What the meter's row brings. */
export const METER_CERTIFICATES = {
  entryNumber: '000001',
  cpa: {
    reference: 'CPA-1',
    dateKind: 'expiry',
    date: '2031-11-01',
    characteristics: 'Security Characteristics version 1.2',
  },
  dlms: { reference: '7001', version: 'CTT 3.1' },
  zse: { reference: 'ZIG-1', version: 'ZigBee Smart Energy Standard 1.4' },
  imageCreator: 'Example Meters Ltd',
  imageDescriptor: 'Complete image',
  imageHash: HASH.replaceAll(':', '').toUpperCase(),
};
