import { intervalsUpTo } from '../trials/trial-flag.ts';
import type { Foldable } from './folded-history.ts';
import type { DeviceRecord } from './device-record.ts';

/** A record as it stood at an instant; `exact` is whether its details, status and trial are known to have been those. */
export type RecordAsOf = { readonly record: DeviceRecord; readonly exact: boolean };

/**
 * A device as it stood at an instant, by all that is known of it now: an event that came late counts. Trials and
 * statuses are kept for ever, except what is folded of a long history; details are known as far back as events are
 * kept one by one, and before that if none was set since. Where they are not, they are the oldest that are known.
 */
export function recordAsOf(record: DeviceRecord, instant: string): RecordAsOf {
  const trials = intervalsUpTo(record.trials, instant);
  const { base } = record;
  if (base === undefined || base.upTo.at <= instant) {
    return { record: { ...record, events: record.events.filter(({ at }) => at <= instant), trials }, exact: true };
  }
  const { state } = base;
  const statusHistory = state.statusHistory.filter(({ from }) => from <= instant);
  const exact =
    !isFoldedAt(state.statusHistory, instant) &&
    !isFoldedAt(record.trials, instant) &&
    (statusHistory.length === 0 ||
      [state.prenotifiedAt, ...Object.values(state.detailsAt)].every((setAt) => setAt <= instant));
  return { record: { ...record, base: { ...base, state: { ...state, statusHistory } }, events: [], trials }, exact };
}

/** Whether an instant lies where entries of a history were folded. */
function isFoldedAt(history: readonly (Foldable & { readonly from: string })[], instant: string): boolean {
  return history.findLast(({ from }) => from <= instant)?.folded !== undefined;
}
