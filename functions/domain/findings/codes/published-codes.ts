import type { FindingMeaning } from './finding-meaning.ts';

const WORKBOOK = 'ECMA-376; docs/decisions/0036';
const SHEET = 'CPL workbook, published sheet';

/** What can be wrong with SECAS's workbook, and with the certificates of the published sheet. */
export const PUBLISHED_CODES = {
  'CPL-WORKBOOK-NOT-A-ZIP': { severities: ['file'], meaning: 'The file is not an Excel workbook.', source: WORKBOOK },
  'CPL-WORKBOOK-OLD-OR-LOCKED': {
    severities: ['file'],
    meaning: 'The workbook is of the old kind, or protected by a password.',
    source: WORKBOOK,
  },
  'CPL-WORKBOOK-DAMAGED': { severities: ['file'], meaning: 'The workbook is damaged.', source: WORKBOOK },
  'CPL-WORKBOOK-TOO-LARGE': {
    severities: ['file'],
    meaning: 'The workbook holds more than a list can need.',
    source: WORKBOOK,
  },
  'CPL-WORKBOOK-OTHER-KIND': {
    severities: ['file'],
    meaning: 'The file is a zip archive of another kind.',
    source: WORKBOOK,
  },
  'CPL-WORKBOOK-NO-LIST': {
    severities: ['file'],
    meaning: 'The workbook has no sheet for the DCC, which is the list.',
    source: 'CPL workbook, sheet for the DCC',
  },
  'CPL-WORKBOOK-NO-CERTIFICATES': {
    severities: ['warning'],
    meaning: 'The workbook has no published sheet, so the certificates stay as they are.',
    source: SHEET,
  },
  'CPL-WORKBOOK-NOT-CALCULATED': {
    severities: ['warning'],
    meaning: 'Cells hold a formula whose result was not saved.',
    source: WORKBOOK,
  },
  'CERT-LAYOUT': {
    severities: ['file', 'warning'],
    meaning: 'The published sheet lacks its header or some of its columns.',
    source: SHEET,
  },
  'CERT-NO-ENTRIES': { severities: ['file', 'warning'], meaning: 'The published sheet has no entries.', source: SHEET },
  'CERT-ENTRY-NUMBER': {
    severities: ['row'],
    meaning: 'An entry number is not six digits.',
    source: 'CPL, Entry.number',
  },
  'CERT-ENTRY-TWICE': {
    severities: ['row'],
    meaning: 'An entry number is on a second row of the published sheet.',
    source: 'CPL, Entry.number: a number is given once',
  },
  'CERT-NOT-LISTED': {
    severities: ['warning'],
    meaning: 'The list has no entry of this number.',
    source: 'CPL, Entry.number',
  },
  'CERT-CELL-ERROR': {
    severities: ['row'],
    meaning: 'A cell has an error of a formula in place of a value.',
    source: SHEET,
  },
  'CERT-DATE': {
    severities: ['row'],
    meaning: 'The date of a CPA certificate is not a valid date.',
    source: 'R67; CPL, CPA_Certificate.expiry_date',
  },
  'CERT-PREFIX': {
    severities: ['warning'],
    meaning: 'A CPA certificate has neither prefix [E] nor [R], so its date counts as an expiry.',
    source: 'CPL, CPA_Certificate.identification_number',
  },
  'CERT-DATE-MISSING': {
    severities: ['warning'],
    meaning: 'A CPA certificate has no date.',
    source: 'R67; CPL, CPA_Certificate.expiry_date',
  },
  'CERT-REQUIRED': {
    severities: ['warning'],
    meaning: 'A certificate is missing that the device type needs.',
    source: 'CPL Requirements Document',
  },
  'CERT-UNEXPECTED': {
    severities: ['warning'],
    meaning: 'A SMETS1 entry has a certificate that it cannot have.',
    source: 'CPL Requirements Document',
  },
  'CERT-IMAGE': {
    severities: ['warning'],
    meaning: 'Of the three fields of the manufacturer image some are given and some are not.',
    source: 'CPL, Manufacturer_Image',
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;
