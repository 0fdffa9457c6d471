import * as z from 'zod/mini';
import { SMI_STATUSES, type TrialInterval } from '../domain/devices/device.ts';
import { DETAIL_NAMES, type DeviceChange, type DeviceEvent, type Place } from '../domain/devices/device-event.ts';
import type { DeviceRecord } from '../domain/devices/device-record.ts';
import type { DeviceState, StatusSince } from '../domain/devices/device-state.ts';

const Millis = z.int();
const Details = z.partialRecord(z.enum(DETAIL_NAMES), z.string());
/** The number of entries behind one that are no longer listed. */
const Folded = z.optional(z.int());

const Change = z.union([
  z.tuple([z.enum(['prenotified', 'details']), Details]),
  z.tuple([z.literal('status'), z.enum(SMI_STATUSES.filter((status) => status !== 'Deleted'))]),
  z.tuple([z.enum(['deleted', 'restored'])]),
  z.tuple([z.literal('firmware'), z.string(), z.boolean()]),
]);
type Change = z.infer<typeof Change>;

/** `queue` when nobody wrote a time, else the written digits beyond the millisecond. */
const Timing = z.optional(z.string().check(z.regex(/^(?:queue|\d*)$/)));

/** A device has few sources: each is written once, and an event names its place among them (null: it has none). */
const KeptEvent = z.tuple([z.string(), Millis, Change, z.optional(z.nullable(z.int())), Timing]);
type KeptEvent = z.infer<typeof KeptEvent>;

const Kept = z.object({
  v: z.literal(2),
  base: z.optional(
    z.object({
      upTo: z.tuple([Millis, z.string(), z.optional(z.nullable(z.string())), Timing]),
      prenotifiedAt: z.optional(Millis),
      details: Details,
      detailsAt: z.partialRecord(z.enum(DETAIL_NAMES), Millis),
      statuses: z.array(z.tuple([z.enum(SMI_STATUSES), Millis, Folded])),
    }),
  ),
  sources: z.optional(z.array(z.string())),
  events: z.array(KeptEvent),
  trials: z.optional(z.array(z.tuple([z.string(), Millis, z.nullable(Millis), z.int(), Folded]))),
  list: z.int(),
});
type Kept = z.infer<typeof Kept>;

/** A record as one compact text: all of it but the id of the device and the revision. */
export function keptText({ base, events, trials, listVersion }: DeviceRecord): string {
  const sources: string[] = [];
  const kept: Kept = {
    v: 2,
    base: base === undefined ? undefined : keptBase(base),
    events: events.map((event) => keptEvent(event, sources)),
    sources: sources.length === 0 ? undefined : sources,
    trials: trials.length === 0 ? undefined : trials.map(keptTrial),
    list: listVersion,
  };
  return JSON.stringify(kept);
}

/**
 * The record that a text keeps.
 *
 * @throws when the text breaks the contract: nobody but the pipeline writes it
 */
export function recordOfText(text: string): Omit<DeviceRecord, 'deviceId' | 'revision'> {
  const { base, sources = [], events, trials = [], list } = Kept.parse(JSON.parse(text));
  return {
    base: base === undefined ? undefined : baseOf(base),
    events: events.map((event) => eventOf(event, sources)),
    trials: trials.map(([trialId, from, to, list, folded]): TrialInterval => ({
      trialId,
      from: iso(from),
      ...(to === null ? {} : { to: iso(to) }),
      listVersion: list,
      ...(folded === undefined ? {} : { folded }),
    })),
    listVersion: list,
  };
}

function keptTrial({ trialId, from, to, listVersion, folded }: TrialInterval): NonNullable<Kept['trials']>[number] {
  const until = to === undefined ? null : Date.parse(to);
  const interval = [trialId, Date.parse(from), until, listVersion] as const;
  return folded === undefined ? [...interval] : [...interval, folded];
}

function keptEvent({ id, at, beyondMillis, source, timedBy, change }: DeviceEvent, sources: string[]): KeptEvent {
  const place = source === undefined ? null : placeAmong(sources, source);
  const timing = timedBy ?? beyondMillis;
  if (timing !== undefined) return [id, Date.parse(at), keptChange(change), place, timing];
  return place === null ? [id, Date.parse(at), keptChange(change)] : [id, Date.parse(at), keptChange(change), place];
}

/** Where a source stands among those that are written down; it is added if it is not there. */
function placeAmong(sources: string[], source: string): number {
  const place = sources.indexOf(source);
  return place === -1 ? sources.push(source) - 1 : place;
}

function eventOf([id, at, change, place, timing]: KeptEvent, sources: readonly string[]): DeviceEvent {
  const source = place === undefined || place === null ? undefined : sources[place];
  const isQueueTime = timing === 'queue';
  return {
    ...placeOf({ id, at, source, digits: isQueueTime ? undefined : timing }),
    change: changeOf(change),
    ...(isQueueTime ? { timedBy: 'queue' as const } : {}),
  };
}

function keptBase({ state, upTo }: NonNullable<DeviceRecord['base']>): NonNullable<Kept['base']> {
  const { at, beyondMillis, source, id } = upTo;
  return {
    upTo: [Date.parse(at), id, source, beyondMillis ?? ''],
    ...(state.prenotifiedAt === '' ? {} : { prenotifiedAt: Date.parse(state.prenotifiedAt) }),
    details: state.details,
    detailsAt: mapDetails(state.detailsAt, (time) => Date.parse(time)),
    statuses: state.statusHistory.map(({ status, from, folded }) =>
      folded === undefined ? [status, Date.parse(from)] : [status, Date.parse(from), folded],
    ),
  };
}

function baseOf({
  upTo: [at, id, source, digits],
  ...base
}: NonNullable<Kept['base']>): NonNullable<DeviceRecord['base']> {
  const state: DeviceState = {
    prenotifiedAt: base.prenotifiedAt === undefined ? '' : iso(base.prenotifiedAt),
    details: base.details,
    detailsAt: mapDetails(base.detailsAt, iso),
    statusHistory: base.statuses.map(([status, from, folded]): StatusSince => ({
      status,
      from: iso(from),
      ...(folded === undefined ? {} : { folded }),
    })),
  };
  return { state, upTo: placeOf({ id, at, source, digits }) };
}

function placeOf(kept: {
  readonly id: string;
  readonly at: number;
  readonly source?: string | null | undefined;
  readonly digits?: string | undefined;
}): Place {
  const { id, at, source, digits = '' } = kept;
  return {
    at: iso(at),
    ...(digits === '' ? {} : { beyondMillis: digits }),
    ...(source === undefined || source === null ? {} : { source }),
    id,
  };
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
