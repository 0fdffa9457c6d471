import type { AgreedList } from './agreed-list.ts';
import { trialByFirmware } from './agreed-list-change.ts';
import type { TrialInterval } from '../devices/device.ts';

/** An agreed list from the instant it came in force: which trial each combination of model and firmware is in. */
export type ListInForce = {
  readonly from: string;
  readonly version: number;
  readonly trialOf: ReadonlyMap<string, string>;
};

/** Since when a device is of a manufacturer, model and firmware; '' while it is not known or has no firmware. */
export type FirmwareSince = { readonly from: string; readonly firmwareKey: string };

/** All versions of the agreed list as one course of time, oldest first; a later version never begins earlier. */
export function listsInForce(lists: readonly AgreedList[]): readonly ListInForce[] {
  let latest = '';
  return lists
    .toSorted((a, b) => a.version - b.version)
    .map((list) => {
      const activatedAt = new Date(list.activatedAt).toISOString();
      latest = activatedAt > latest ? activatedAt : latest;
      return { from: latest, version: list.version, trialOf: trialByFirmware(list) };
    });
}

/**
 * The trial history of a device: a function of its own course and that of the agreed lists, and of nothing else
 * (invariant 4). A device is a trial device of a trial while manufacturer, model and firmware match an entry of it on
 * the list in force (R53, R55, R60): an interval begins at the later of event and activation, and goes on for as
 * long as there is a match with the same trial, whichever version of the list says so. The calendar is not looked
 * at.
 *
 * @param earlier intervals evaluated before the course begins; kept, the last one goes on if it is open
 */
export function trialHistory(
  earlier: readonly TrialInterval[],
  course: readonly FirmwareSince[],
  lists: readonly ListInForce[],
): readonly TrialInterval[] {
  const intervals = [...earlier];
  const start = course[0]?.from;
  if (start === undefined) return intervals;
  const activations = lists.filter((list) => list.from > start).map((list) => list.from);
  const instants = new Set([...course.map((stretch) => stretch.from), ...activations].sort());
  for (const instant of instants) {
    const firmwareKey = lastFrom(course, instant)?.firmwareKey ?? '';
    const list = lastFrom(lists, instant);
    const trialId = list?.trialOf.get(firmwareKey);
    follow(intervals, instant, trialId, list?.version ?? 0);
  }
  return intervals;
}

/** The intervals as they stood at an instant: what came later is not known yet. */
export function intervalsUpTo(intervals: readonly TrialInterval[], instant: string): readonly TrialInterval[] {
  return intervals
    .filter((interval) => interval.from <= instant)
    .map((interval) => (interval.to !== undefined && interval.to > instant ? opened(interval) : interval));
}

function follow(intervals: TrialInterval[], at: string, trialId: string | undefined, listVersion: number): void {
  const last = intervals.at(-1);
  const open = last !== undefined && last.to === undefined ? last : undefined;
  if (open?.trialId === trialId) return;
  if (open !== undefined) {
    intervals.pop();
    if (open.from < at) intervals.push({ ...open, to: at });
  }
  if (trialId === undefined) return;
  const before = intervals.at(-1);
  if (before?.trialId === trialId && before.to === at) intervals.splice(-1, 1, opened(before));
  else intervals.push({ trialId, from: at, listVersion });
}

function opened({ trialId, from, listVersion }: TrialInterval): TrialInterval {
  return { trialId, from, listVersion };
}

function lastFrom<T extends { readonly from: string }>(course: readonly T[], instant: string): T | undefined {
  return course.findLast((stretch) => stretch.from <= instant);
}
