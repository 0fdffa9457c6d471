import type { ReportedChange, ReportedTrial, TrialReport } from '../contracts/trial-report.ts';
import { counted, dayInWords, inFigures } from '../email/words.ts';
import { type KnownEntry, settledCases } from './settled-cases.ts';

/** What the two reports are compared by. */
type Compared = Pick<
  TrialReport,
  'trialFlagging' | 'trials' | 'decisions' | 'devices' | 'devicesLeftOut' | 'certificates'
>;

type Rule = (now: ReportedTrial, before: ReportedTrial) => readonly string[];

const RULES: readonly Rule[] = [stateChanged, limitChanged, endChanged, endDecided, departmentNotified];

/** What is otherwise than in the report before, trial by trial in words; nothing where there was none (R65). */
export function changesSince(
  before: Compared | undefined,
  now: Compared,
  entryNow: (entryNumber: string) => KnownEntry,
): ReportedChange[] {
  if (before === undefined) return [];
  return [
    ...flaggingTurned(before, now),
    ...now.trials.flatMap((trial) => {
      const earlier = before.trials.find(({ trialId }) => trialId === trial.trialId);
      const what =
        earlier === undefined
          ? [`New on the agreed list, from ${dayInWords(trial.startDate)} to ${dayInWords(trial.endDate)}`]
          : [...RULES.flatMap((rule) => rule(trial, earlier)), ...devicesMoved(trial, before, now)];
      return what.map((each) => ({ trialId: trial.trialId, what: each }));
    }),
    ...settledCases(before, now, entryNow),
    ...certificatesDue(before, now),
  ];
}

function flaggingTurned(before: Compared, now: Compared): ReportedChange[] {
  if (before.trialFlagging === now.trialFlagging) return [];
  return [{ trialId: '', what: `Trial flagging was switched ${now.trialFlagging}` }];
}

function stateChanged(now: ReportedTrial, before: ReportedTrial): string[] {
  if (now.state === before.state) return [];
  const words = {
    planned: `Is planned again, from ${dayInWords(now.startDate)}`,
    active: before.state === 'planned' ? 'Has begun' : 'Runs again',
    ended: 'Has ended',
    dropped: 'Was taken off the agreed list',
  };
  return [words[now.state]];
}

function limitChanged({ deviceLimit }: ReportedTrial, before: ReportedTrial): string[] {
  return deviceLimit === before.deviceLimit
    ? []
    : [`Its limit is ${counted(deviceLimit, 'device')}, it was ${inFigures(before.deviceLimit)}`];
}

function endChanged({ endDate }: ReportedTrial, before: ReportedTrial): string[] {
  return endDate === before.endDate ? [] : [`Its end is ${dayInWords(endDate)}, it was ${dayInWords(before.endDate)}`];
}

function endDecided({ endDecision }: ReportedTrial, before: ReportedTrial): string[] {
  if (endDecision === before.endDecision) return [];
  const words = {
    '': 'The decision on its end was taken back',
    suspend: 'Decided: devices left at the end are suspended',
    'remain-pending-certification': 'Decided: devices left at the end remain pending certification',
  };
  return [words[endDecision]];
}

function departmentNotified({ departmentNotifiedOn }: ReportedTrial, before: ReportedTrial): string[] {
  if (departmentNotifiedOn === before.departmentNotifiedOn || departmentNotifiedOn === '') return [];
  return [`The Department was notified on ${dayInWords(departmentNotifiedOn)}`];
}

/**
 * Devices are compared one by one: as many may have left a trial as have joined it. Where a report does not name all of
 * them, how many there are is compared.
 */
function devicesMoved(
  { trialId, devices = 0, devicesBefore = 0 }: ReportedTrial,
  before: Compared,
  now: Compared,
): string[] {
  if (before.trialFlagging === 'off' || now.trialFlagging === 'off') return [];
  if (before.devicesLeftOut + now.devicesLeftOut > 0) {
    const more = devices - devicesBefore;
    return more === 0 ? [] : [`Has ${counted(Math.abs(more), more > 0 ? 'more device' : 'fewer device')} in use`];
  }
  const idsOf = ({ devices }: Compared): Set<string> =>
    new Set(devices.filter((device) => device.trialId === trialId).map(({ deviceId }) => deviceId));
  const [earlier, later] = [idsOf(before), idsOf(now)];
  const joined = [...later].filter((id) => !earlier.has(id)).length;
  const left = [...earlier].filter((id) => !later.has(id)).length;
  return [
    ...(joined === 0 ? [] : [`${counted(joined, 'device')} joined`]),
    ...(left === 0 ? [] : [`${counted(left, 'device')} left it`]),
  ];
}

function certificatesDue(before: Compared, now: Compared): ReportedChange[] {
  const known = new Set(before.certificates.map(({ entryKey, kind, date }) => `${entryKey}\n${kind}\n${date}`));
  const fresh = now.certificates.filter(({ entryKey, kind, date }) => !known.has(`${entryKey}\n${kind}\n${date}`));
  if (fresh.length === 0) return [];
  return [{ trialId: '', what: `${counted(fresh.length, 'more certificate')} due within 180 days, or past due` }];
}
