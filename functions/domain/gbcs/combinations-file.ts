import { normaliseSmetsChts } from '../cpl/cpl-entry.ts';
import { DEVICE_TYPE_WORDS, deviceTypeOf, deviceTypeWord } from '../cpl/cpl-words.ts';
import { readCsvTable, writeCsvRecord } from '../csv/csv-table.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import { normaliseGbcsVersion } from './gbcs-register.ts';
import { columnPositions, dayIn, type Report } from './governance-columns.ts';
import type { VersionCombination, VersionCombinations } from './version-combinations.ts';

/** What a table of combinations came to; warnings go with one that was read. */
export type CombinationsReading =
  | { readonly outcome: 'read'; readonly combinations: VersionCombinations; readonly findings: readonly Finding[] }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

const MAX_BYTES = 1024 * 1024;
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

/**
 * Reads `governance/version-combinations.csv`: one row for each combination of device type, SMETS or CHTS version and
 * GBCS version that an entry may declare (R77). It is taken as a whole or refused as a whole.
 */
export function parseCombinations(bytes: Uint8Array): CombinationsReading {
  const log = new FindingLog();
  const table = readCsvTable(bytes, MAX_BYTES, log);
  const layout = { prefix: 'COMB' as const, file: 'table of combinations', columns: COLUMNS, required: REQUIRED };
  const positions = columnPositions<Column>(table.labels, layout, log);
  const combinations: VersionCombination[] = [];
  const lineOf = new Map<string, number>();
  for (const row of log.refuses ? [] : table.rows) {
    const cell = (column: Column) => (row.values[positions.get(column) ?? -1] ?? '').trim();
    const report: Report<Column> = (column, finding) =>
      log.add({ line: row.line, field: column, value: cell(column), ...finding });
    const combination = combinationOf(cell, report);
    if (combination === undefined) continue;
    const { smetsChtsVersion, gbcsVersion } = combination;
    const name = [deviceTypeWord(combination), smetsChtsVersion, gbcsVersion].join(', ');
    const earlier = lineOf.get(name);
    if (earlier !== undefined) {
      const message = `${name} has a row already, on line ${earlier}. Leave one row for each combination.`;
      report('device_type', { code: 'COMB-DOUBLED', severity: 'file', message });
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

function combinationOf(cell: (column: Column) => string, report: Report<Column>): VersionCombination | undefined {
  const type = deviceTypeOf(cell('device_type'));
  if (type === undefined) {
    const message = `This device type is not known. The list has: ${DEVICE_TYPE_WORDS.join(', ')}.`;
    report('device_type', { code: 'COMB-DEVICE-TYPE-UNKNOWN', severity: 'file', message });
  }
  const smetsChtsVersion = normaliseSmetsChts(cell('smets_chts_version'));
  if (!/^(?:SMETS|CHTS) V\d{1,2}\.\d{1,2}$/.test(smetsChtsVersion)) {
    const message = 'This is not a SMETS or CHTS version, such as SMETS V5.1 or CHTS V1.5. Correct it.';
    report('smets_chts_version', { code: 'COMB-SMETS-FORM', severity: 'file', message });
  }
  const gbcsVersion = normaliseGbcsVersion(cell('gbcs_version'));
  if (!/^\d{1,3}(?:\.\d{1,3}){1,2}$/.test(gbcsVersion)) {
    const message = 'This is not a GBCS version, such as 4.1; a spreadsheet may have made 4 out of 4.0. Correct it.';
    report('gbcs_version', { code: 'COMB-GBCS-FORM', severity: 'file', message });
  }
  const [validFrom, installationTo, maintenanceTo] = [
    dayIn('valid_from', cell('valid_from'), 'COMB', report),
    dayIn('installation_to', cell('installation_to'), 'COMB', report),
    dayIn('maintenance_to', cell('maintenance_to'), 'COMB', report),
  ];
  if (validFrom !== '' && installationTo !== '' && installationTo < validFrom) {
    const message = `The combination ends before it begins, on ${validFrom}. Correct one of the dates.`;
    report('installation_to', { code: 'COMB-VALIDITY-REVERSED', severity: 'file', message });
  }
  if (type === undefined) return undefined;
  const [source, confidence, note] = [cell('source'), cell('confidence'), cell('note')];
  return { ...type, smetsChtsVersion, gbcsVersion, validFrom, installationTo, maintenanceTo, source, confidence, note };
}
