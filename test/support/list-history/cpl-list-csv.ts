/** The words for device types on the list. */
export type ListDeviceType =
  | 'Communications Hub'
  | 'Gas Smart Meter'
  | 'HAN Connected Auxiliary Load Control Switch'
  | 'Polyphase Electricity Metering Equipment'
  | 'Pre-Payment Interface Device'
  | 'Single Element Electricity Metering Equipment'
  | 'Twin Element Electricity Metering Equipment';

/** One line of a list: what its cells say, without trailing blanks. */
export type ListLine = {
  /** Six digits, given once. */
  readonly entryNumber: string;
  readonly status: 'Current' | 'Removed';
  readonly deviceType: ListDeviceType;
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareVersion: string;
  readonly hardwareRevision: string;
  readonly firmware: string;
  /** `SMETS V2.0` or `CHTS V1.0`. */
  readonly smetsChts: string;
  /** `GBCS Version 1.1`. */
  readonly gbcs: string;
  /** 64 hexadecimal characters, or empty. */
  readonly hash: string;
};

/** The number of an issue and the day on it, which stand in every row. */
export type IssueStamp = { readonly issue: string; readonly issuedOn: string };

/** The columns of the list's csv, in its order. */
export const LIST_COLUMNS = [
  'Version',
  'Entry.number',
  'Entry.status',
  'Device_Type.name',
  'Device_Model.manufacturer_identifier',
  'Device_Model.model_identifier',
  'Device_Model.hardware_version.version',
  'Device_Model.hardware_version.revision',
  'Device_Model.model_identifier_concatenated_with_hardware_version',
  'Device_Model.firmware_version',
  'SMETS_CHTS Version.Version_number_and_effective_date',
  'GBCS Version.version_number',
  'Manufacturer_Image.hash',
] as const;

/** A column of the list's csv. */
export type ListColumn = (typeof LIST_COLUMNS)[number];

/** The cells of a row, by column. */
export type ListCells = Record<ListColumn, string>;

/** How a csv differs from the list's own; each option stands alone. */
export type ListCsvOptions = {
  /** The columns that are written, in order. @default all */
  readonly columns?: readonly ListColumn[];
  /** Columns that follow the others, by header. @default none */
  readonly extraColumns?: Readonly<Record<string, (line: ListLine) => string>>;
  /** Other headers for some columns. @default none */
  readonly headers?: Partial<ListCells>;
  /** Cells of a row that are written as they are given, such as what a spreadsheet has spoiled. @default none */
  readonly cells?: (line: ListLine) => Partial<ListCells>;
  /** @default CRLF */
  readonly lineEnding?: string;
  /** Whether a fifth of the rows have blanks after their versions, the same rows in every issue. @default false */
  readonly trailingBlanks?: boolean;
};

const DEFAULT_LINE: ListLine = {
  entryNumber: '000001',
  status: 'Current',
  deviceType: 'Single Element Electricity Metering Equipment',
  manufacturer: 'FA01',
  model: 'B00D',
  hardwareVersion: '01',
  hardwareRevision: '0A',
  firmware: '0A0001C7',
  smetsChts: 'SMETS V2.0',
  gbcs: 'GBCS Version 1.1',
  hash: '5EED'.repeat(16),
};

/** A synthetic line: a single element meter of SMETS V2.0 and GBCS 1.1, except for what is given. */
export function listLine(overrides: Partial<ListLine> = {}): ListLine {
  return { ...DEFAULT_LINE, ...overrides };
}

/** The list as the csv that is made for the DCC. */
export function listCsv(lines: readonly ListLine[], stamp: IssueStamp, options: ListCsvOptions = {}): string {
  const { columns = LIST_COLUMNS, extraColumns = {}, headers = {}, cells, lineEnding = '\r\n' } = options;
  const header = [...columns.map((column) => headers[column] ?? column), ...Object.keys(extraColumns)];
  const version = issueCell(stamp);
  const rows = lines.map((line) => {
    const row = { ...listCells(line, version, options.trailingBlanks), ...cells?.(line) };
    return [...columns.map((column) => row[column]), ...Object.values(extraColumns).map((cell) => cell(line))];
  });
  return [header, ...rows].map((row) => row.map(quoted).join(',') + lineEnding).join('');
}

/** What the `Version` column says in every row of an issue. */
export function issueCell({ issue, issuedOn }: IssueStamp): string {
  return `Version ${issue} Issued on ${issuedOn.split('-').reverse().join('-')}`;
}

/** One cell of a csv file, in quotes only where it must be. */
export function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function listCells(line: ListLine, version: string, trailingBlanks = false): ListCells {
  const [afterSmets, afterGbcs] = trailingBlanks ? blanksOf(line.entryNumber) : ['', ''];
  return {
    Version: version,
    'Entry.number': line.entryNumber,
    'Entry.status': line.status,
    'Device_Type.name': line.deviceType,
    'Device_Model.manufacturer_identifier': line.manufacturer,
    'Device_Model.model_identifier': line.model,
    'Device_Model.hardware_version.version': line.hardwareVersion,
    'Device_Model.hardware_version.revision': line.hardwareRevision,
    'Device_Model.model_identifier_concatenated_with_hardware_version':
      line.model + line.hardwareVersion + line.hardwareRevision,
    'Device_Model.firmware_version': line.firmware,
    'SMETS_CHTS Version.Version_number_and_effective_date': line.smetsChts + afterSmets,
    'GBCS Version.version_number': line.gbcs + afterGbcs,
    'Manufacturer_Image.hash': line.hash,
  };
}

/** The blanks after a row's SMETS or CHTS version and after its GBCS version: in 22 rows of 100, as on the real list. */
function blanksOf(entryNumber: string): readonly [string, string] {
  const place = (Number(entryNumber) * 61) % 100;
  if (place < 18) return [' ', ' '];
  if (place < 21) return [' ', '  '];
  return place === 21 ? [' ', ''] : ['', ''];
}
