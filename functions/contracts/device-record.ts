import * as z from 'zod/mini';
import { SMI_STATUSES, type TrialInterval } from '../domain/devices/device.ts';
import { DETAIL_NAMES, type DeviceChange, type DeviceEvent } from '../domain/devices/device-event.ts';
import { currentState, type DeviceRecord, firmwareKeyOf, openTrial } from '../domain/devices/device-record.ts';
import type { DeviceState, StatusSince } from '../domain/devices/device-state.ts';

/**
 * One item of the Devices table. What is asked for by an index stands in attributes of its own; the rest is one
 * compact text, so that most devices fit into one write unit (1 KB) and are quick to read and write.
 */
export const DeviceItem = z.object({
  deviceId: z.string(),
  revision: z.int().check(z.positive()),
  /** Key of the index by model and firmware; absent unless the device is known and says all three. */
  firmwareKey: z.optional(z.string()),
  /** Key of the index by trial; there only while the device is flagged. */
  trialId: z.optional(z.string()),
  /** When the item was written, in milliseconds: what extracts of changes go by. */
  changedAt: z.int().check(z.positive()),
  /** There once the device was ever a trial device: what the list of exclusions goes by. */
  everTrial: z.optional(z.literal(true)),
  /** JSON of `Kept`. */
  record: z.string(),
});
export type DeviceItem = z.infer<typeof DeviceItem>;

const Millis = z.int();
const Details = z.partialRecord(z.enum(DETAIL_NAMES), z.string());

const Change = z.union([
  z.tuple([z.literal('prenotified'), Details]),
  z.tuple([z.literal('details'), Details]),
  z.tuple([z.literal('status'), z.enum(SMI_STATUSES.filter((status) => status !== 'Deleted'))]),
  z.tuple([z.literal('deleted')]),
  z.tuple([z.literal('restored')]),
  z.tuple([z.literal('firmware'), z.string(), z.boolean()]),
]);
type Change = z.infer<typeof Change>;

const Kept = z.object({
  v: z.literal(1),
  base: z.optional(
    z.object({
      upTo: z.tuple([Millis, z.string()]),
      prenotifiedAt: z.optional(Millis),
      details: Details,
      detailsAt: z.partialRecord(z.enum(DETAIL_NAMES), Millis),
      statuses: z.array(z.tuple([z.enum(SMI_STATUSES), Millis])),
    }),
  ),
  events: z.array(z.tuple([z.string(), Millis, Change])),
  trials: z.optional(z.array(z.tuple([z.string(), Millis, z.nullable(Millis), z.int()]))),
  list: z.int(),
});
type Kept = z.infer<typeof Kept>;

/** The item that keeps a record which is written at an instant (ISO). */
export function deviceItem(record: DeviceRecord, writtenAt: string): DeviceItem {
  const firmwareKey = firmwareKeyOf(currentState(record));
  const trialId = openTrial(record)?.trialId;
  return {
    deviceId: record.deviceId,
    revision: record.revision,
    ...(firmwareKey === '' ? {} : { firmwareKey }),
    ...(trialId === undefined ? {} : { trialId }),
    changedAt: Date.parse(writtenAt),
    ...(record.trials.length === 0 ? {} : { everTrial: true as const }),
    record: JSON.stringify(kept(record)),
  };
}

/**
 * The record an item keeps.
 *
 * @throws when the item breaks the contract: nobody but the pipeline writes it
 */
export function recordOfItem(item: unknown): DeviceRecord {
  return foundRecord(item).record;
}

/**
 * The record an item keeps, and when it was written.
 *
 * @throws when the item breaks the contract: nobody but the pipeline writes it
 */
export function foundRecord(item: unknown): { readonly record: DeviceRecord; readonly changedAt: string } {
  const { deviceId, revision, record: text, changedAt } = DeviceItem.parse(item);
  const { base, events, trials, list } = Kept.parse(JSON.parse(text));
  const record: DeviceRecord = {
    deviceId,
    revision,
    base: base === undefined ? undefined : baseOf(base),
    events: events.map(([id, at, change]): DeviceEvent => ({ id, at: iso(at), change: changeOf(change) })),
    trials: (trials ?? []).map(([trialId, from, to, listVersion]): TrialInterval => ({
      trialId,
      from: iso(from),
      ...(to === null ? {} : { to: iso(to) }),
      listVersion,
    })),
    listVersion: list,
  };
  return { record, changedAt: iso(changedAt) };
}

function kept({ base, events, trials, listVersion }: DeviceRecord): Kept {
  return {
    v: 1,
    ...(base === undefined ? {} : { base: keptBase(base) }),
    events: events.map(({ id, at, change }) => [id, Date.parse(at), keptChange(change)]),
    ...(trials.length === 0
      ? {}
      : {
          trials: trials.map(({ trialId, from, to, listVersion }) => [
            trialId,
            Date.parse(from),
            to === undefined ? null : Date.parse(to),
            listVersion,
          ]),
        }),
    list: listVersion,
  };
}

function keptBase({ state, upTo }: NonNullable<DeviceRecord['base']>): NonNullable<Kept['base']> {
  return {
    upTo: [Date.parse(upTo.at), upTo.id],
    ...(state.prenotifiedAt === '' ? {} : { prenotifiedAt: Date.parse(state.prenotifiedAt) }),
    details: state.details,
    detailsAt: mapDetails(state.detailsAt, (at) => Date.parse(at)),
    statuses: state.statusHistory.map(({ status, from }) => [status, Date.parse(from)]),
  };
}

function baseOf(base: NonNullable<Kept['base']>): NonNullable<DeviceRecord['base']> {
  const [at, id] = base.upTo;
  const state: DeviceState = {
    prenotifiedAt: base.prenotifiedAt === undefined ? '' : iso(base.prenotifiedAt),
    details: base.details,
    detailsAt: mapDetails(base.detailsAt, iso),
    statusHistory: base.statuses.map(([status, from]): StatusSince => ({ status, from: iso(from) })),
  };
  return { state, upTo: { at: iso(at), id } };
}

function keptChange(change: DeviceChange): Change {
  switch (change.kind) {
    case 'prenotified':
    case 'details':
      return [change.kind, change.details];
    case 'status':
      return [change.kind, change.status];
    case 'firmware':
      return [change.kind, change.firmwareVersion, change.restores];
    case 'deleted':
    case 'restored':
      return [change.kind];
  }
}

function changeOf(change: Change): DeviceChange {
  switch (change[0]) {
    case 'prenotified':
    case 'details':
      return { kind: change[0], details: change[1] };
    case 'status':
      return { kind: change[0], status: change[1] };
    case 'firmware':
      return { kind: change[0], firmwareVersion: change[1], restores: change[2] };
    case 'deleted':
    case 'restored':
      return { kind: change[0] };
  }
}

function mapDetails<A, B>(
  of: Readonly<Partial<Record<(typeof DETAIL_NAMES)[number], A>>>,
  map: (value: A) => B,
): Partial<Record<(typeof DETAIL_NAMES)[number], B>> {
  const mapped: Partial<Record<(typeof DETAIL_NAMES)[number], B>> = {};
  for (const name of DETAIL_NAMES) {
    const value = of[name];
    if (value !== undefined) mapped[name] = map(value);
  }
  return mapped;
}

function iso(millis: number): string {
  return new Date(millis).toISOString();
}
