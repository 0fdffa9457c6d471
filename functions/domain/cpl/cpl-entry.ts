/** The CPL's device types: DUIS `DeviceType` plus `CH`, the Communications Hub as one product (DOMAIN 1.3). */
export const CPL_DEVICE_TYPES = ['ESME', 'GSME', 'GPF', 'CHF', 'CH', 'HCALCS', 'PPMID', 'IHD', 'CAD'] as const;
export type CplDeviceType = (typeof CPL_DEVICE_TYPES)[number];

/** Status of an entry; every one but `Active` means that the Device Model may no longer join (DUIS `CPLStatus`). */
export const CPL_STATUSES = ['Active', 'Removed', 'Withdrawn', 'Cancelled', 'Expired'] as const;
export type CplStatus = (typeof CPL_STATUSES)[number];

/**
 * One entry of the Central Products List, normalised: trimmed text, identifiers in upper case, dates as ISO
 * `yyyy-mm-dd`, the GBCS version without its `v` but otherwise in full (`4.1` is not `4.10`). Absent values are ''.
 */
export type CplEntry = {
  /** `TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE` in upper case: the identity of the entry. */
  readonly entryKey: string;
  readonly cplEntryId: string;
  readonly deviceType: CplDeviceType;
  readonly manufacturerName: string;
  readonly manufacturerIdentifier: string;
  readonly modelIdentifier: string;
  readonly hardwareVersion: string;
  readonly firmwareVersion: string;
  readonly smetsChtsVersion: string;
  readonly gbcsVersion: string;
  readonly esmeVariant: string;
  readonly cpaCertificateId: string;
  readonly cpaCertificateExpiryDate: string;
  readonly cpaCertificateRenewalDate: string;
  readonly zigbeeCertificateId: string;
  readonly dlmsCertificateId: string;
  readonly manufacturerImageHash: string;
  readonly imageCreator: string;
  readonly status: CplStatus;
  readonly dateAdded: string;
  readonly dateRemoved: string;
};

/** The model as DUIS names it: model identifier and hardware version together, eight hexadecimal characters. */
export function duisDeviceModel(entry: Pick<CplEntry, 'modelIdentifier' | 'hardwareVersion'>): string {
  return entry.modelIdentifier + entry.hardwareVersion;
}

/** Says whether the Device Model of this entry may join the network. */
export function isActive(entry: Pick<CplEntry, 'status'>): boolean {
  return entry.status === 'Active';
}

/**
 * Says whether an entry is a SMETS1 one: its SMETS/CHTS version is `1.x`, in any spelling (R4, R44). A generation
 * written out (`SMETS1`, `SMETS2 v2.0`) decides; otherwise the first number does.
 */
export function isSmets1(entry: Pick<CplEntry, 'smetsChtsVersion'>): boolean {
  const generation = /SMETS\s*([12])(?![\d.])/i.exec(entry.smetsChtsVersion)?.[1];
  return (generation ?? /\d+/.exec(entry.smetsChtsVersion)?.[0]) === '1';
}
