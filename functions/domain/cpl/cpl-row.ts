import { aboutEntry, type Finding } from '../findings/finding.ts';
import { inFigures } from '../words/counted.ts';
import { hiddenCharacterIn } from '../findings/hidden-characters.ts';
import { normaliseGbcsVersion } from '../gbcs/gbcs-register.ts';
import { type ColumnLayout, type CplField, labelOf } from './cpl-columns.ts';
import { type CplEntry, entryKeyOf, normaliseSmetsChts } from './cpl-entry.ts';
import { CPL_RULES, IDENTIFIERS, isEntryNumber, isWholeIdentifier, MAX_VALUE_CHARACTERS } from './cpl-rules.ts';
import { deviceTypeOf, statusOf, textOrNothing } from './cpl-words.ts';
import { upperCase } from './upper-case.ts';

/**
 * What a row of a list says: a line, with remarks; or, when a rule quarantines it, why, and as much of its identity as
 * can be read.
 */
export type RowReading =
  | { readonly sound: true; readonly entry: CplEntry; readonly findings: readonly Finding[] }
  | {
      readonly sound: false;
      /** '' where it cannot be read. */
      readonly entryKey: string;
      /** Six digits, with leading zeros restored; '' where it cannot be read. */
      readonly entryNumber: string;
      /** Whether the row says that its entry is removed. */
      readonly saysRemoved: boolean;
      readonly findings: readonly Finding[];
    };

/** Version of how rows are read: an accepted list that was read by another one is read again line by line. */
export const ROW_RULES_VERSION = 2;

const SHOWN_CHARACTERS = 200;

type Values = Readonly<Record<CplField, string>>;

/** Reads one row of a list and checks it by all rules. */
export function readRow(layout: ColumnLayout, cells: readonly string[], line: number): RowReading {
  const written = writtenValues(layout, cells);
  const values = normalised(written);
  const long = cells.some((cell) => cell.length > MAX_VALUE_CHARACTERS) ? tooLong(layout, cells) : [];
  const findings: Finding[] = long.map((field) => ({
    ...valueTooLong(labelOf(layout, field), written[field], line),
    ...columnOf(layout, field),
  }));
  const reported: CplField[] = [...long];
  const row = { values, written };
  for (const rule of CPL_RULES) {
    if (!rule.isBroken(row) || reported.includes(rule.field)) continue;
    const { code, severity, field, sentence } = rule;
    reported.push(field);
    const value = shown(written[field]);
    const message = sentence + hiddenRemark(written[field]);
    findings.push({ code, severity, line, field: labelOf(layout, field), value, message, ...columnOf(layout, field) });
  }
  const entry = findings.some(({ severity }) => severity === 'row') ? undefined : entryOf(values);
  if (entry !== undefined)
    return { sound: true, entry, findings: findings.map((finding) => aboutEntry(finding, entry)) };
  const identity = { entryKey: identityOf(values), entryNumber: entryNumberIn(values.entryNumber) };
  return {
    sound: false,
    ...identity,
    saysRemoved: statusOf(values.status) === 'Removed',
    findings: findings.map((finding) => aboutEntry(finding, identity)),
  };
}

function columnOf(layout: ColumnLayout, field: CplField): Pick<Finding, 'column'> {
  const at = layout.positions.get(field);
  return at === undefined ? {} : { column: at + 1 };
}

/** Reads a row that is known to break no rule: one of the accepted list. */
export function readAcceptedRow(layout: ColumnLayout, cells: readonly string[]): CplEntry {
  const entry = entryOf(normalised(writtenValues(layout, cells)));
  if (entry === undefined) throw new Error(`The accepted list holds a row that is not a line: ${cells.join(',')}`);
  return entry;
}

