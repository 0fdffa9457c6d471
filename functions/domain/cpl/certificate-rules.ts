import type { Finding, FindingSeverity } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import type { EntryCertificates } from './certificates.ts';
import { type CplDeviceType, isSmets1 } from './cpl-entry.ts';
import { deviceTypeOf, isSpreadsheetError, textOrNothing } from './cpl-words.ts';
import { cpaReference } from './entry-certificates.ts';
import { type PublishedColumn, type PublishedRow, columnName } from './published-columns.ts';
import { isoDay } from './published-day.ts';

/** A finding about one row of the published sheet. */
export function rowFinding(
  code: FindingCode,
  severity: FindingSeverity,
  row: PublishedRow,
  column: PublishedColumn,
  message: string,
): Finding {
  return { code, severity, line: row.line, field: columnName(column), value: row.value(column), message };
}

/** Columns in which a formula that failed would be taken for a certificate. */
const CERTIFICATE_COLUMNS = [
  'cpaReference',
  'cpaCharacteristics',
  'cpaDate',
  'dlmsReference',
  'dlmsVersion',
  'zseReference',
  'zseVersion',
  'imageCreator',
  'imageHash',
  'imageDescriptor',
] as const satisfies readonly PublishedColumn[];

/** What makes the certificates of a row unusable: the entry then keeps those that it has. */
export function rowFaults(row: PublishedRow): Finding[] {
  const failed = CERTIFICATE_COLUMNS.filter((column) => isSpreadsheetError(row.value(column))).map((column) =>
    rowFinding(
      'CERT-CELL-ERROR',
      'row',
      row,
      column,
      'The cell has an error of a formula in place of a value. Correct it.',
    ),
  );
  const date = textOrNothing(row.value('cpaDate'));
  if (date === '' || isSpreadsheetError(date) || isoDay(date) !== undefined) return failed;
  const message = 'The date of the CPA certificate is not a valid date. Give it as dd/mm/yyyy.';
  return [...failed, rowFinding('CERT-DATE', 'row', row, 'cpaDate', message)];
}

/** What looks wrong in a row whose certificates can be used all the same. Of a removed entry nothing is required. */
export function rowRemarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  const remarks = cpaRemarks(row, certificates);
  if (row.value('entryStatus').toLowerCase() === 'removed') return remarks;
  return [...remarks, ...requirementRemarks(row, certificates), ...imageRemarks(row, certificates)];
}

function cpaRemarks(row: PublishedRow, { cpa }: EntryCertificates): Finding[] {
  if (cpa === null) return [];
  const remarks: Finding[] = [];
  if (cpaReference(row.value('cpaReference')).prefix === '') {
    const message = 'The CPA certificate has no prefix [E] or [R]. Its date counts as an expiry date.';
    remarks.push(rowFinding('CERT-PREFIX', 'warning', row, 'cpaReference', message));
  }
  if (cpa.date === '') {
    const message = 'The CPA certificate has no expiry or renewal date.';
    remarks.push(rowFinding('CERT-DATE-MISSING', 'warning', row, 'cpaDate', message));
  }
  return remarks;
}

type Certificate = 'cpa' | 'dlms' | 'zse';

/** Certificates in the order of the sheet, with their usual names and the column of the reference. */
const CERTIFICATES = [
  ['cpa', 'CPA', 'cpaReference'],
  ['dlms', 'DLMS', 'dlmsReference'],
  ['zse', 'ZSE', 'zseReference'],
] as const satisfies readonly (readonly [Certificate, string, PublishedColumn])[];

/** What an entry of SMETS2 or later needs by its device type; a PPMID needs no CPA. */
const REQUIRED: Readonly<Record<CplDeviceType, readonly Certificate[]>> = {
  CH: ['cpa', 'zse'],
  GSME: ['cpa', 'zse'],
  HCALCS: ['cpa', 'zse'],
  PPMID: ['zse'],
  ESME: ['cpa', 'dlms', 'zse'],
};

function requirementRemarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  if (isSmets1({ smetsChtsVersion: row.value('smetsChtsVersion') })) return smets1Remarks(row, certificates);
  const word = row.value('deviceType');
  const type = deviceTypeOf(word);
  const required = type === undefined ? [] : REQUIRED[type.deviceType];
  return CERTIFICATES.filter(([kind]) => required.includes(kind) && certificates[kind] === null).map(
    ([, name, column]) =>
      rowFinding(
        'CERT-REQUIRED',
        'warning',
        row,
        column,
        `${word} needs a ${name} certificate, and the entry has none.`,
      ),
  );
}

function smets1Remarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  return CERTIFICATES.filter(([kind]) => certificates[kind] !== null).map(([, name, column]) => {
    const message = `The entry is SMETS1, which has no ${name} certificate, but one is given.`;
    return rowFinding('CERT-UNEXPECTED', 'warning', row, column, message);
  });
}

function imageRemarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  const fields = [
    ['imageCreator', certificates.imageCreator],
    ['imageHash', certificates.imageHash],
    ['imageDescriptor', certificates.imageDescriptor],
  ] as const satisfies readonly (readonly [PublishedColumn, string])[];
  const missing = fields.filter(([, value]) => value === '').map(([column]) => column);
  const [first] = missing;
  if (first === undefined || missing.length === fields.length) return [];
  const names = missing.map((column) => columnName(column)).join(' and ');
  const message = `Of the manufacturer image, all three fields are given or none; missing: ${names}.`;
  return [rowFinding('CERT-IMAGE', 'warning', row, first, message)];
}
