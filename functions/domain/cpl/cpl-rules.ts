import { CPL_COLUMNS, type CplField } from './cpl-columns.ts';
import { isGbcsVersion } from '../gbcs/gbcs-register.ts';
import { isSmets1, isSmetsChtsVersion } from './cpl-entry.ts';
import { DEVICE_TYPE_WORDS, deviceTypeOf, isSpreadsheetError, statusOf } from './cpl-words.ts';
import type { FindingCode } from '../findings/finding-codes.ts';

/** One row of a list as rules see it: values normalised where they can be, as they were written where not. */
export type CplRow = {
  readonly values: Readonly<Record<CplField, string>>;
  /** The same values as the file has them. */
  readonly written: Readonly<Record<CplField, string>>;
};

/** A rule on the rows of a list: `row` quarantines the row, `warning` is a remark. */
export type CplRule = {
  readonly code: FindingCode;
  readonly severity: 'row' | 'warning';
  /** The value the finding is about. */
  readonly field: CplField;
  /** What is wrong and what to do, for the person who sent the file. */
  readonly sentence: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly isBroken: (row: CplRow) => boolean;
};

/** The longest value, in characters: far above what any column calls for, and safe to send and to store. */
export const MAX_VALUE_CHARACTERS = 1000;

const HEX = /^[0-9A-F]+$/;
const FLOAT = /^\d+(?:\.\d+)?E[+-]?\d+$/;

/** The identifiers of a Device Model and their length in hexadecimal characters (Zigbee OTA header). */
export const IDENTIFIERS = [
  { field: 'manufacturerIdentifier', word: 'MANUFACTURER', name: 'manufacturer identifier', length: 4 },
  { field: 'modelIdentifier', word: 'MODEL', name: 'model identifier', length: 4 },
  { field: 'hardwareVersion', word: 'HARDWARE', name: 'hardware version', length: 2 },
  { field: 'hardwareRevision', word: 'HARDWARE', name: 'hardware revision', length: 2 },
  { field: 'firmwareVersion', word: 'FIRMWARE', name: 'firmware version', length: 8 },
] as const;

/** Whether an identifier is whole: the right number of hexadecimal characters. */
export function isWholeIdentifier(value: string, length: number): boolean {
  return value.length === length && HEX.test(value);
}

const identifierRules: readonly CplRule[] = IDENTIFIERS.flatMap(({ field, word, name, length }) => {
  const isShortened = (value: string) =>
    !isWholeIdentifier(value, length) && ((value.length < length && HEX.test(value)) || FLOAT.test(value));
  const source = 'SECAS, CPL quality of data, 16 April 2019';
  return [
    {
      code: `CPL-${word}-SHORTENED`,
      severity: 'row',
      field,
      source,
      sentence: `The ${name} must be exactly ${length} hexadecimal characters: a spreadsheet seems to have dropped leading zeros or made a number of it. Restore it from the certificate, as text.`,
      isBroken: ({ values }) => isShortened(values[field]),
    },
    {
      code: `CPL-${word}-FORM`,
      severity: 'row',
      field,
      source,
      sentence: `The ${name} must be exactly ${length} hexadecimal characters. Correct it.`,
      isBroken: ({ values }) => !isWholeIdentifier(values[field], length),
    },
  ] as const satisfies readonly CplRule[];
});

/** On all columns but that of the issue, which is the same in every row and refuses the file when it cannot be read. */
const excelErrorRules: readonly CplRule[] = CPL_COLUMNS.filter(({ field }) => field !== 'version').map(({ field }) => ({
  code: 'CPL-EXCEL-ERROR',
  severity: 'row',
  field,
  source: 'CPL workbook, sheet for the DCC',
  sentence: 'This is an error value of a spreadsheet, not data. Correct the formula or the cell it refers to.',
  isBroken: ({ written }) => isSpreadsheetError(written[field]),
}));

const lineRules: readonly CplRule[] = [
  {
    code: 'CPL-NUMBER-SHORTENED',
    severity: 'row',
    field: 'entryNumber',
    source: 'CPL, Entry.number',
    sentence:
      'An entry number has six digits: a spreadsheet seems to have dropped the leading zeros. Restore them, as text.',
    isBroken: ({ values }) => /^\d{1,5}(?:\.0+)?$/.test(values.entryNumber),
  },
  {
    code: 'CPL-NUMBER-FORM',
    severity: 'row',
    field: 'entryNumber',
    source: 'CPL, Entry.number',
    sentence: 'An entry number has six digits. Correct it.',
    isBroken: ({ values }) => !isEntryNumber(values.entryNumber),
  },
  {
    code: 'CPL-STATUS-UNKNOWN',
    severity: 'row',
    field: 'status',
    source: 'CPL, Entry.status',
    sentence: 'This status is not known. An entry is Current or Removed.',
    isBroken: ({ values }) => statusOf(values.status) === undefined,
  },
  {
    code: 'CPL-DEVICE-TYPE-UNKNOWN',
    severity: 'row',
    field: 'deviceType',
    source: 'CPL, Device_Type.name',
    sentence: `This device type is not known. The list has: ${DEVICE_TYPE_WORDS.join(', ')}.`,
    isBroken: ({ values }) => deviceTypeOf(values.deviceType) === undefined,
  },
];

