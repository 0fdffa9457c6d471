import { type CplEntry, isSmets1 } from '../cpl/cpl-entry.ts';

/** One GBCS version of the register; dates are ISO days in London, '' where the date is not known or open. */
export type GbcsVersion = {
  readonly gbcsVersion: string;
  readonly recognised: boolean;
  readonly validFrom: string;
  readonly validTo: string;
  readonly dspMapping: string;
  readonly source: string;
  readonly confidence: string;
  readonly note: string;
};

/** All GBCS versions the DSP has a mapping row for, one row each (R21). */
export type GbcsRegister = readonly GbcsVersion[];

/** What the register says of a GBCS version on a day: two outcomes go on, two are blocked (R8, DESIGN 3). */
export type GbcsOutcome = 'in-force' | 'expired' | 'not-yet-in-force' | 'unknown';

/** The version as the register writes it: `v1.1`, `GBCS v1.1` and `1.1` are one; never a number. */
export function normaliseGbcsVersion(text: string): string {
  return text
    .trim()
    .replace(/^GBCS\s*/i, '')
    .replace(/^v(?:ersion)?\.?\s*/i, '');
}

/** Judges a normalised GBCS version by the register on a London day; `validTo` is the last valid day (R19). */
export function gbcsOutcome(register: GbcsRegister, gbcsVersion: string, londonDay: string): GbcsOutcome {
  const row = register.find((version) => version.gbcsVersion === gbcsVersion);
  if (!row?.recognised) return 'unknown';
  if (row.validFrom !== '' && londonDay < row.validFrom) return 'not-yet-in-force';
  if (row.validTo !== '' && londonDay > row.validTo) return 'expired';
  return 'in-force';
}

/** Says whether GBCS applies to an entry at all: SMETS1 devices and Type 2 devices may have no GBCS version. */
export function needsGbcsVersion(entry: Pick<CplEntry, 'deviceType' | 'smetsChtsVersion'>): boolean {
  return entry.deviceType !== 'IHD' && entry.deviceType !== 'CAD' && !isSmets1(entry);
}

const NOT_FOUND = 'dates not found';

/**
 * The register of a pipeline on which none was activated: every version that public material names (DOMAIN 3), each
 * recognised and open where a date was not found. DCC operations replace it by a file (R21, R23).
 */
export const DEFAULT_GBCS_REGISTER: GbcsRegister = [
  known('1.0', { validTo: '2018-05-07', source: 'CPL18 s2, s8', confidence: 'high', note: 'start not found' }),
  known('1.1', { validFrom: '2017-11-06', source: 'CPL18 s2', confidence: 'high', note: 'end not found' }),
  known('2.0', {
    source: 'CPL18 s8; switec.info 2020/0493/UK',
    confidence: 'medium',
    note: 'Release 2.0, adopted 8 November 2018; the number is inferred',
  }),
  known('2.1', { source: 'recall', confidence: 'low', note: NOT_FOUND }),
  known('3.0', { source: 'recall', confidence: 'low', note: NOT_FOUND }),
  known('3.1', { source: 'recall', confidence: 'low', note: NOT_FOUND }),
  known('3.2', {
    source: 'November 2020 SEC release (MP093); WG21',
    confidence: 'high',
    note: 'in the field by November 2020',
  }),
  known('4.0', { source: 'recall', confidence: 'low', note: NOT_FOUND }),
  known('4.1', {
    source: 'DUIS V5.0 and V5.1 XSD headers',
    confidence: 'high',
    note: 'likely in force on 4 November 2021',
  }),
  known('4.2', { source: 'recall', confidence: 'low', note: 'likely the November 2022 release' }),
  known('4.3', { source: 'DUIS V5.3a and V5.4 XSD headers', confidence: 'high', note: 'current in those' }),
];

function known(
  gbcsVersion: string,
  row: Pick<GbcsVersion, 'source' | 'confidence' | 'note'> & Partial<Pick<GbcsVersion, 'validFrom' | 'validTo'>>,
): GbcsVersion {
  const open = { validFrom: '', validTo: '' };
  return { gbcsVersion, recognised: true, dspMapping: `GBCS ${gbcsVersion}`, ...open, ...row };
}
