import type { ColumnLayout, CplField } from './cpl-columns.ts';
import { entryKeyOf } from './cpl-content.ts';
import type { CplEntry } from './cpl-entry.ts';
import { CPL_RULES, type CplRow, IDENTIFIERS, MAX_VALUE_CHARACTERS } from './cpl-rules.ts';
import { deviceTypeNamed, isoDayOf, statusNamed, textOrNothing } from './cpl-words.ts';
import type { Finding } from '../findings/finding.ts';
import { normaliseGbcsVersion } from '../gbcs/gbcs-register.ts';
import { upperCase } from './upper-case.ts';

/**
 * What a row of an extract says: an entry, with what is only warned of; or, when a rule quarantines it, why, and as
 * much of its identity as can be told ('' where it cannot).
 */
export type RowReading =
  | { readonly sound: true; readonly entry: CplEntry; readonly findings: readonly Finding[] }
  | {
      readonly sound: false;
      readonly entryKey: string;
      readonly cplEntryId: string;
      readonly findings: readonly Finding[];
    };

/** Version of how rows are read and judged: an accepted list that was judged by another one is judged afresh. */
export const ROW_RULES_VERSION = 1;

const SHOWN_CHARACTERS = 200;

/** Reads and judges one row of an extract by all rules. */
export function readRow(layout: ColumnLayout, cells: readonly string[], line: number): RowReading {
  const values = normaliseRow(layout, cells);
  const row: CplRow = { values, has: (field) => layout.positions.has(field) };
  const isTooLong = cells.some((cell) => cell.length > MAX_VALUE_CHARACTERS);
  const findings: Finding[] = isTooLong ? [...tooLong(layout, cells, line)] : [];
  for (const rule of CPL_RULES) {
    if (!rule.isBroken(row)) continue;
    const { code, severity, sentence } = rule;
    const written = writtenValue(layout, cells, rule.field);
    findings.push({
      code,
      severity,
      line,
      field: labelOf(layout, rule.field),
      value: shown(written),
      message: sentence,
    });
  }
  const entry = findings.some((finding) => finding.severity === 'row') ? undefined : entryOf(values);
  if (entry !== undefined) return { sound: true, entry, findings };
  return { sound: false, entryKey: identityOf(values), cplEntryId: values.cplEntryId, findings };
}

/** Reads a row that is known to break no rule but may carry warnings: one of the accepted list. */
export function readAcceptedRow(layout: ColumnLayout, cells: readonly string[]): CplEntry {
  const entry = entryOf(normaliseRow(layout, cells));
  if (entry === undefined) throw new Error(`The accepted list holds a row that is no entry: ${cells.join(',')}`);
  return entry;
}

function normaliseRow(layout: ColumnLayout, cells: readonly string[]): Readonly<Record<CplField, string>> {
  const read = (field: CplField) => cells[layout.positions.get(field) ?? -1] ?? '';
  const text = (field: CplField) => textOrNothing(read(field));
  const code = (field: CplField) => upperCase(read(field).trim());
  const day = (field: CplField) => dayOrText(text(field));
  return {
    cplEntryId: read('cplEntryId').trim(),
    deviceType: read('deviceType').trim(),
    manufacturerName: read('manufacturerName').trim(),
    manufacturerIdentifier: code('manufacturerIdentifier'),
    modelIdentifier: code('modelIdentifier'),
    hardwareVersion: code('hardwareVersion'),
    firmwareVersion: code('firmwareVersion'),
    smetsChtsVersion: text('smetsChtsVersion'),
    gbcsVersion: normaliseGbcsVersion(text('gbcsVersion')),
    esmeVariant: text('esmeVariant').toUpperCase(),
    cpaCertificateId: text('cpaCertificateId'),
    cpaCertificateExpiryDate: day('cpaCertificateExpiryDate'),
    cpaCertificateRenewalDate: day('cpaCertificateRenewalDate'),
    zigbeeCertificateId: text('zigbeeCertificateId'),
    dlmsCertificateId: text('dlmsCertificateId'),
    manufacturerImageHash: upperCase(text('manufacturerImageHash')),
    imageCreator: text('imageCreator'),
    status: read('status').trim(),
    dateAdded: day('dateAdded'),
    dateRemoved: day('dateRemoved'),
  };
}

function entryOf(values: Readonly<Record<CplField, string>>): CplEntry | undefined {
  const deviceType = deviceTypeNamed(values.deviceType);
  const status = statusNamed(values.status);
  if (deviceType === undefined || status === undefined) return undefined;
  const entry = { ...values, deviceType, status };
  return { entryKey: entryKeyOf(entry), ...entry };
}

function identityOf(values: Readonly<Record<CplField, string>>): string {
  const deviceType = deviceTypeNamed(values.deviceType);
  if (deviceType === undefined) return '';
  const whole = IDENTIFIERS.every(
    ({ field, length }) => values[field].length === length && /^[0-9A-F]+$/.test(values[field]),
  );
  return whole ? entryKeyOf({ ...values, deviceType }) : '';
}

function* tooLong(layout: ColumnLayout, cells: readonly string[], line: number): Generator<Finding> {
  for (const [field, position] of layout.positions) {
    const value = cells[position] ?? '';
    if (value.length <= MAX_VALUE_CHARACTERS) continue;
    yield {
      code: 'CPL-VALUE-TOO-LONG',
      severity: 'row',
      line,
      field: labelOf(layout, field),
      value: shown(value),
      message: `This value is longer than ${MAX_VALUE_CHARACTERS} characters. Shorten it.`,
    };
  }
}

function dayOrText(text: string): string {
  return text === '' ? '' : (isoDayOf(text) ?? text);
}

function labelOf(layout: ColumnLayout, field: CplField): string {
  return layout.labels[layout.positions.get(field) ?? -1] ?? field;
}

function writtenValue(layout: ColumnLayout, cells: readonly string[], field: CplField): string {
  return cells[layout.positions.get(field) ?? -1] ?? '';
}

function shown(value: string): string {
  return value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
}