const rangeRules: readonly CplRule[] = [
  {
    code: 'CPL-MANUFACTURER-RANGE',
    severity: 'row',
    field: 'manufacturerIdentifier',
    source: 'Zigbee OTA header',
    sentence: 'No manufacturer can have this identifier: it goes up to FFFE. Correct it.',
    isBroken: ({ values }) => values.manufacturerIdentifier === 'FFFF',
  },
  {
    code: 'CPL-MODEL-RANGE',
    severity: 'row',
    field: 'modelIdentifier',
    source: 'Zigbee OTA header',
    sentence: 'No model can have this identifier: it goes up to FFBF. Correct it.',
    isBroken: ({ values }) => values.modelIdentifier > 'FFBF',
  },
  {
    code: 'CPL-MODEL-DISAGREES',
    severity: 'row',
    field: 'deviceModel',
    source: 'CPL, sheet for the DCC: the column repeats model, hardware version and revision',
    sentence:
      'The model with its hardware version is not what the columns for model, version and revision say. Correct whichever is wrong.',
    isBroken: ({ values }) =>
      values.deviceModel !== '' &&
      values.deviceModel !== values.modelIdentifier + values.hardwareVersion + values.hardwareRevision,
  },
];

const versionRules: readonly CplRule[] = [
  {
    code: 'CPL-SMETS-MISSING',
    severity: 'row',
    field: 'smetsChtsVersion',
    source: 'R3; CPL18 s2',
    sentence: 'There is no SMETS or CHTS version. Give the one for which the entry holds its certificates.',
    isBroken: ({ values }) => values.smetsChtsVersion === '',
  },
  {
    code: 'CPL-SMETS-FORM',
    severity: 'row',
    field: 'smetsChtsVersion',
    source: 'R3; CPL18 s2',
    sentence: 'This is not a SMETS or CHTS version, such as SMETS V5.1 or CHTS V1.5. Correct it.',
    isBroken: ({ values }) => !isSmetsChtsVersion(values.smetsChtsVersion),
  },
  {
    code: 'CPL-GBCS-MISSING',
    severity: 'row',
    field: 'gbcsVersion',
    source: 'R3, R20; CPL18 s2',
    sentence: 'There is no GBCS version. Give the one for which the entry holds its certificates; SMETS1 has 0.0.',
    isBroken: ({ values }) => values.gbcsVersion === '',
  },
  {
    code: 'CPL-GBCS-SHORTENED',
    severity: 'row',
    field: 'gbcsVersion',
    source: 'R20',
    sentence:
      'A GBCS version has two numbers, such as 4.0: a spreadsheet may have made 4 out of 4.0. Restore it, as text.',
    isBroken: ({ values }) => /^\d+$/.test(values.gbcsVersion),
  },
  {
    code: 'CPL-GBCS-FORM',
    severity: 'row',
    field: 'gbcsVersion',
    source: 'R20',
    sentence: 'This is not a GBCS version, such as 4.1. Correct it.',
    isBroken: ({ values }) => !isGbcsVersion(values.gbcsVersion),
  },
  {
    code: 'CPL-GBCS-NOT-APPLICABLE',
    severity: 'row',
    field: 'gbcsVersion',
    source: 'CPL: GBCS Version 0.0 is how a SMETS1 entry is written',
    sentence:
      'GBCS 0.0 is for SMETS1 alone. Give the GBCS version of this entry, or correct its SMETS or CHTS version.',
    isBroken: ({ values }) => values.gbcsVersion === '0.0' && !isSmets1(values),
  },
];

const hashRules: readonly CplRule[] = [
  {
    code: 'CPL-HASH-FORM',
    severity: 'row',
    field: 'manufacturerImageHash',
    source: 'XSD FirmwareHash',
    sentence: 'The image hash must be exactly 64 hexadecimal characters (SHA-256). Correct it.',
    isBroken: ({ values }) =>
      values.manufacturerImageHash !== '' && !isWholeIdentifier(values.manufacturerImageHash, 64),
  },
  {
    code: 'CPL-HASH-LOWER-CASE',
    severity: 'warning',
    field: 'manufacturerImageHash',
    source: 'CPL issue 1.233: the DSP refused such a hash',
    sentence:
      'The image hash has lower-case letters. It is sent to the DSP in upper case; write it so on the list too.',
    isBroken: ({ written }) => /[a-f]/.test(written.manufacturerImageHash),
  },
];

/** Every rule on the rows of a list. Of several rules about one field only the first that is broken is reported. */
export const CPL_RULES: readonly CplRule[] = [
  ...excelErrorRules,
  ...lineRules,
  ...identifierRules,
  ...rangeRules,
  ...versionRules,
  ...hashRules,
];

/** Whether a text is an entry number: six digits, or more without leading zeros once there are a million. */
export function isEntryNumber(text: string): boolean {
  return /^(?:\d{6}|[1-9]\d{6,8})$/.test(text);
}
