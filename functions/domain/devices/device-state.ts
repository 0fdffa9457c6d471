import type { SmiStatus } from './device.ts';
import { DETAIL_NAMES, type DetailName, type DeviceDetails, type DeviceEvent } from './device-event.ts';
import { type Foldable, foldedHistory } from './folded-history.ts';

/** Since when a device has, or had, a status. */
export type StatusSince = Foldable & { readonly status: SmiStatus; readonly from: string };

/**
 * What the events up to a place in their order make of a device. `detailsAt` holds the time of each detail that was
 * set after the last pre-notification, which set all the others: that is what lets a very late event be merged.
 */
export type DeviceState = {
  /** Time of the last pre-notification (12.2); '' while there was none: a shadow. */
  readonly prenotifiedAt: string;
  readonly details: DeviceDetails;
  readonly detailsAt: Readonly<Partial<Record<DetailName, string>>>;
  /**
   * One entry for each change of status; the last one is the status now, the last but one that before it. Of a long
   * history only the first and the latest are kept (`foldedState`).
   */
  readonly statusHistory: readonly StatusSince[];
};

/** A device of which nothing has been said. */
export const UNKNOWN_DEVICE: DeviceState = { prenotifiedAt: '', details: {}, detailsAt: {}, statusHistory: [] };

/** Whether the inventory knows the device: pre-notified, and not deleted since. */
export function isKnown(state: DeviceState): boolean {
  const last = state.statusHistory.at(-1);
  return last !== undefined && last.status !== 'Deleted';
}

/** The state with a status history of bounded length: the same, wherever between its events it was folded before. */
export function foldedState(state: DeviceState): DeviceState {
  return { ...state, statusHistory: foldedHistory(state.statusHistory) };
}

/**
 * The state after one more event, which is the next in order. What is not a pre-notification does nothing to a device
 * that is not known: it waits among the events for a pre-notification that belongs before it.
 */
export function nextState(state: DeviceState, { at, change }: DeviceEvent): DeviceState {
  if (change.kind === 'prenotified') {
    const statusHistory = withStatus(state.statusHistory, 'Pending', at);
    return { prenotifiedAt: at, details: change.details, detailsAt: {}, statusHistory };
  }
  if (!isKnown(state)) return state;
  switch (change.kind) {
    case 'details':
      return withDetails(state, change.details, at);
    case 'status':
      return { ...state, statusHistory: withStatus(state.statusHistory, change.status, at) };
    case 'deleted':
      return { ...state, statusHistory: withStatus(state.statusHistory, 'Deleted', at) };
    case 'restored':
      return { ...state, statusHistory: restored(state.statusHistory, at) };
    case 'firmware': {
      const updated = withDetails(state, { firmwareVersion: change.firmwareVersion }, at);
      return change.restores ? { ...updated, statusHistory: restored(state.statusHistory, at) } : updated;
    }
  }
}

/**
 * Merges an event that belongs before what was already compacted, as well as that can be done (ARCHITECTURE "Devices"): a detail
 * is set if nothing later set it, a status finds its place in the history. An event that was compacted itself
 * changes nothing, and then the very same state is returned.
 */
export function mergedLate(state: DeviceState, { at, change }: DeviceEvent): DeviceState {
  if (change.kind === 'prenotified') {
    const statusHistory = insertedStatus(state.statusHistory, 'Pending', at);
    if (at > state.prenotifiedAt) return { ...prenotifiedLate(state, change.details, at), statusHistory };
    return statusHistory === state.statusHistory ? state : { ...state, statusHistory };
  }
  const then = statusAt(state.statusHistory, at);
  if (then === undefined || then.status === 'Deleted') return state;
  switch (change.kind) {
    case 'details':
      return detailsLate(state, change.details, at);
    case 'status':
      return statusLate(state, change.status, at);
    case 'deleted':
      return statusLate(state, 'Deleted', at);
    case 'restored':
      return then.status === 'Suspended' ? statusLate(state, then.before, at) : state;
    case 'firmware': {
      const updated = detailsLate(state, { firmwareVersion: change.firmwareVersion }, at);
      return change.restores && then.status === 'Suspended' ? statusLate(updated, then.before, at) : updated;
    }
  }
}

function withStatus(history: readonly StatusSince[], status: SmiStatus, from: string): readonly StatusSince[] {
  return history.at(-1)?.status === status ? history : [...history, { status, from }];
}

function restored(history: readonly StatusSince[], from: string): readonly StatusSince[] {
  if (history.at(-1)?.status !== 'Suspended') return history;
  return withStatus(history, history.at(-2)?.status ?? 'Pending', from);
}

function withDetails(state: DeviceState, details: DeviceDetails, at: string): DeviceState {
  const detailsAt = { ...state.detailsAt };
  for (const name of DETAIL_NAMES) if (details[name] !== undefined) detailsAt[name] = at;
  return { ...state, details: { ...state.details, ...details }, detailsAt };
}

function prenotifiedLate(state: DeviceState, details: DeviceDetails, at: string): DeviceState {
  const merged: Partial<Record<DetailName, string>> = {};
  const detailsAt: Partial<Record<DetailName, string>> = {};
  for (const name of DETAIL_NAMES) {
    const setAt = state.detailsAt[name] ?? '';
    const value = setAt >= at ? state.details[name] : details[name];
    if (value !== undefined) merged[name] = value;
    if (setAt >= at) detailsAt[name] = setAt;
  }
  return { ...state, prenotifiedAt: at, details: merged, detailsAt };
}

function detailsLate(state: DeviceState, details: DeviceDetails, at: string): DeviceState {
  const newer = DETAIL_NAMES.filter((name) => at > (state.detailsAt[name] ?? state.prenotifiedAt));
  const carried = Object.fromEntries(
    newer.flatMap((name) => (details[name] === undefined ? [] : [[name, details[name]]])),
  );
  return Object.keys(carried).length === 0 ? state : withDetails(state, carried, at);
}

function statusLate(state: DeviceState, status: SmiStatus, at: string): DeviceState {
  const statusHistory = insertedStatus(state.statusHistory, status, at);
  return statusHistory === state.statusHistory ? state : { ...state, statusHistory };
}

function insertedStatus(history: readonly StatusSince[], status: SmiStatus, from: string): readonly StatusSince[] {
  if (history.some((entry) => entry.from === from)) return history;
  const place = history.findLastIndex((entry) => entry.from < from) + 1;
  const [before, next] = [history[place - 1], history[place]];
  // Among statuses that were folded it is one that was counted there already, for all that is known.
  if (before?.status === status || before?.folded !== undefined) return history;
  if (next?.status === status) return [...history.slice(0, place), { ...next, from }, ...history.slice(place + 1)];
  return [...history.slice(0, place), { status, from }, ...history.slice(place)];
}

function statusAt(history: readonly StatusSince[], at: string): { status: SmiStatus; before: SmiStatus } | undefined {
  const place = history.findLastIndex((entry) => entry.from <= at);
  const entry = history[place];
  return entry === undefined ? undefined : { status: entry.status, before: history[place - 1]?.status ?? 'Pending' };
}
