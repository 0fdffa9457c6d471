import { dayInWords } from '../calendar/day-in-words.ts';
import { writeCsvRecord } from '../csv/csv-table.ts';
import type { Finding } from '../findings/finding.ts';
import { FindingLog } from '../findings/finding-log.ts';
import { type GbcsRegister, type GbcsVersion, normaliseGbcsVersion } from './gbcs-register.ts';
import { dayIn, type GovernanceLayout, type GovernanceRow, governanceRows } from './governance-columns.ts';

/** What a register file came to; warnings go with a register that was read. */
export type GbcsFileReading =
  | {
      readonly outcome: 'read';
      readonly register: GbcsRegister;
      /** The line of each version's row. */
      readonly lineOf: ReadonlyMap<string, number>;
      readonly findings: readonly Finding[];
    }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

const REQUIRED = ['gbcs_version', 'recognised', 'valid_from', 'valid_to'] as const;
const COLUMNS = [...REQUIRED, 'dsp_mapping', 'source', 'confidence', 'note'] as const;
type Column = (typeof COLUMNS)[number];
const LAYOUT: GovernanceLayout<Column> = { prefix: 'GBCS', file: 'register', columns: COLUMNS, required: REQUIRED };

const VERSION = /^\d+(?:\.\d+)+$/;

/**
 * Reads `governance/gbcs-register.csv`: one row for each GBCS version (R21, R23). It is taken as a whole or refused as
 * a whole, with every reason by line and field.
 */
export function parseGbcsRegister(bytes: Uint8Array): GbcsFileReading {
  const log = new FindingLog();
  const register: GbcsVersion[] = [];
  const lineOf = new Map<string, number>();
  for (const row of governanceRows(bytes, LAYOUT, log)) {
    const version = versionOf(row);
    const earlier = lineOf.get(version.gbcsVersion);
    if (earlier !== undefined) {
      row.report('gbcs_version', {
        code: 'GBCS-VERSION-DOUBLED',
        severity: 'file',
        message: `GBCS ${version.gbcsVersion} has a row already, on line ${earlier}. Leave one row for each version.`,
      });
    }
    lineOf.set(version.gbcsVersion, row.line);
    register.push(version);
  }
  return log.refuses
    ? { outcome: 'refused', findings: log.findings }
    : { outcome: 'read', register, lineOf, findings: log.findings };
}

/** A register as the file it is read from: what `parseGbcsRegister` reads as the same register. */
export function gbcsRegisterCsv(register: GbcsRegister): string {
  const rows = register.map((version) => [
    version.gbcsVersion,
    version.recognised ? 'yes' : 'no',
    version.validFrom,
    version.validTo,
    version.dspMapping,
    version.source,
    version.confidence,
    version.note,
  ]);
  return [COLUMNS, ...rows].map((row) => `${writeCsvRecord(row)}\r\n`).join('');
}

function versionOf(row: GovernanceRow<Column>): GbcsVersion {
  const { cell, report } = row;
  const gbcsVersion = normaliseGbcsVersion(cell('gbcs_version'));
  if (gbcsVersion === '') {
    report('gbcs_version', {
      code: 'GBCS-VERSION-MISSING',
      severity: 'file',
      message: 'This row has no GBCS version. Give it one or remove the row.',
    });
  } else if (!VERSION.test(gbcsVersion)) {
    report('gbcs_version', {
      code: 'GBCS-VERSION-FORM',
      severity: 'warning',
      message:
        'This does not look like a GBCS version, such as 4.10. Check that a spreadsheet has not made it a number or a date: versions are compared in full, as text.',
    });
  }
  const recognised = cell('recognised').toLowerCase();
  if (recognised !== 'yes' && recognised !== 'no') {
    report('recognised', {
      code: 'GBCS-RECOGNISED-FORM',
      severity: 'file',
      message: 'Say yes or no: whether the DSP recognises this version.',
    });
  }
  const validFrom = dayIn('valid_from', row, LAYOUT);
  const validTo = dayIn('valid_to', row, LAYOUT);
  if (validTo !== '' && validTo < validFrom) {
    report('valid_to', {
      code: 'GBCS-VALIDITY-REVERSED',
      severity: 'file',
      message: `The version ends before it begins, on ${dayInWords(validFrom)}. Correct one of the dates; valid_to is its last valid day.`,
    });
  }
  return {
    gbcsVersion,
    recognised: recognised === 'yes',
    validFrom,
    validTo,
    dspMapping: cell('dsp_mapping'),
    source: cell('source'),
    confidence: cell('confidence'),
    note: cell('note'),
  };
}
