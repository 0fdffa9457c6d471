import {
  compacted,
  type DeviceRecord,
  emptyRecord,
  isShadow,
  evaluated,
  mustCompact,
  openTrial,
  takeIn,
  type TakenIn,
} from '../domain/devices/device-record.ts';
import { eventInWords } from '../domain/devices/event-identity.ts';
import { activeVersion } from '../domain/trials/agreed-lists.ts';
import { type ListsInForce, listsInForce } from '../domain/trials/trial-flag.ts';
import type { Devices, TrialRules } from './ports.ts';
import type { DeadLetter, DeviceMail } from './sort-messages.ts';

/** The rules as they were read at one time, ready for use. */
export type EvaluationRules = {
  readonly rules: TrialRules;
  readonly lists: ListsInForce;
  /** ISO instant before which events may be old enough to be compacted. */
  readonly now: string;
};

/** What became of one device. */
export type DeviceOutcome = {
  readonly written: boolean;
  /** Events that had been counted before. */
  readonly repeats: number;
  /** Events that came after their place was compacted. */
  readonly late: number;
  /** Whether it was written, and waits for its pre-notification. */
  readonly shadow: boolean;
  readonly flagged: boolean;
  readonly cleared: boolean;
  /** Events that came for it, repeats included, if it is a trial device or was one (R71). */
  readonly trialEvents: number;
  /** Messages whose source and id were counted with another content: nothing of them was recorded. */
  readonly conflicts: readonly DeadLetter[];
};

/** Another writer may be quicker this often before the messages are left to be delivered again. */
const ATTEMPTS = 6;

/** Makes rules ready for use. */
export function evaluationRules(rules: TrialRules, now: string): EvaluationRules {
  return { rules, lists: listsInForce(rules.lists), now };
}

/** Whether two readings of the rules evaluate alike: versions of the list are never changed once active. */
export function sameRules(a: TrialRules, b: TrialRules): boolean {
  return a.trialFlagging === b.trialFlagging && activeVersion(a.lists).version === activeVersion(b.lists).version;
}

/**
 * Records what came for a device and evaluates it, in one conditional write, or none when nothing changes. When another
 * writer was quicker, its record is read and the same is done again.
 *
 * @param found the record as it was read with the batch, if there is one
 * @throws when other writers were quicker every time
 */
export async function recordDevice(
  { deviceId, arrivals }: DeviceMail,
  found: DeviceRecord | undefined,
  evaluation: EvaluationRules,
  devices: Devices,
): Promise<DeviceOutcome> {
  const events = arrivals.map(({ event }) => event);
  let before = found;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const stored = before ?? emptyRecord(deviceId);
    const { record, repeats, late, conflicts: refused } = takeIn(stored, events);
    const evaluatedRecord = evaluate(record, evaluation);
    const trialEvents = watchedEvents(events.length, [stored, evaluatedRecord], evaluation);
    const counts = { repeats, late, trialEvents, conflicts: conflictsOf(arrivals, refused) };
    if (evaluatedRecord === stored) return { ...counts, written: false, shadow: false, flagged: false, cleared: false };
    const after = compact(evaluatedRecord, evaluation);
    const outcome = await devices.put({ ...after, revision: stored.revision + 1 }, stored.revision);
    if (outcome === 'written') {
      return { ...counts, written: true, shadow: isShadow(after), ...flagChange(stored, after) };
    }
    before = (await devices.findMany([deviceId])).get(deviceId);
  }
  throw new Error(`Device ${deviceId.slice(-5)} was written by others ${ATTEMPTS} times in a row`);
}

/** With the switch off nothing is evaluated, and so nothing compacted, unless that cannot wait (R54). */
function evaluate(record: DeviceRecord, { rules, lists }: EvaluationRules): DeviceRecord {
  return rules.trialFlagging === 'off' && !mustCompact(record) ? record : evaluated(record, lists);
}

function compact(record: DeviceRecord, { rules, lists, now }: EvaluationRules): DeviceRecord {
  return rules.trialFlagging === 'off' && !mustCompact(record) ? record : compacted(record, now, lists);
}

function flagChange(before: DeviceRecord, after: DeviceRecord): { flagged: boolean; cleared: boolean } {
  const was = openTrial(before)?.trialId;
  const is = openTrial(after)?.trialId;
  return { flagged: is !== undefined && is !== was, cleared: was !== undefined && is !== was };
}

function conflictsOf(arrivals: DeviceMail['arrivals'], refused: TakenIn['conflicts']): readonly DeadLetter[] {
  return arrivals.flatMap(({ event, message }) => {
    const first = refused.get(event);
    if (first === undefined) return [];
    const reason =
      'Another event of this source and id was counted first, and this one was not recorded: send it again with an id ' +
      `of its own. The first says ${eventInWords(first)}; this one says ${eventInWords(event)}`;
    return [{ message, reason }];
  });
}

function watchedEvents(events: number, records: readonly DeviceRecord[], { rules }: EvaluationRules): number {
  const isWatched = rules.trialFlagging === 'on' && records.some((record) => openTrial(record) !== undefined);
  return isWatched ? events : 0;
}
