import type { SmiStatus } from './device.ts';

/** DUIS `DeviceType` (DOMAIN 1.3). */
export const DUIS_DEVICE_TYPES = ['ESME', 'GSME', 'GPF', 'CHF', 'HCALCS', 'PPMID', 'IHD', 'CAD'] as const;

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

/** One event of one device. `id` makes it count once, `at` (ISO, UTC, milliseconds) and `id` are its place in order. */
export type DeviceEvent = { readonly id: string; readonly at: string; readonly change: DeviceChange };

/** A place in the order of events. */
export type Place = { readonly at: string; readonly id: string };

/** Order of events: by time, then by id as text (DESIGN 2). */
export function comparePlaces(a: Place, b: Place): number {
  return compareText(a.at, b.at) || compareText(a.id, b.id);
}

/**
 * Which of two events with one id counts, whatever the order in which they came: the earlier, and if they are of one
 * time the one whose content is first as text.
 */
export function whichCounts(a: DeviceEvent, b: DeviceEvent): DeviceEvent {
  return (compareText(a.at, b.at) || compareText(contentText(a.change), contentText(b.change))) <= 0 ? a : b;
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

function contentText(change: DeviceChange): string {
  switch (change.kind) {
    case 'prenotified':
    case 'details':
      return JSON.stringify([change.kind, ...DETAIL_NAMES.map((name) => change.details[name] ?? null)]);
    case 'status':
      return JSON.stringify([change.kind, change.status]);
    case 'firmware':
      return JSON.stringify([change.kind, change.firmwareVersion, change.restores]);
    case 'deleted':
    case 'restored':
      return JSON.stringify([change.kind]);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
