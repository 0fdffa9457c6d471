import type { ListDeviceType } from './cpl-list-csv.ts';

/** A SMETS or CHTS version with a GBCS version, as a line declares them: `SMETS V2.0` and `1.1`. */
export type DeclaredVersions = { readonly smetsChts: string; readonly gbcs: string };

/** The first day on which an entry could declare a GBCS version, and how often it was declared until it went out of use. */
const GBCS_VERSIONS = [
  { gbcs: '1.0', from: '', until: '2018-09-30', weight: 6 },
  { gbcs: '1.1', from: '2017-11-06', until: '2020-10-31', weight: 9 },
  { gbcs: '2.0', from: '2018-10-28', until: '2020-12-31', weight: 2 },
  { gbcs: '2.1', from: '2018-10-28', until: '2022-12-31', weight: 4 },
  { gbcs: '3.2', from: '2019-11-29', until: '9999-12-31', weight: 14 },
  { gbcs: '4.0', from: '2020-11-29', until: '9999-12-31', weight: 1 },
  { gbcs: '4.1', from: '2021-11-04', until: '9999-12-31', weight: 1 },
] as const;

/** The days of the SMETS and CHTS versions that are later than those of the GBCS versions beside them. */
const LATER_SMETS_DAYS: Readonly<Record<string, string>> = {
  'SMETS V3.1': '2018-11-08',
  'SMETS V4.3': '2020-11-29',
  'SMETS V4.4': '2021-11-04',
};

const HUB = [
  'CHTS V1.0 1.0',
  'CHTS V1.0 1.1',
  'CHTS V1.1 2.0',
  'CHTS V1.1 2.1',
  'CHTS V1.3 3.2',
  'CHTS V1.4 4.0',
  'CHTS V1.5 4.1',
];
const EARLY = ['SMETS V2.0 1.0', 'SMETS V2.0 1.1', 'SMETS V3.1 2.0', 'SMETS V3.1 2.1', 'SMETS V4.2 3.2'];
const ELECTRICITY = [...EARLY, 'SMETS V5.0 4.0', 'SMETS V5.1 4.1'];

/** The allowed combinations for SMETS2+ by device type (TS Applicability Tables), and GBCS 1.0 before them. */
const ALLOWED: Readonly<Record<ListDeviceType, readonly string[]>> = {
  'Communications Hub': HUB,
  'Gas Smart Meter': [...EARLY, 'SMETS V4.3 3.2', 'SMETS V4.3 4.0', 'SMETS V4.3 4.1'],
  'HAN Connected Auxiliary Load Control Switch': ELECTRICITY,
  'Polyphase Electricity Metering Equipment': ELECTRICITY,
  'Pre-Payment Interface Device': [...EARLY, 'SMETS V4.3 3.2', 'SMETS V4.3 4.0', 'SMETS V4.4 4.1'],
  'Single Element Electricity Metering Equipment': ELECTRICITY,
  'Twin Element Electricity Metering Equipment': ELECTRICITY,
};

/** How a SMETS1 entry is written. */
export const SMETS1: DeclaredVersions = { smetsChts: 'SMETS V1.2', gbcs: '0.0' };

/** What an entry of a type could declare on a day, oldest first. */
export function declarable(deviceType: ListDeviceType, day: string): DeclaredVersions[] {
  return ALLOWED[deviceType]
    .map((pair) => ({ smetsChts: pair.slice(0, pair.lastIndexOf(' ')), gbcs: pair.slice(pair.lastIndexOf(' ') + 1) }))
    .filter(({ smetsChts, gbcs }) => firstDayOf(gbcs) <= day && (LATER_SMETS_DAYS[smetsChts] ?? '') <= day);
}

/** How often a GBCS version is declared on a day, next to the others; 0 when it no longer is. */
export function weightOf(gbcs: string, day: string): number {
  const version = GBCS_VERSIONS.find((row) => row.gbcs === gbcs);
  return version === undefined || day < version.from || day > version.until ? 0 : version.weight;
}

/** The first day on which an entry could declare a GBCS version; '' for one that is on no list. */
export function firstDayOf(gbcs: string): string {
  return GBCS_VERSIONS.find((row) => row.gbcs === gbcs)?.from ?? '';
}

/** How a line writes a GBCS version. */
export function gbcsCell(gbcs: string): string {
  return `GBCS Version ${gbcs}`;
}

/** The GBCS version that a line declares, `1.1`. */
export function gbcsOf({ gbcs }: { readonly gbcs: string }): string {
  return gbcs.slice(gbcs.lastIndexOf(' ') + 1);
}
