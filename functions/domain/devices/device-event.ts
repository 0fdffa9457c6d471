import type { SmiStatus } from './device.ts';

/** DUIS `DeviceType` (DOMAIN 1.3). */
export const DUIS_DEVICE_TYPES = ['ESME', 'GSME', 'GPF', 'CHF', 'HCALCS', 'PPMID', 'IHD', 'CAD'] as const;

/** ESME variants of DUIS, all 25 (XSD v5.0 to v5.4). */
export const ESME_VARIANTS: ReadonlySet<string> = new Set(
  'A B C AD BD CD ADE BDE CDE ADF BDF CDF ADEF BDEF CDEF ADG ADEG AF BF CF AEF BEF CEF AG AEG'.split(' '),
);

/**
 * What 12.2 and 8.4 say of a device, in the order in which they are kept. `responsibleParty` is the Service User that
 * sent them, by its EUI-64: neither names a Supplier, so this is what shows a change of one (R63).
 */
export const DETAIL_NAMES = [
  'deviceType',
  'manufacturer',
  'model',
  'smetsChtsVersion',
  'firmwareVersion',
  'esmeVariant',
  'associatedGpfDeviceId',
  'responsibleParty',
] as const;
export type DetailName = (typeof DETAIL_NAMES)[number];

/** Details of a device, normalised; one that is absent is not there. */
export type DeviceDetails = Readonly<Partial<Record<DetailName, string>>>;

/** What an event changes in the inventory. */
export type DeviceChange =
  /** SRV 12.2: sets all details, and the status to Pending. */
  | { readonly kind: 'prenotified'; readonly details: DeviceDetails }
  /** SRV 8.4 UpdateDeviceDetails: sets only what it carries. */
  | { readonly kind: 'details'; readonly details: DeviceDetails }
  | { readonly kind: 'status'; readonly status: Exclude<SmiStatus, 'Deleted'> }
  | { readonly kind: 'deleted' }
  /** Back to the status held before the suspension (MP105). */
  | { readonly kind: 'restored' }
  /** Firmware reported by the device; `restores` when the trigger also ends a suspension (11.2 and 11.3, MP105). */
  | { readonly kind: 'firmware'; readonly firmwareVersion: string; readonly restores: boolean };

/** A place in the order of events. */
export type Place = {
  /** ISO instant in UTC, to the millisecond. */
  readonly at: string;
  /** The digits that the time was written with beyond the millisecond, without zeros at the end; absent if there are none. */
  readonly beyondMillis?: string;
  /** Who sent it, as CloudEvents says; absent if the envelope does not. */
  readonly source?: string;
  readonly id: string;
};

/** One event of one device. Source and id make it count once; with its time they are its place in order. */
export type DeviceEvent = Place & {
  readonly change: DeviceChange;
  /** There if nobody wrote a time: `at` is when the queue took it, and a copy that is sent again has another. */
  readonly timedBy?: 'queue';
};

/** Order of events: by time to its last written digit, then by source and by id as text (ARCHITECTURE "Devices"). */
export function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.at, b.at) ||
    compareText(a.beyondMillis ?? '', b.beyondMillis ?? '') ||
    compareText(a.source ?? '', b.source ?? '') ||
    compareText(a.id, b.id)
  );
}

/** Event triggers that mean the firmware of a device is now another one, and whether each ends a suspension. */
const FIRMWARE_TRIGGERS: ReadonlyMap<string, { readonly restores: boolean }> = new Map([
  ['11.2', { restores: true }],
  ['11.3', { restores: true }],
  ['0X8F66', { restores: false }],
  ['PPMID', { restores: false }],
  ['COMMSHUB', { restores: false }],
]);

/**
 * What a trigger of a firmware change means; none for a trigger that does not change the firmware, such as alert
 * 0x8F72, which only says that an image was verified (R60, DOMAIN 2.5).
 */
export function firmwareTrigger(trigger: string): { readonly restores: boolean } | undefined {
  return FIRMWARE_TRIGGERS.get(trigger.trim().toUpperCase());
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
