import { firmwareKey } from '../trials/agreed-list.ts';
import type { TrialInterval } from './device.ts';
import { comparePlaces, type DeviceEvent, type Place, whichCounts } from './device-event.ts';
import { type DeviceState, isKnown, mergedLate, nextState, UNKNOWN_DEVICE } from './device-state.ts';
import { type FirmwareSince, intervalsUpTo, type ListInForce, trialHistory } from '../trials/trial-flag.ts';

/** Events are kept one by one for this many days before the newest, so that a late one finds its place. */
const RECENT_DAYS = 30;
/** … but never more than this many, so that no device can outgrow its item. */
export const RECENT_EVENTS = 200;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The inventory's record of one device: a fold over its set of events (DESIGN 2). Old events are compacted into
 * `base`; the trial history is kept for ever.
 */
export type DeviceRecord = {
  readonly deviceId: string;
  /** Counts the writes; 0 for a record that was never written. */
  readonly revision: number;
  /** What events up to and including the place `upTo` came to. */
  readonly base: { readonly state: DeviceState; readonly upTo: Place } | undefined;
  /** The events after `base`, in order, each id once. */
  readonly events: readonly DeviceEvent[];
  readonly trials: readonly TrialInterval[];
  /** Version of the newest agreed list by which `trials` was judged. */
  readonly listVersion: number;
};

/** What became of the events that a record took in. */
export type TakenIn = {
  readonly record: DeviceRecord;
  /** Ids that were counted now, those of late ones among them. */
  readonly counted: ReadonlySet<string>;
  /** How many of them came after their place was compacted. */
  readonly late: number;
};

/** The record of a device of which nothing has been said. */
export function emptyRecord(deviceId: string): DeviceRecord {
  return { deviceId, revision: 0, base: undefined, events: [], trials: [], listVersion: 0 };
}

/** Takes events into a record: each id counts once, in its place; the very same record if all are repeats. */
export function takeIn(record: DeviceRecord, arrived: readonly DeviceEvent[]): TakenIn {
  const counted = new Set<string>();
  const events = new Map(record.events.map((event) => [event.id, event]));
  let base = record.base;
  let late = 0;
  for (const event of arrived.toSorted(comparePlaces)) {
    if (base !== undefined && comparePlaces(event, base.upTo) <= 0) {
      const state = mergedLate(base.state, event);
      if (state === base.state) continue;
      base = { ...base, state };
      late += 1;
    } else {
      const known = events.get(event.id);
      const counts = known === undefined ? event : whichCounts(known, event);
      if (counts === known) continue;
      events.set(event.id, counts);
    }
    counted.add(event.id);
  }
  if (counted.size === 0) return { record, counted, late };
  return { record: { ...record, base, events: [...events.values()].sort(comparePlaces) }, counted, late };
}

/** What all events that came so far make of the device. */
export function currentState(record: DeviceRecord): DeviceState {
  return record.events.reduce(nextState, record.base?.state ?? UNKNOWN_DEVICE);
}

/** Judges the whole course of a device by the agreed lists; the very same record if that changes nothing. */
export function judged(record: DeviceRecord, lists: readonly ListInForce[]): DeviceRecord {
  const { base } = record;
  const earlier = base === undefined ? [] : intervalsUpTo(record.trials, base.upTo.at);
  const trials = trialHistory(earlier, courseOf(record), lists);
  return sameIntervals(trials, record.trials) ? record : { ...record, trials, listVersion: lists.at(-1)?.version ?? 0 };
}

/**
 * Compacts events that are more than 30 days older than the newest into the base. Call it with a record that was
 * judged by all lists up to `now`: the trial history up to there is then final. The events of a device that was
 * never pre-notified stay, because they wait for a pre-notification that belongs before them.
 *
 * @param now ISO instant; an event with a clock that is ahead does not make the others old
 */
export function compacted(record: DeviceRecord, now: string): DeviceRecord {
  if (record.events.length < 2) return record;
  const newest = record.events.at(-1)?.at ?? now;
  const horizon = new Date(Date.parse(newest < now ? newest : now) - RECENT_DAYS * DAY_MS).toISOString();
  const old = record.events.findIndex((event) => event.at >= horizon);
  const tooMany = record.events.length - RECENT_EVENTS;
  const count = Math.max(old === -1 ? 0 : old, tooMany);
  if (count <= 0) return record;
  const state = record.events.slice(0, count).reduce(nextState, record.base?.state ?? UNKNOWN_DEVICE);
  const last = record.events[count - 1];
  if (last === undefined || (state.prenotifiedAt === '' && tooMany <= 0)) return record;
  return { ...record, base: { state, upTo: { at: last.at, id: last.id } }, events: record.events.slice(count) };
}

/** Says that there are so many recent events that compacting cannot wait until the trial flag is evaluated again. */
export function mustCompact(record: DeviceRecord): boolean {
  return record.events.length > RECENT_EVENTS;
}

/** The trial a device is in now, if any. */
export function openTrial(record: DeviceRecord): TrialInterval | undefined {
  const last = record.trials.at(-1);
  return last?.to === undefined ? last : undefined;
}

/** Manufacturer, model and firmware of a device as one key; '' unless it is known and says all three. */
export function firmwareKeyOf(state: DeviceState): string {
  const { manufacturer = '', model = '', firmwareVersion = '' } = state.details;
  const complete = manufacturer !== '' && model !== '' && firmwareVersion !== '';
  return isKnown(state) && complete ? firmwareKey(manufacturer, model, firmwareVersion) : '';
}

function courseOf({ base, events }: DeviceRecord): readonly FirmwareSince[] {
  const course: FirmwareSince[] = [];
  let state = UNKNOWN_DEVICE;
  if (base !== undefined) {
    state = base.state;
    course.push({ from: base.upTo.at, firmwareKey: firmwareKeyOf(state) });
  }
  for (const event of events) {
    state = nextState(state, event);
    course.push({ from: event.at, firmwareKey: firmwareKeyOf(state) });
  }
  return course;
}

function sameIntervals(a: readonly TrialInterval[], b: readonly TrialInterval[]): boolean {
  return (
    a.length === b.length &&
    a.every((interval, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        interval.trialId === other.trialId &&
        interval.from === other.from &&
        interval.to === other.to &&
        interval.listVersion === other.listVersion
      );
    })
  );
}
