import { rowFirmwareKey } from './agreed-list.ts';
import type { AgreedLists } from './agreed-lists.ts';
import type { TrialInterval } from '../devices/device.ts';

/** In which trial a combination of manufacturer, model and firmware was from one instant until before another, if there is one. */
type Stretch = { readonly from: string; readonly until: string | undefined; readonly trialId: string };

/** The agreed lists as one course of time: which version was in force from when, and which trial had which firmware when. */
export type ListsInForce = {
  /** Oldest first; a later version never begins earlier. */
  readonly versions: readonly { readonly from: string; readonly version: number }[];
  readonly ofFirmware: ReadonlyMap<string, readonly Stretch[]>;
};

/** Since when a device is of a manufacturer, model and firmware; '' while it is not known or has no firmware. */
export type FirmwareSince = { readonly from: string; readonly firmwareKey: string };

/** All versions of the agreed list as one course of time. */
export function listsInForce({ activations, trials }: AgreedLists): ListsInForce {
  let latest = '';
  const versions = activations.map(({ version, activatedAt }) => {
    const from = new Date(activatedAt).toISOString();
    latest = from > latest ? from : latest;
    return { from: latest, version };
  });
  const since = new Map(versions.map(({ from, version }) => [version, from]));
  const ofFirmware = new Map<string, Stretch[]>();
  for (const { trialId, from, until, rows } of trials) {
    const stretch = {
      from: since.get(from) ?? '',
      until: until === undefined ? undefined : since.get(until),
      trialId,
    };
    for (const key of new Set(rows.map(rowFirmwareKey))) {
      const stretches = ofFirmware.get(key);
      if (stretches === undefined) ofFirmware.set(key, [stretch]);
      else stretches.push(stretch);
    }
  }
  return { versions, ofFirmware };
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
  { versions, ofFirmware }: ListsInForce,
): readonly TrialInterval[] {
  const intervals = [...earlier];
  const start = course[0]?.from;
  if (start === undefined) return intervals;
  // Where the lists say the same of the device's firmware as before, nothing can begin or end.
  const turns = [...new Set(course.map(({ firmwareKey }) => firmwareKey))]
    .flatMap((firmwareKey) => ofFirmware.get(firmwareKey) ?? [])
    .flatMap(({ from, until }) => (until === undefined ? [from] : [from, until]))
    .filter((instant) => instant > start);
  for (const instant of new Set([...course.map(({ from }) => from), ...turns].sort())) {
    const firmwareKey = lastFrom(course, instant)?.firmwareKey ?? '';
    const stretch = ofFirmware
      .get(firmwareKey)
      ?.find(({ from, until }) => from <= instant && (until === undefined || instant < until));
    follow(intervals, instant, stretch?.trialId, lastFrom(versions, instant)?.version ?? 0);
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
