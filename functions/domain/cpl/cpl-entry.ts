/** The CPL's device types by their DUIS code; `CH` is the Communications Hub, which stands for CHF and GPF. */
export const CPL_DEVICE_TYPES = ['ESME', 'GSME', 'CH', 'HCALCS', 'PPMID'] as const;
export type CplDeviceType = (typeof CPL_DEVICE_TYPES)[number];

/** Families of ESME variants: on the CPL the family is part of the device type (R42). */
export const VARIANT_FAMILIES = ['single', 'twin', 'poly', 'none'] as const;
export type VariantFamily = (typeof VARIANT_FAMILIES)[number];

/** Status of a line; only `Current` is on the CPL in the SEC's sense. */
export const CPL_STATUSES = ['Current', 'Removed'] as const;
export type CplStatus = (typeof CPL_STATUSES)[number];

/**
 * One line of the Central Products List, normalised: trimmed text, octets in upper case without colons, the GBCS
 * version without its words but in full (`4.1` is not `4.10`). Absent values are ''.
 */
export type CplEntry = {
  /** `TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE` in upper case: the Device Model, of which a list may have several lines. */
  readonly entryKey: string;
  /** Six digits, given once and never again: identifies the line. */
  readonly entryNumber: string;
  readonly status: CplStatus;
  readonly deviceType: CplDeviceType;
  /** `none` for all but an ESME. */
  readonly variantFamily: VariantFamily;
  readonly manufacturerIdentifier: string;
  readonly modelIdentifier: string;
  /** Hardware version and revision, two octets. */
  readonly hardwareVersion: string;
  readonly firmwareVersion: string;
  /** `SMETS V2.0` or `CHTS V1.0`. */
  readonly smetsChtsVersion: string;
  /** `1.1`; `0.0` where none applies (SMETS1). */
  readonly gbcsVersion: string;
  /** SHA-256 as 64 hexadecimal characters, or ''. */
  readonly manufacturerImageHash: string;
};

/** An entry as the DSP holds it: under Option B its GBCS version is another than the list declares. */
export type HeldEntry = CplEntry & { readonly declaredGbcsVersion?: string };

/** What identifies a Device Model. */
export type DeviceModelIdentity = Pick<
  CplEntry,
  'deviceType' | 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'
>;

/** The key of a Device Model: `TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE`. */
export function entryKeyOf(entry: DeviceModelIdentity): string {
  const { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersion } = entry;
  return `${deviceType}/${manufacturerIdentifier}/${modelIdentifier}/${hardwareVersion}/${firmwareVersion}`;
}

/** The model as DUIS names it: model identifier and hardware version together, eight hexadecimal characters. */
export function duisDeviceModel(entry: Pick<CplEntry, 'modelIdentifier' | 'hardwareVersion'>): string {
  return entry.modelIdentifier + entry.hardwareVersion;
}

/** Whether the Device Model of this line may join the network by it. */
export function isActive(entry: Pick<CplEntry, 'status'>): boolean {
  return entry.status === 'Current';
}

/** Whether a text is a SMETS or CHTS version as it is kept, such as `SMETS V5.1`. */
export function isSmetsChtsVersion(text: string): boolean {
  return /^(?:SMETS|CHTS) V\d{1,2}\.\d{1,2}$/.test(text);
}

/** Whether a line is a SMETS1 one: `SMETS V1.1` or `SMETS V1.2`; all hubs with a CHTS version are not (R4, R44). */
export function isSmets1(entry: Pick<CplEntry, 'smetsChtsVersion'>): boolean {
  return /^SMETS V1\.[12]$/.test(normaliseSmetsChts(entry.smetsChtsVersion));
}

const NORMAL_SMETS_CHTS = /^(?:SMETS|CHTS) V\d+\.\d+$/;

/**
 * `SMETS V2.0` of `SMETS V2.0 `, `SMETS2 v2.0` or `smets 2.0`; any other text as it is, trimmed: also `SMETS2 v1.2`,
 * which would be taken for SMETS1.
 */
export function normaliseSmetsChts(text: string): string {
  if (NORMAL_SMETS_CHTS.test(text)) return text;
  const [, kind, major, minor] =
    /^(SMETS|CHTS)(?:1(?=\D+1\.)|2(?=\D+[2-9]\.))?\s*(?:V(?:ersion)?\.?)?\s*(\d+)\.(\d+)$/i.exec(text.trim()) ?? [];
  return kind === undefined ? text.trim() : `${kind.toUpperCase()} V${major}.${minor}`;
}
