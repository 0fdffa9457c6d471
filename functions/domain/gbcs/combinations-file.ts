import { dayInWords } from '../calendar/day-in-words.ts';
import { isSmetsChtsVersion, normaliseSmetsChts } from '../cpl/cpl-entry.ts';
import { DEVICE_TYPE_WORDS, deviceTypeOf, deviceTypeWord } from '../cpl/cpl-words.ts';
import { writeCsvRecord } from '../csv/csv-table.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import { isGbcsVersion, normaliseGbcsVersion } from './gbcs-register.ts';
import { dayIn, type GovernanceLayout, type GovernanceRow, governanceRows } from './governance-columns.ts';
import type { VersionCombination, VersionCombinations } from './version-combinations.ts';

/** What a table of combinations came to; warnings go with one that was read. */
export type CombinationsReading =
  | { readonly outcome: 'read'; readonly combinations: VersionCombinations; readonly findings: readonly Finding[] }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

const REQUIRED = ['device_type', 'smets_chts_version', 'gbcs_version'] as const;
const COLUMNS = [
  ...REQUIRED,
  'valid_from',
  'installation_to',
  'maintenance_to',
  'source',
  'confidence',
  'note',
] as const;
type Column = (typeof COLUMNS)[number];
const LAYOUT: GovernanceLayout<Column> = {
  prefix: 'COMB',
  file: 'table of combinations',
  columns: COLUMNS,
  required: REQUIRED,
};

/**
 * Reads `governance/version-combinations.csv`: one row for each combination of device type, SMETS or CHTS version and
 * GBCS version that an entry may declare (R77). It is taken as a whole or refused as a whole.
 */
export function parseCombinations(bytes: Uint8Array): CombinationsReading {
  const log = new FindingLog();
  const combinations: VersionCombination[] = [];
  const lineOf = new Map<string, number>();
  for (const row of governanceRows(bytes, LAYOUT, log)) {
    const combination = combinationOf(row);
    if (combination === undefined) continue;
    const { smetsChtsVersion, gbcsVersion } = combination;
    const name = [deviceTypeWord(combination), smetsChtsVersion, gbcsVersion].join(', ');
    const earlier = lineOf.get(name);
    if (earlier !== undefined) {
      const message = `${name} has a row already, on line ${earlier}. Leave one row for each combination.`;
      row.report('device_type', { code: 'COMB-DOUBLED', severity: 'file', message });
    }
    lineOf.set(name, row.line);
    combinations.push(combination);
  }
  return log.refuses
    ? { outcome: 'refused', findings: log.findings }
    : { outcome: 'read', combinations, findings: log.findings };
}

/** A table of combinations as the file it is read from. */
export function combinationsCsv(combinations: VersionCombinations): string {
  const rows = combinations.map((row) => [
    deviceTypeWord(row),
    row.smetsChtsVersion,
    row.gbcsVersion,
    row.validFrom,
    row.installationTo,
    row.maintenanceTo,
    row.source,
    row.confidence,
    row.note,
  ]);
  return [COLUMNS, ...rows].map((row) => `${writeCsvRecord(row)}\r\n`).join('');
}

function combinationOf(row: GovernanceRow<Column>): VersionCombination | undefined {
  const { cell, report } = row;
  const type = deviceTypeOf(cell('device_type'));
  if (type === undefined) {
    const message = `This device type is not known. The list has: ${DEVICE_TYPE_WORDS.join(', ')}.`;
    report('device_type', { code: 'COMB-DEVICE-TYPE-UNKNOWN', severity: 'file', message });
  }
  const smetsChtsVersion = normaliseSmetsChts(cell('smets_chts_version'));
  if (!isSmetsChtsVersion(smetsChtsVersion)) {
    const message = 'This is not a SMETS or CHTS version, such as SMETS V5.1 or CHTS V1.5. Correct it.';
    report('smets_chts_version', { code: 'COMB-SMETS-FORM', severity: 'file', message });
  }
  const gbcsVersion = normaliseGbcsVersion(cell('gbcs_version'));
  if (!isGbcsVersion(gbcsVersion)) {
    const message = 'This is not a GBCS version, such as 4.1; a spreadsheet may have made 4 out of 4.0. Correct it.';
    report('gbcs_version', { code: 'COMB-GBCS-FORM', severity: 'file', message });
  }
  const [validFrom, installationTo, maintenanceTo] = [
    dayIn('valid_from', row, LAYOUT),
    dayIn('installation_to', row, LAYOUT),
    dayIn('maintenance_to', row, LAYOUT),
  ];
  if (installationTo !== '' && installationTo < validFrom) {
    const message = `The combination ends before it begins, on ${dayInWords(validFrom)}. Correct one of the dates.`;
    report('installation_to', { code: 'COMB-VALIDITY-REVERSED', severity: 'file', message });
  }
  if (type === undefined) return undefined;
  const [source, confidence, note] = [cell('source'), cell('confidence'), cell('note')];
  return { ...type, smetsChtsVersion, gbcsVersion, validFrom, installationTo, maintenanceTo, source, confidence, note };
}
