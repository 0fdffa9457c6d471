import type { CplField } from './cpl-columns.ts';
import { needsGbcsVersion } from '../gbcs/gbcs-register.ts';
import { deviceTypeNamed, ESME_VARIANTS, isoDayOf, statusNamed } from './cpl-words.ts';

/** One row of an extract as rules see it: each value normalised where it can be, and as it was written where not. */
export type CplRow = {
  readonly values: Readonly<Record<CplField, string>>;
  /** Says whether the extract has a column for a value at all. */
  readonly has: (field: CplField) => boolean;
};

/** A rule on the rows of an extract: `row` quarantines the row, `warning` is only said. */
export type CplRule = {
  readonly code: `CPL-${string}`;
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

/** The identifiers of an entry and their length in hexadecimal characters (DOMAIN 1.3). */
export const IDENTIFIERS = [
  { field: 'manufacturerIdentifier', word: 'MANUFACTURER', name: 'manufacturer identifier', length: 4 },
  { field: 'modelIdentifier', word: 'MODEL', name: 'model identifier', length: 4 },
  { field: 'hardwareVersion', word: 'HARDWARE', name: 'hardware version', length: 4 },
  { field: 'firmwareVersion', word: 'FIRMWARE', name: 'firmware version', length: 8 },
] as const;

const HEX = /^[0-9A-F]+$/;
const FLOAT = /^\d+(?:\.\d+)?E[+-]?\d+$/;
const FLOAT_LIKE_HEX = /^\d+E\d+$/;
const VERSION = /^\d+(?:\.\d+)*$/;
const EUI = /^[0-9A-F]{2}(?:-[0-9A-F]{2}){7}$/i;
const EUI_LIKE = /^[0-9A-F]{2}(?:[-:][0-9A-F]{2}){2,}$|^[0-9A-F]{16}$/i;

const identifierRules: readonly CplRule[] = IDENTIFIERS.flatMap(({ field, word, name, length }) => {
  const isWhole = (value: string) => value.length === length && HEX.test(value);
  const isShortened = (value: string) => (value.length < length && HEX.test(value)) || FLOAT.test(value);
  const source = 'DOMAIN 1.3; SECAS, CPL quality of data, 16 April 2019';
  return [
    {
      code: `CPL-${word}-FORM`,
      severity: 'row',
      field,
      source,
      sentence: `The ${name} must be exactly ${length} hexadecimal characters. Correct it.`,
      isBroken: ({ values }) => !isWhole(values[field]) && !isShortened(values[field]),
    },
    {
      code: `CPL-${word}-SHORTENED`,
      severity: 'row',
      field,
      source,
      sentence: `The ${name} must be exactly ${length} hexadecimal characters: a spreadsheet seems to have dropped leading zeros or made it a number. Restore it from the certificate, as text.`,
      isBroken: ({ values }) => !isWhole(values[field]) && isShortened(values[field]),
    },
    {
      code: `CPL-${word}-FLOAT-LIKE`,
      severity: 'warning',
      field,
      source,
      sentence: `The ${name} could be read as a number by a spreadsheet. Check that it is what the certificate says.`,
      isBroken: ({ values }) => isWhole(values[field]) && FLOAT_LIKE_HEX.test(values[field]),
    },
  ] as const satisfies readonly CplRule[];
});

const DATES = [
  'dateAdded',
  'dateRemoved',
  'cpaCertificateExpiryDate',
  'cpaCertificateRenewalDate',
] as const satisfies readonly CplField[];

const dateRules: readonly CplRule[] = DATES.map((field) => ({
  code: 'CPL-DATE-FORM',
  severity: 'row',
  field,
  source: 'DESIGN 6',
  sentence: 'This is no date. Write it as yyyy-mm-dd or dd/mm/yyyy, a day that the calendar has.',
  isBroken: ({ values }) => values[field] !== '' && isoDayOf(values[field]) === undefined,
}));

const valueRules: readonly CplRule[] = [
  {
    code: 'CPL-DEVICE-TYPE-UNKNOWN',
    severity: 'row',
    field: 'deviceType',
    source: 'R2; XSD DeviceType',
    sentence:
      'This device type is not known. Use a DUIS code (ESME, GSME, GPF, CHF, HCALCS, PPMID, IHD, CAD), CH, or its full name.',
    isBroken: ({ values }) => deviceTypeNamed(values.deviceType) === undefined,
  },
  {
    code: 'CPL-STATUS-UNKNOWN',
    severity: 'row',
    field: 'status',
    source: 'XSD CPLStatus',
    sentence: 'This status is not known. Use Active (or Current), Removed, Withdrawn, Cancelled or Expired.',
    isBroken: ({ values }) => statusNamed(values.status) === undefined,
  },
  {
    code: 'CPL-GBCS-MISSING',
    severity: 'row',
    field: 'gbcsVersion',
    source: 'R3, R20; CPL18 s2',
    sentence: 'An entry of this device type needs a GBCS version. Give the one it is certified for.',
    isBroken: ({ values }) => {
      const deviceType = deviceTypeNamed(values.deviceType);
      return values.gbcsVersion === '' && deviceType !== undefined && needsGbcsVersion({ ...values, deviceType });
    },
  },
  {
    code: 'CPL-GBCS-FORM',
    severity: 'warning',
    field: 'gbcsVersion',
    source: 'R20; DOMAIN 3',
    sentence: 'This does not look like a GBCS version, such as 4.1. Check that a spreadsheet has not changed it.',
    isBroken: ({ values }) => values.gbcsVersion !== '' && !VERSION.test(values.gbcsVersion),
  },
  {
    code: 'CPL-SMETS-MISSING',
    severity: 'warning',
    field: 'smetsChtsVersion',
    source: 'R3; CPL18 s2',
    sentence: 'There is no SMETS or CHTS version: the entry is taken for SMETS2 or later. Give the version.',
    isBroken: ({ values }) =>
      values.smetsChtsVersion === '' && /^(?:ESME|GSME|GPF|CHF|CH)$/.test(deviceTypeNamed(values.deviceType) ?? ''),
  },
  {
    code: 'CPL-VARIANT-UNKNOWN',
    severity: 'row',
    field: 'esmeVariant',
    source: 'XSD ESMEVariant',
    sentence: 'This ESME variant is not one of the 25 that DUIS has. Correct it.',
    isBroken: ({ values }) => values.esmeVariant !== '' && !ESME_VARIANTS.has(values.esmeVariant),
  },
  {
    code: 'CPL-VARIANT-NOT-ESME',
    severity: 'row',
    field: 'esmeVariant',
    source: 'XSD ESMEVariant',
    sentence: 'Only an ESME has a variant. Remove it, or correct the device type.',
    isBroken: ({ values }) => {
      const deviceType = deviceTypeNamed(values.deviceType);
      return ESME_VARIANTS.has(values.esmeVariant) && deviceType !== undefined && deviceType !== 'ESME';
    },
  },
  {
    code: 'CPL-HASH-FORM',
    severity: 'row',
    field: 'manufacturerImageHash',
    source: 'XSD FirmwareHash',
    sentence: 'The image hash must be exactly 64 hexadecimal characters (SHA-256). Correct it.',
    isBroken: ({ values }) =>
      values.manufacturerImageHash !== '' &&
      (values.manufacturerImageHash.length !== 64 || !HEX.test(values.manufacturerImageHash)),
  },
];

const certificateAndDateRules: readonly CplRule[] = [
  {
    code: 'CPL-ENTRY-ID-MISSING',
    severity: 'warning',
    field: 'cplEntryId',
    source: 'DOMAIN 1.1 (MP231)',
    sentence: 'This row has no CPL Entry ID. Give it one, so that a resubmission can be told from a repeat.',
    isBroken: ({ values, has }) => has('cplEntryId') && values.cplEntryId === '',
  },
  {
    code: 'CPL-CERTIFICATE-UNDATED',
    severity: 'warning',
    field: 'cpaCertificateId',
    source: 'MP209, 1 August 2022',
    sentence: 'The CPA certificate has neither an expiry nor a renewal date. Give the one it has.',
    isBroken: ({ values, has }) =>
      values.cpaCertificateId !== '' &&
      values.cpaCertificateExpiryDate === '' &&
      values.cpaCertificateRenewalDate === '' &&
      (has('cpaCertificateExpiryDate') || has('cpaCertificateRenewalDate')),
  },
  {
    code: 'CPL-CERTIFICATE-TWICE-DATED',
    severity: 'warning',
    field: 'cpaCertificateRenewalDate',
    source: 'MP209, 1 August 2022',
    sentence: 'The CPA certificate has an expiry and a renewal date. Leave only the one that applies.',
    isBroken: ({ values }) => values.cpaCertificateExpiryDate !== '' && values.cpaCertificateRenewalDate !== '',
  },
  {
    code: 'CPL-REMOVED-BEFORE-ADDED',
    severity: 'warning',
    field: 'dateRemoved',
    source: 'DOMAIN 1.2',
    sentence: 'The entry was removed before it was added. Check both dates.',
    isBroken: ({ values }) =>
      isoDayOf(values.dateRemoved) !== undefined &&
      isoDayOf(values.dateAdded) !== undefined &&
      values.dateRemoved < values.dateAdded,
  },
  {
    code: 'CPL-ACTIVE-WITH-DATE-REMOVED',
    severity: 'warning',
    field: 'dateRemoved',
    source: 'DOMAIN 1.2',
    sentence: 'The entry is active but has a removal date. The status counts: correct whichever is wrong.',
    isBroken: ({ values }) => values.dateRemoved !== '' && statusNamed(values.status) === 'Active',
  },
  {
    code: 'CPL-REMOVED-UNDATED',
    severity: 'warning',
    field: 'dateRemoved',
    source: 'DOMAIN 1.2',
    sentence: 'The entry is no longer active but has no removal date. Give the date.',
    isBroken: ({ values, has }) =>
      has('dateRemoved') &&
      values.dateRemoved === '' &&
      /^(?:Removed|Withdrawn|Cancelled)$/.test(statusNamed(values.status) ?? ''),
  },
  {
    code: 'CPL-EUI-FORM',
    severity: 'warning',
    field: 'imageCreator',
    source: 'XSD EUI',
    sentence: 'This looks like an EUI-64 but is not eight pairs of hexadecimal characters joined by hyphens. Check it.',
    isBroken: ({ values }) => EUI_LIKE.test(values.imageCreator) && !EUI.test(values.imageCreator),
  },
];

/** Every rule on the rows of an extract, in the order in which its findings are told. */
export const CPL_RULES: readonly CplRule[] = [
  ...identifierRules,
  ...valueRules,
  ...dateRules,
  ...certificateAndDateRules,
];