function writtenValues(layout: ColumnLayout, cells: readonly string[]): Values {
  const read = (field: CplField) => cells[layout.positions.get(field) ?? -1] ?? '';
  return {
    version: read('version'),
    entryNumber: read('entryNumber'),
    status: read('status'),
    deviceType: read('deviceType'),
    manufacturerIdentifier: read('manufacturerIdentifier'),
    modelIdentifier: read('modelIdentifier'),
    hardwareVersion: read('hardwareVersion'),
    hardwareRevision: read('hardwareRevision'),
    deviceModel: read('deviceModel'),
    firmwareVersion: read('firmwareVersion'),
    smetsChtsVersion: read('smetsChtsVersion'),
    gbcsVersion: read('gbcsVersion'),
    manufacturerImageHash: read('manufacturerImageHash'),
  };
}

function normalised(written: Values): Values {
  return {
    version: written.version,
    entryNumber: written.entryNumber.trim(),
    status: written.status,
    deviceType: written.deviceType,
    manufacturerIdentifier: octets(written.manufacturerIdentifier),
    modelIdentifier: octets(written.modelIdentifier),
    hardwareVersion: octets(written.hardwareVersion),
    hardwareRevision: octets(written.hardwareRevision),
    deviceModel: octets(textOrNothing(written.deviceModel)),
    firmwareVersion: octets(written.firmwareVersion),
    smetsChtsVersion: normaliseSmetsChts(textOrNothing(written.smetsChtsVersion)),
    gbcsVersion: normaliseGbcsVersion(textOrNothing(written.gbcsVersion)),
    manufacturerImageHash: octets(textOrNothing(written.manufacturerImageHash)),
  };
}

/** Octets in upper case, without the colons that the published sheet puts between them. */
function octets(text: string): string {
  const trimmed = text.trim();
  const hasColons = trimmed.includes(':') && /^[0-9A-F]{2}(?::[0-9A-F]{2})+$/i.test(trimmed);
  return upperCase(hasColons ? trimmed.replaceAll(':', '') : trimmed);
}

function entryOf(values: Values): CplEntry | undefined {
  const type = deviceTypeOf(values.deviceType);
  const status = statusOf(values.status);
  if (type === undefined || status === undefined) return undefined;
  const { deviceType, variantFamily } = type;
  const { manufacturerIdentifier, modelIdentifier, firmwareVersion } = values;
  const hardwareVersion = values.hardwareVersion + values.hardwareRevision;
  const identity = { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion };
  return {
    entryKey: entryKeyOf(identity),
    entryNumber: values.entryNumber,
    status,
    deviceType,
    variantFamily,
    manufacturerIdentifier,
    modelIdentifier,
    hardwareVersion,
    firmwareVersion,
    smetsChtsVersion: values.smetsChtsVersion,
    gbcsVersion: values.gbcsVersion,
    manufacturerImageHash: values.manufacturerImageHash,
  };
}

function identityOf(values: Values): string {
  const whole = IDENTIFIERS.every(({ field, length }) => isWholeIdentifier(values[field], length));
  const entry = whole ? entryOf({ ...values, status: 'Current' }) : undefined;
  return entry?.entryKey ?? '';
}

/** The entry number that a value stands for, with leading zeros restored; '' where it is not one. */
export function entryNumberIn(value: string): string {
  const text = value.trim();
  if (isEntryNumber(text)) return text;
  const [, digits = ''] = /^(\d{1,5})(?:\.0+)?$/.exec(text) ?? [];
  return digits === '' ? '' : digits.padStart(6, '0');
}

function tooLong(layout: ColumnLayout, cells: readonly string[]): readonly CplField[] {
  return [...layout.positions].flatMap(([field, at]) =>
    (cells[at] ?? '').length > MAX_VALUE_CHARACTERS ? [field] : [],
  );
}

function valueTooLong(field: string, value: string, line: number): Finding {
  const message = `This value is longer than ${inFigures(MAX_VALUE_CHARACTERS)} characters. Shorten it.`;
  return { code: 'CPL-VALUE-TOO-LONG', severity: 'row', line, field, value: shown(value), message };
}

/** What else is said of a value in which there is a character that cannot be seen. */
function hiddenRemark(value: string): string {
  const hidden = hiddenCharacterIn(value.trim());
  return hidden === undefined ? '' : ` The value has ${hidden} in it, which cannot be seen.`;
}

function shown(value: string): string {
  return value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
}
