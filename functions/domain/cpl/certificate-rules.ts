import type { Finding, FindingSeverity } from '../findings/finding.ts';
import type { FindingCode } from '../findings/finding-codes.ts';
import {
  CERTIFICATE_KINDS,
  type CertificateKind,
  type EntryCertificates,
  requiredCertificates,
} from './certificates.ts';
import { isSmets1 } from './cpl-entry.ts';
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

/** The usual name of each certificate, and the column of its reference. */
const CERTIFICATES = {
  cpa: ['CPA', 'cpaReference'],
  dlms: ['DLMS', 'dlmsReference'],
  zse: ['ZSE', 'zseReference'],
} as const satisfies Record<CertificateKind, readonly [string, PublishedColumn]>;

function requirementRemarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  const word = row.value('deviceType');
  const smetsChtsVersion = row.value('smetsChtsVersion');
  if (isSmets1({ smetsChtsVersion })) return smets1Remarks(row, certificates);
  const type = deviceTypeOf(word);
  const required = type === undefined ? [] : requiredCertificates({ ...type, smetsChtsVersion });
  return required
    .filter((kind) => certificates[kind] === null)
    .map((kind) => {
      const [name, column] = CERTIFICATES[kind];
      const message = `Entry ${certificates.entryNumber}: ${word} needs a ${name} certificate, and the entry has none.`;
      return rowFinding('CERT-REQUIRED', 'warning', row, column, message);
    });
}

function smets1Remarks(row: PublishedRow, certificates: EntryCertificates): Finding[] {
  return CERTIFICATE_KINDS.filter((kind) => certificates[kind] !== null).map((kind) => {
    const [name, column] = CERTIFICATES[kind];
    const message = `Entry ${certificates.entryNumber} is SMETS1, which has no ${name} certificate, but one is given.`;
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
