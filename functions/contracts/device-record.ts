import * as z from 'zod/mini';
import {
  currentState,
  type DeviceRecord,
  firmwareKeyOf,
  isShadow,
  openTrial,
} from '../domain/devices/device-record.ts';
import { keptText, recordOfText } from './device-record-text.ts';

/** A record that waits for a pre-notification that never comes is kept for this many days after it was written. */
export const SHADOW_DAYS = 90;

const DAY_SECONDS = 86_400;

/**
 * One item of the Devices table. What is asked for by an index stands in attributes of its own; the rest is one
 * compact text, so that most devices fit into one write unit (1 KB) and are quick to read and write.
 */
export const DeviceItem = z.object({
  deviceId: z.string(),
  revision: z.int().check(z.positive()),
  /** Key of the index by model and firmware (`firmwarePart`); absent unless the device is known and says all three. */
  firmwareKey: z.optional(z.string()),
  /** As it is now, and who is responsible for it (EUI-64), for the index by firmware. */
  status: z.optional(z.string()),
  supplier: z.optional(z.string()),
  /** Key of the index by trial; there only while the device is flagged. */
  trialId: z.optional(z.string()),
  /** When the item was written, in milliseconds: what extracts of changes go by. */
  changedAt: z.int().check(z.positive()),
  /** There once the device was ever a trial device: what the list of exclusions goes by. */
  everTrial: z.optional(z.literal(true)),
  /** When DynamoDB takes the item away, in seconds: there only while no report shows the device. */
  expiresAt: z.optional(z.int().check(z.positive())),
  /** JSON of what `device-record-text.ts` says. */
  record: z.string(),
});
export type DeviceItem = z.infer<typeof DeviceItem>;

/**
 * Parts that the devices of a firmware are spread over in their index. DynamoDB takes 1,000 write units a second of one
 * key, and gives the table's write back where its index cannot follow: a feed that is ordered by model would not get beyond
 * that. Eight take 4,000 writes a second with room for as many again (docs/decisions/0097).
 */
const FIRMWARE_PARTS = 8;

/** The numbers of the parts. */
export const FIRMWARE_PART_NUMBERS: readonly number[] = Array.from({ length: FIRMWARE_PARTS }, (_, part) => part);

/** The part of a device: by its id alone, so that a device names its place among those of a firmware. */
export function partOf(deviceId: string): number {
  // FNV-1a: ids that are handed out one after the other, or in steps, fall evenly into all parts.
  let hash = 0x811c9dc5;
  for (let at = 0; at < deviceId.length; at += 1) hash = Math.imul(hash ^ deviceId.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % FIRMWARE_PARTS;
}

/** The key of one part of the devices of a firmware. */
export function firmwarePart(firmwareKey: string, part: number): string {
  return `${firmwareKey}#${part}`;
}

/** The item that keeps a record which is written at an instant (ISO). */
export function deviceItem(record: DeviceRecord, writtenAt: string): DeviceItem {
  const state = currentState(record);
  const firmwareKey = firmwareKeyOf(state);
  const trialId = openTrial(record)?.trialId;
  const status = state.statusHistory.at(-1)?.status;
  const supplier = state.details.responsibleParty;
  const changedAt = Date.parse(writtenAt);
  return {
    deviceId: record.deviceId,
    revision: record.revision,
    ...(firmwareKey === ''
      ? {}
      : {
          firmwareKey: firmwarePart(firmwareKey, partOf(record.deviceId)),
          status,
          ...(supplier === undefined ? {} : { supplier }),
        }),
    ...(trialId === undefined ? {} : { trialId }),
    changedAt,
    ...(record.trials.length === 0 ? {} : { everTrial: true as const }),
    ...(isShadow(record) ? { expiresAt: Math.floor(changedAt / 1000) + SHADOW_DAYS * DAY_SECONDS } : {}),
    record: keptText(record),
  };
}

/**
 * The record an item keeps.
 *
 * @throws when the item breaks the contract: nobody but the pipeline writes it
 */
export function recordOfItem(item: unknown): DeviceRecord {
  return recordOf(DeviceItem.parse(item));
}

/**
 * The record an item keeps, and when it was written.
 *
 * @throws when the item breaks the contract: nobody but the pipeline writes it
 */
export function foundRecord(item: unknown): { readonly record: DeviceRecord; readonly changedAt: string } {
  const parsed = DeviceItem.parse(item);
  return { record: recordOf(parsed), changedAt: new Date(parsed.changedAt).toISOString() };
}

function recordOf({ deviceId, revision, record }: DeviceItem): DeviceRecord {
  return { deviceId, revision, ...recordOfText(record) };
}
