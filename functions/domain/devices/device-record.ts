import { firmwareKey } from '../trials/agreed-list.ts';
import type { TrialInterval } from './device.ts';
import { comparePlaces, type DeviceEvent, type Place } from './device-event.ts';
import { identityOf, saysTheSame, whichCounts } from './event-identity.ts';
import { foldedTrials } from './folded-trials.ts';
import { type DeviceState, foldedState, isKnown, mergedLate, nextState, UNKNOWN_DEVICE } from './device-state.ts';
import { countToCompact } from './recent-events.ts';
import { type FirmwareSince, intervalsUpTo, type ListsInForce, trialHistory } from '../trials/trial-flag.ts';

/** Events are kept one by one for this many days before the newest, so that a late one finds its place. */
const RECENT_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The inventory's record of one device: a fold over its set of events (ARCHITECTURE "Devices"). Old events are compacted into
 * `base`; the trial history is kept for ever.
 */
export type DeviceRecord = {
  readonly deviceId: string;
  /** Counts the writes; 0 for a record that was never written. */
  readonly revision: number;
  /** What events up to and including the place `upTo` came to. */
  readonly base: { readonly state: DeviceState; readonly upTo: Place } | undefined;
  /** The events after `base`, in order, each source and id once. */
  readonly events: readonly DeviceEvent[];
  /** Of a long history only the first and the latest are kept (`foldedTrials`). */
  readonly trials: readonly TrialInterval[];
  /** Version of the newest agreed list by which `trials` was evaluated. */
  readonly listVersion: number;
};

/** What became of the events that a record took in. */
export type TakenIn = {
  readonly record: DeviceRecord;
  /** Events that were counted before. */
  readonly repeats: number;
  /** How many events came after their place was compacted. */
  readonly late: number;
  /** Events of a source and id under which another content was counted first, each with the one that stands. */
  readonly conflicts: ReadonlyMap<DeviceEvent, DeviceEvent>;
};

/** The record of a device of which nothing has been said. */
export function emptyRecord(deviceId: string): DeviceRecord {
  return { deviceId, revision: 0, base: undefined, events: [], trials: [], listVersion: 0 };
}

/**
 * Takes events into a record: each source and id counts once, in its place; the very same record if nothing changes.
 * Of several contents under one source and id the first that is recorded stands, and of those that are recorded
 * together the first that arrived; the others are conflicts, and nothing of them counts.
 *
 * @param arrived in the order in which they arrived
 */
export function takeIn(record: DeviceRecord, arrived: readonly DeviceEvent[]): TakenIn {
  const { base } = record;
  const events = new Map(record.events.map((event) => [identityOf(event), event]));
  const tooLate = new Map<string, DeviceEvent>();
  const conflicts = new Map<DeviceEvent, DeviceEvent>();
  let repeats = 0;
  let changed = false;
  for (const event of arrived) {
    const identity = identityOf(event);
    const isTooLate = base !== undefined && comparePlaces(event, base.upTo) <= 0;
    const known = events.get(identity) ?? tooLate.get(identity);
    if (known === undefined) {
      (isTooLate ? tooLate : events).set(identity, event);
      changed ||= !isTooLate;
    } else if (!saysTheSame(known, event)) {
      conflicts.set(event, known);
    } else {
      repeats += 1;
      const counts = whichCounts(known, event);
      // What is compacted cannot take an event back that is kept one by one.
      if (counts === known || isTooLate) continue;
      tooLate.delete(identity);
      events.set(identity, counts);
      changed = true;
    }
  }
  const merged = mergedBase(base, [...tooLate.values()]);
  const after = changed || merged.late > 0 ? { ...record, base: merged.base, events: inOrder(events) } : record;
  return { record: after, repeats: repeats + tooLate.size - merged.late, late: merged.late, conflicts };
}

function mergedBase(
  base: DeviceRecord['base'],
  events: readonly DeviceEvent[],
): { readonly base: DeviceRecord['base']; readonly late: number } {
  if (base === undefined) return { base, late: 0 };
  let { state } = base;
  let late = 0;
  for (const event of events.toSorted(comparePlaces)) {
    const merged = mergedLate(state, event);
    if (merged !== state) late += 1;
    state = merged;
  }
  return { base: { ...base, state: foldedState(state) }, late };
}

