import type { CsvRow } from '../csv/csv-table.ts';
import { foldLabel } from './cpl-columns.ts';

/** Columns of the published sheet that are read, by group and attribute as its two header rows name them. */
const NAMES = {
  entryNumber: 'Entry.number',
  entryStatus: 'Entry.status',
  deviceType: 'Device_Type.name',
  smetsChtsVersion: 'SMETS_CHTS Version.Version_number_and_effective_date',
  cpaReference: 'CPA_Certificate.identification_number',
  cpaCharacteristics: 'CPA_Certificate.security_characteristics_version',
  cpaDate: 'CPA_Certificate.expiry_date',
  dlmsReference: 'DLMS_Certificate.identification_number',
  dlmsVersion: 'DLMS_Certificate.DLMS_version',
  zseReference: 'ZSE_Certificate.identification_number',
  zseVersion: 'ZSE_Certificate.ZSE_version',
  imageCreator: 'Manufacturer_Image.creator',
  imageHash: 'Manufacturer_Image.hash',
  imageDescriptor: 'Manufacturer_Image.descriptor',
} as const;

/** A column of the published sheet that is read. */
export type PublishedColumn = keyof typeof NAMES;

/** The name of a column as findings give it: `Group.attribute`. */
export function columnName(column: PublishedColumn): string {
  return NAMES[column];
}

/** A row of the published sheet below its header rows. */
export type PublishedRow = {
  readonly line: number;
  /** What stands in the column of the row labels: `Notes`, `Valid values`, … and nothing at an entry. */
  readonly label: string;
  /** The value in a column without outer blanks; '' where the row has none. */
  readonly value: (column: PublishedColumn) => string;
  readonly isEmpty: boolean;
};

/** The layout of one file: where the header rows end and where each column is. */
export type PublishedLayout = {
  /** How many records there are up to the second header row. */
  readonly headerRecords: number;
  /** Columns of the layout that the file does not have. */
  readonly missing: readonly string[];
  readonly rowOf: (record: CsvRow) => PublishedRow;
};

/** The header is searched for in this many records from the top. */
const SEARCHED_RECORDS = 20;

/**
 * The layout that two header rows give, found by their labels `Data Group` and `Data Attribute`, one below the other;
 * undefined without them. A group that is empty continues the one before, as merged cells are saved.
 */
export function publishedLayout(records: readonly CsvRow[]): PublishedLayout | undefined {
  for (const [index, { values }] of records.slice(0, SEARCHED_RECORDS).entries()) {
    const groups = values.map(foldLabel);
    const attributes = records[index + 1]?.values.map(foldLabel) ?? [];
    const labelColumn = groups.findIndex((group, at) => group === 'data group' && attributes[at] === 'data attribute');
    if (labelColumn >= 0) return layoutOf(groups, attributes, labelColumn, index + 2);
  }
  return undefined;
}

function layoutOf(
  groups: readonly string[],
  attributes: readonly string[],
  labelColumn: number,
  headerRecords: number,
): PublishedLayout {
  let group = '';
  const names = attributes.map((attribute, position) => {
    group = groups[position] || group;
    return `${group}.${attribute}`;
  });
  const positions = new Map<string, number>(
    Object.entries(NAMES).map(([column, name]) => [column, names.indexOf(foldLabel(name))]),
  );
  return {
    headerRecords,
    missing: Object.entries(NAMES).flatMap(([column, name]) => (positions.get(column) === -1 ? [name] : [])),
    rowOf: ({ line, values }) => ({
      line,
      label: values[labelColumn]?.trim() ?? '',
      value: (column) => values[positions.get(column) ?? -1]?.trim() ?? '',
      isEmpty: values.every((value) => value.trim() === ''),
    }),
  };
}
