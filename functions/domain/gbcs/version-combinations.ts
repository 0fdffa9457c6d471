import type { CplEntry } from '../cpl/cpl-entry.ts';
import { DEVICE_TYPE_WORDS, deviceTypeOf } from '../cpl/cpl-words.ts';
import { DEFAULT_GBCS_REGISTER } from './gbcs-register.ts';

/**
 * One combination that an entry may declare: device type, SMETS or CHTS version and GBCS version, as the TS
 * Applicability Tables have them, with the end of its installation and of its maintenance validity. Dates are ISO days
 * in London, '' where the date is not known or open.
 */
export type VersionCombination = Pick<CplEntry, 'deviceType' | 'variantFamily' | 'smetsChtsVersion' | 'gbcsVersion'> & {
  readonly validFrom: string;
  readonly installationTo: string;
  readonly maintenanceTo: string;
  readonly source: string;
  readonly confidence: string;
  readonly note: string;
};

/** All combinations that are allowed, one row each. */
export type VersionCombinations = readonly VersionCombination[];

/** What the table says of what an entry declares on a day. */
export type CombinationStatus =
  | { readonly status: 'allowed' | 'past-installation' | 'not-yet-valid'; readonly combination: VersionCombination }
  | {
      readonly status: 'not-allowed';
      readonly allowed: readonly VersionCombination[];
      /** Whether the table has the GBCS version at all; one that is new may not be in it yet. */
      readonly hasGbcsVersion: boolean;
    };

/** Looks up what an entry declares; `installationTo` is the last day on which it may be installed. */
export function combinationStatus(
  combinations: VersionCombinations,
  entry: Pick<CplEntry, 'deviceType' | 'variantFamily' | 'smetsChtsVersion' | 'gbcsVersion'>,
  londonDay: string,
): CombinationStatus {
  const isOfType = ({ deviceType, variantFamily }: VersionCombination): boolean =>
    deviceType === entry.deviceType && variantFamily === entry.variantFamily;
  const combination = combinations.find(
    (row) => row.smetsChtsVersion === entry.smetsChtsVersion && row.gbcsVersion === entry.gbcsVersion && isOfType(row),
  );
  if (combination === undefined) {
    const hasGbcsVersion = combinations.some(({ gbcsVersion }) => gbcsVersion === entry.gbcsVersion);
    return { status: 'not-allowed', allowed: combinations.filter(isOfType), hasGbcsVersion };
  }
  const { validFrom, installationTo } = combination;
  if (londonDay < validFrom) return { status: 'not-yet-valid', combination };
  if (installationTo !== '' && londonDay > installationTo) return { status: 'past-installation', combination };
  return { status: 'allowed', combination };
}

const ALL = DEVICE_TYPE_WORDS;
const HUB = ['Communications Hub'];
const GAS = ['Gas Smart Meter'];
const SWITCH = ['HAN Connected Auxiliary Load Control Switch'];
const PPMID = ['Pre-Payment Interface Device'];
const METERS = [
  'Polyphase Electricity Metering Equipment',
  'Single Element Electricity Metering Equipment',
  'Twin Element Electricity Metering Equipment',
];
const DEVICES = ALL.filter((word) => !HUB.includes(word));

/** Device types, SMETS or CHTS version, GBCS version. */
const TABLE: readonly (readonly [readonly string[], string, string])[] = [
  [ALL.filter((word) => !SWITCH.includes(word) && !word.startsWith('Polyphase')), 'SMETS V1.2', '0.0'],
  [HUB, 'CHTS V1.0', '1.0'],
  [DEVICES, 'SMETS V2.0', '1.0'],
  [HUB, 'CHTS V1.0', '1.1'],
  [DEVICES, 'SMETS V2.0', '1.1'],
  [HUB, 'CHTS V1.1', '2.0'],
  [HUB, 'CHTS V1.1', '2.1'],
  [DEVICES, 'SMETS V3.1', '2.0'],
  [DEVICES, 'SMETS V3.1', '2.1'],
  [HUB, 'CHTS V1.3', '3.2'],
  [DEVICES, 'SMETS V4.2', '3.2'],
  [[...GAS, ...PPMID], 'SMETS V4.3', '3.2'],
  [HUB, 'CHTS V1.4', '4.0'],
  [[...GAS, ...PPMID], 'SMETS V4.3', '4.0'],
  [[...METERS, ...SWITCH], 'SMETS V5.0', '4.0'],
  [HUB, 'CHTS V1.5', '4.1'],
  [GAS, 'SMETS V4.3', '4.1'],
  [PPMID, 'SMETS V4.4', '4.1'],
  [[...METERS, ...SWITCH], 'SMETS V5.1', '4.1'],
];

/**
 * The combinations of a pipeline on which no table was activated: those of the TS Applicability Tables of 4 November
 * 2021, and those with GBCS 1.0, which ended on 7 May 2018 (CPL18 s2).
 */
export const DEFAULT_VERSION_COMBINATIONS: VersionCombinations = TABLE.flatMap(
  ([words, smetsChtsVersion, gbcsVersion]) =>
    words.flatMap((word) => {
      const type = deviceTypeOf(word);
      if (type === undefined) return [];
      const known = DEFAULT_GBCS_REGISTER.find((row) => row.gbcsVersion === gbcsVersion);
      const isFirst = gbcsVersion === '1.0';
      return {
        ...type,
        smetsChtsVersion,
        gbcsVersion,
        validFrom: known?.validFrom ?? '',
        installationTo: known?.validTo ?? '',
        maintenanceTo: '',
        source: isFirst ? 'CPL18 s2' : 'TS Applicability Tables, 4 November 2021',
        confidence: 'high',
        note: '',
      };
    }),
);
