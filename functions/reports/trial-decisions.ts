import type { ReportedDecision, ReportedTrial } from '../contracts/trial-report.ts';
import { counted, dayInWords } from '../email/words.ts';

type Rule = (trial: ReportedTrial, day: string) => readonly Omit<ReportedDecision, 'trialId'>[];

const RULES: readonly Rule[] = [
  limitIsExceeded,
  endHasPassed,
  endComesWithoutDecision,
  startIsStillAhead,
  departmentIsUntold,
];

/** What somebody has to decide or do about the trials, the urgent first. */
export function decisionsNeeded(trials: readonly ReportedTrial[], day: string): ReportedDecision[] {
  const all = trials.flatMap((trial) =>
    RULES.flatMap((rule) => rule(trial, day).map((decision) => ({ trialId: trial.trialId, ...decision }))),
  );
  return [...all.filter(({ urgency }) => urgency === 'now'), ...all.filter(({ urgency }) => urgency === 'soon')];
}

/** R41, R57: more devices than approved; only the SSC may approve another limit. */
function limitIsExceeded({ devices, deviceLimit, limitStanding }: ReportedTrial) {
  if (devices === undefined || limitStanding !== 'over') return [];
  return [
    {
      urgency: 'now' as const,
      what: `Approve a higher limit with a reason, or have ${counted(devices - deviceLimit, 'device')} taken out of the trial`,
      why: `${counted(devices, 'device')} carry the flag; the limit is ${deviceLimit}.`,
    },
  ];
}

/** R58, R59: after the end, devices are removed or get certified firmware; the SSC may suspend them or let them remain. */
function endHasPassed({ devices, endDate, endDecision, endStanding, daysToEnd }: ReportedTrial) {
  if (devices === undefined || endStanding !== 'overdue') return [];
  const why = `The trial ended on ${dayInWords(endDate)}, ${counted(-daysToEnd, 'day')} ago; ${counted(devices, 'device')} still carry its firmware.`;
  if (endDecision === '') {
    return [
      {
        urgency: 'now' as const,
        what: 'Decide whether its devices are suspended or remain pending certification',
        why,
      },
    ];
  }
  const what =
    endDecision === 'suspend'
      ? 'Have its CPL entry marked as removed, so that its devices are suspended, as was decided'
      : 'Ask the sponsor for the certified firmware: the devices remain pending certification, as was decided';
  return [{ urgency: 'soon' as const, what, why }];
}

function endComesWithoutDecision({ devices = 0, endDate, endDecision, endStanding, daysToEnd }: ReportedTrial) {
  if (endStanding !== 'ending' || endDecision !== '') return [];
  return [
    {
      urgency: 'soon' as const,
      what: 'Decide what becomes of the devices at the end: certified firmware, removal, suspension, or an extension',
      why: `The trial ends on ${dayInWords(endDate)}, in ${counted(daysToEnd, 'day')}, with ${counted(devices, 'device')} now.`,
    },
  ];
}

function startIsStillAhead({ state, devices = 0, startDate }: ReportedTrial) {
  if (state !== 'planned' || devices === 0) return [];
  return [
    {
      urgency: 'now' as const,
      what: 'Ask the sponsor why devices were pre-notified before the trial begins',
      why: `${counted(devices, 'device')} carry the firmware; the trial begins on ${dayInWords(startDate)}.`,
    },
  ];
}

/** R48: the SSC notifies the Department of ongoing trials. */
function departmentIsUntold({ state, departmentNotifiedOn }: ReportedTrial) {
  if (state !== 'active' || departmentNotifiedOn !== '') return [];
  return [
    {
      urgency: 'soon' as const,
      what: 'Notify the Department of the trial, and enter the day in the agreed list',
      why: 'The agreed list has no day of notification.',
    },
  ];
}
