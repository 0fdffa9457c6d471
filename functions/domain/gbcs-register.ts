import { type CplEntry, isSmets1 } from './cpl-entry.ts';

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
    .replace(/^v(?:ersion)?\.?\s*/i, '')
    .trim();
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