function inOrder(events: ReadonlyMap<string, DeviceEvent>): readonly DeviceEvent[] {
  return [...events.values()].sort(comparePlaces);
}

/** What all events that came so far make of the device. */
export function currentState(record: DeviceRecord): DeviceState {
  return foldedState(record.events.reduce(nextState, record.base?.state ?? UNKNOWN_DEVICE));
}

/** Evaluates the whole course of a device by the agreed lists; the very same record if that changes nothing. */
export function evaluated(record: DeviceRecord, lists: ListsInForce): DeviceRecord {
  const trials = foldedTrials(intervalsOf(record, lists), record.base?.upTo.at);
  return sameIntervals(trials, record.trials)
    ? record
    : { ...record, trials, listVersion: lists.versions.at(-1)?.version ?? 0 };
}

/**
 * Compacts events that are more than 30 days older than the newest into the base, and bounds the histories; the very
 * same record if none is. Call it with a record that was evaluated by these lists, all up to `now`: the trial history up
 * to the base is then final. The events of a device that was never pre-notified stay, because they wait for a
 * pre-notification that belongs before them.
 *
 * @param now ISO instant; an event with a clock that is ahead does not make the others old
 */
export function compacted(record: DeviceRecord, now: string, lists: ListsInForce): DeviceRecord {
  const base = compactedBase(record, now);
  if (base === undefined) return record;
  const events = record.events.filter((event) => comparePlaces(event, base.upTo) > 0);
  // Evaluated again, since of intervals that were folded together some may now be final and others not.
  return { ...record, base, events, trials: foldedTrials(intervalsOf(record, lists), base.upTo.at) };
}

/** The base that takes in what is old, or too much; none when nothing is. */
function compactedBase(record: DeviceRecord, now: string): DeviceRecord['base'] {
  const newest = record.events.at(-1);
  if (newest === undefined) return undefined;
  const horizon = Math.min(Date.parse(newest.at), Date.parse(now)) - RECENT_DAYS * DAY_MS;
  // The newest is never old itself.
  const old = record.events.findIndex(({ at }) => Date.parse(at) >= horizon);
  const tooMany = countToCompact(record.events);
  const last = record.events[Math.max(old, tooMany) - 1];
  if (last === undefined) return undefined;
  const compacting = record.events.filter((event) => comparePlaces(event, last) <= 0);
  const state = foldedState(compacting.reduce(nextState, record.base?.state ?? UNKNOWN_DEVICE));
  const { change: _, timedBy: __, ...upTo } = last;
  return state.prenotifiedAt === '' && tooMany === 0 ? undefined : { state, upTo };
}

/** Whether there are so many recent events that compacting cannot wait until the trial flag is evaluated again. */
export function mustCompact(record: DeviceRecord): boolean {
  return countToCompact(record.events) > 0;
}

/** The trial a device is in now, if any: the interval without an end, whatever is dated behind it. */
export function openTrial(record: DeviceRecord): TrialInterval | undefined {
  return record.trials.findLast((interval) => interval.to === undefined);
}

/** Whether a device was never pre-notified: what came for it waits, and no report shows it. */
export function isShadow({ base, events }: DeviceRecord): boolean {
  const isBaseEmpty = base === undefined || base.state.statusHistory.length === 0;
  return isBaseEmpty && !events.some(({ change }) => change.kind === 'prenotified');
}

/** Manufacturer, model and firmware of a device as one key; '' unless it is known and says all three. */
export function firmwareKeyOf(state: DeviceState): string {
  const { manufacturer = '', model = '', firmwareVersion = '' } = state.details;
  const complete = manufacturer !== '' && model !== '' && firmwareVersion !== '';
  return isKnown(state) && complete ? firmwareKey(manufacturer, model, firmwareVersion) : '';
}

/** All intervals of a device: of the final ones those that are listed, and the later ones made afresh. */
function intervalsOf(record: DeviceRecord, lists: ListsInForce): readonly TrialInterval[] {
  const earlier = record.base === undefined ? [] : intervalsUpTo(record.trials, record.base.upTo.at);
  return trialHistory(earlier, courseOf(record), lists);
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
        interval.listVersion === other.listVersion &&
        interval.folded === other.folded
      );
    })
  );
}
