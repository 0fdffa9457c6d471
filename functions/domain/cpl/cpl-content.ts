import { type CplEntry, isActive } from './cpl-entry.ts';

/** What a line of an extract does to the entry of the accepted list. */
export type EntryChangeKind = 'added' | 'gbcsOnly' | 'changed' | 'removed' | 'reinstated';

/** What an entry's line is against the accepted list: a change, the same, or the same under a new id (R13). */
export type EntryComparison = EntryChangeKind | 'unchanged' | 'duplicate';

/** What identifies an entry (DESIGN 3). */
export type EntryIdentity = Pick<
  CplEntry,
  'deviceType' | 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'
>;

/** The key of an entry: `TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE` in upper case. */
export function entryKeyOf(entry: EntryIdentity): string {
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion } = entry;
  return `${deviceType}/${manufacturerIdentifier}/${modelIdentifier}/${hardwareVersion}/${firmwareVersion}`.toUpperCase();
}

/** The content of an entry but for its GBCS version: neither the key nor the CPL Entry ID belongs to it. */
const CONTENT_BESIDE_GBCS = [
  'manufacturerName',
  'smetsChtsVersion',
  'esmeVariant',
  'cpaCertificateId',
  'cpaCertificateExpiryDate',
  'cpaCertificateRenewalDate',
  'zigbeeCertificateId',
  'dlmsCertificateId',
  'manufacturerImageHash',
  'imageCreator',
  'status',
  'dateAdded',
  'dateRemoved',
] as const satisfies readonly (keyof CplEntry)[];

/** The fields, GBCS version aside, in which two lines of one entry differ. */
export function differencesBesideGbcs(one: CplEntry, other: CplEntry): readonly (keyof CplEntry)[] {
  return CONTENT_BESIDE_GBCS.filter((field) => one[field] !== other[field]);
}

/** Says whether two lines of one entry have the same content; the CPL Entry ID is not content (R13). */
export function hasSameContent(one: CplEntry, other: CplEntry): boolean {
  return one.gbcsVersion === other.gbcsVersion && CONTENT_BESIDE_GBCS.every((field) => one[field] === other[field]);
}

/** Says whether a line comes under another CPL Entry ID than the accepted one; a missing id is not another one. */
export function hasNewId(line: CplEntry, accepted: CplEntry): boolean {
  return line.cplEntryId !== '' && accepted.cplEntryId !== '' && line.cplEntryId !== accepted.cplEntryId;
}

/** Judges a line of an entry against its accepted value (R13, R14; DESIGN 3). */
export function compareEntry(accepted: CplEntry, line: CplEntry): EntryComparison {
  if (isActive(accepted) && !isActive(line)) return 'removed';
  if (!isActive(accepted) && isActive(line)) return 'reinstated';
  if (hasSameContent(accepted, line)) return hasNewId(line, accepted) ? 'duplicate' : 'unchanged';
  return differencesBesideGbcs(accepted, line).length === 0 ? 'gbcsOnly' : 'changed';
}
