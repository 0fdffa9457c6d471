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

/** What the register says of a GBCS version on a day: two outcomes go on, two are blocked (R8, ARCHITECTURE "The gate"). */
export type GbcsOutcome = 'in-force' | 'expired' | 'not-yet-in-force' | 'unknown';

/** What the list writes before each version. */
const LIST_WORDS = 'GBCS Version ';

/** The version as the register writes it: `GBCS Version 1.1 `, `v1.1` and `1.1` are one; never a number. */
export function normaliseGbcsVersion(text: string): string {
  if (text.startsWith(LIST_WORDS)) return text.slice(LIST_WORDS.length).trim();
  return text
    .trim()
    .replace(/^GBCS\s*/i, '')
    .replace(/^v(?:ersion)?\.?\s*/i, '');
}

/** Whether a text is a GBCS version as an entry may declare it: two or three numbers, such as 4.1 or 4.1.2. */
export function isGbcsVersion(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){1,2}$/.test(text);
}

/** Checks a normalised GBCS version by the register on a London day; `validTo` is the last valid day (R19). */
export function gbcsOutcome(register: GbcsRegister, gbcsVersion: string, londonDay: string): GbcsOutcome {
  const row = register.find((version) => version.gbcsVersion === gbcsVersion);
  if (!row?.recognised) return 'unknown';
  if (londonDay < row.validFrom) return 'not-yet-in-force';
  if (row.validTo !== '' && londonDay > row.validTo) return 'expired';
  return 'in-force';
}

/**
 * The versions of the active register that a new one does not have although lines of the list declare them: it must say
 * of each whether the DSP recognises it, so that none is dropped by mistake and blocks what the DSP holds.
 */
export function droppedVersions(
  active: GbcsRegister,
  next: GbcsRegister,
  declared: ReadonlySet<string>,
): readonly string[] {
  const kept = new Set(next.map(({ gbcsVersion }) => gbcsVersion));
  return active.map(({ gbcsVersion }) => gbcsVersion).filter((version) => declared.has(version) && !kept.has(version));
}

/**
 * The register of a pipeline on which none was activated: every version that the list or public material names, with
 * the first day on which an entry could declare it. DCC operations replace it by a file (R21, R23).
 */
export const DEFAULT_GBCS_REGISTER: GbcsRegister = [
  known('1.0', { validTo: '2018-05-07', source: 'CPL18 s2, s8', confidence: 'high', note: 'start not found' }),
  known('1.1', { validFrom: '2017-11-06', source: 'CPL18 s2; CPL workbook', confidence: 'high' }),
  known('2.0', { validFrom: '2018-10-28', source: 'CPL workbook', confidence: 'high', note: 'Release 2.0' }),
  known('2.1', { validFrom: '2018-10-28', source: 'CPL workbook', confidence: 'high', note: 'Release 2.0' }),
  known('3.2', { validFrom: '2019-11-29', source: 'CPL workbook', confidence: 'high' }),
  known('4.0', { validFrom: '2020-11-29', source: 'CPL workbook', confidence: 'high' }),
  known('4.1', { validFrom: '2021-11-04', source: 'CPL workbook', confidence: 'high' }),
  known('4.2', { source: 'DUIS schema history', confidence: 'low', note: 'days not found' }),
  known('4.3', { source: 'DUIS V5.3a and V5.4 XSD headers', confidence: 'low', note: 'days not found' }),
];

function known(
  gbcsVersion: string,
  row: Pick<GbcsVersion, 'source' | 'confidence'> & Partial<Pick<GbcsVersion, 'validFrom' | 'validTo' | 'note'>>,
): GbcsVersion {
  const open = { validFrom: '', validTo: '', note: '' };
  return { gbcsVersion, recognised: true, dspMapping: `GBCS ${gbcsVersion}`, ...open, ...row };
}
