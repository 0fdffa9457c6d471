/** SMI status of a device (DUIS `DeviceStatus`), plus `Deleted` for the tombstone a deletion leaves. */
export const SMI_STATUSES = [
  'Pending',
  'Whitelisted',
  'InstalledNotCommissioned',
  'Commissioned',
  'Decommissioned',
  'Withdrawn',
  'Suspended',
  'Recovery',
  'Recovered',
  'Deleted',
] as const;
export type SmiStatus = (typeof SMI_STATUSES)[number];

/** Statuses of devices that are in the field no longer, or never were in it. */
export const NOT_IN_USE: ReadonlySet<string> = new Set(['Withdrawn', 'Decommissioned', 'Deleted']);

/** A stretch of time in which a device was a trial device; `to` is absent while it still is one. ISO instants. */
export type TrialInterval = {
  readonly trialId: string;
  readonly from: string;
  readonly to?: string;
  readonly listVersion: number;
  /** How many intervals that came after this one are no longer listed; absent if none. */
  readonly folded?: number;
};

/** What the Smart Metering Inventory says of one device, as reports and operators read it. Absent text is ''. */
export type SmiDevice = {
  readonly deviceId: string;
  /** False for a deleted device and for a shadow that was updated but not yet pre-notified. */
  readonly known: boolean;
  readonly deviceType: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmwareVersion: string;
  readonly smetsChtsVersion: string;
  readonly esmeVariant: string;
  /** EUI-64 of the Service User that pre-notified the device or last updated its details (R63). */
  readonly responsibleParty: string;
  readonly status: SmiStatus;
  readonly statusHistory: readonly { readonly status: SmiStatus; readonly from: string; readonly folded?: number }[];
  readonly trial: { readonly trialId: string; readonly since: string } | null;
  readonly trialHistory: readonly TrialInterval[];
};
