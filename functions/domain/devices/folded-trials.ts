import type { TrialInterval } from './device.ts';
import { foldedHistory } from './folded-history.ts';

/**
 * A trial history of bounded length. Intervals that ended by `finalUpTo` are final; the later ones are made afresh
 * each time a device is evaluated, so the two are folded apart and none is ever counted twice.
 *
 * @param finalUpTo ISO instant up to which events are compacted; absent while none are
 */
export function foldedTrials(intervals: readonly TrialInterval[], finalUpTo = ''): readonly TrialInterval[] {
  const firstOpen = intervals.findIndex(({ to }) => to === undefined || to > finalUpTo);
  const finals = firstOpen === -1 ? intervals.length : firstOpen;
  const folded = [...foldedHistory(intervals.slice(0, finals)), ...foldedHistory(intervals.slice(finals))];
  return folded.length === intervals.length ? intervals : folded;
}
