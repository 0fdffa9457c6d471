import type { ReportedChange, ReportedDecision, ReportedTrial, TrialReport } from '../contracts/trial-report.ts';
import { counted, dayInWords } from '../email/words.ts';

/** What the two reports are compared by. */
type Compared = Pick<TrialReport, 'trialFlagging' | 'trials' | 'decisions'>;

/** The cases of the last report that are no longer on the worklist, each with what was done. */
export function settledCases(before: Compared, now: Compared): ReportedChange[] {
  const open = new Set(now.decisions.map(({ caseId }) => caseId));
  return before.decisions
    .filter(({ caseId }) => !open.has(caseId))
    .map((settled) => ({
      trialId: settled.trialId,
      what: `Done: ${outcomeOf(settled, before, now)}. Asked of ${askedInWords(settled)}: ${settled.what}`,
    }));
}

function askedInWords({ asked, since }: ReportedDecision): string {
  const whom = asked === 'SECAS' ? asked : `the ${asked === 'Sponsor' ? 'sponsor' : asked}`;
  return since === '' ? whom : `${whom} since ${dayInWords(since)}`;
}

/** What became of a case, as far as the list, the inventory and the agreed list say. */
function outcomeOf({ event, trialId }: ReportedDecision, before: Compared, now: Compared): string {
  const of = ({ trials }: Compared): ReportedTrial | undefined => trials.find((trial) => trial.trialId === trialId);
  const [earlier, trial] = [of(before), of(now)];
  if (trial === undefined || earlier === undefined) return 'the trial is on no agreed list';
  if (trial.state === 'dropped') return 'the trial was taken off the agreed list';
  switch (event) {
    case 'trial-not-notified':
      return trial.departmentNotifiedOn === ''
        ? 'the trial is no longer running'
        : `the Department was notified on ${dayInWords(trial.departmentNotifiedOn)}`;
    case 'trial-entry-current':
      return trial.endDecision === 'suspend' && trial.state === 'ended'
        ? 'its CPL entries are marked as removed'
        : 'the trial goes on';
    case 'trial-ending':
    case 'trial-ended':
      return endOutcome(trial, earlier);
    case 'trial-over-limit':
    case 'trial-early':
      return devicesOutcome(trial, earlier);
  }
}

function endOutcome(trial: ReportedTrial, earlier: ReportedTrial): string {
  if (trial.endDate !== earlier.endDate) return `its end is ${dayInWords(trial.endDate)} now`;
  if (trial.state !== 'ended') return DECIDED[trial.endDecision];
  if (trial.devices === undefined) return NOT_COUNTED;
  const suspended = trial.devicesByStatus.find(({ status }) => status === 'Suspended')?.devices ?? 0;
  return suspended === 0
    ? 'no device is left in use'
    : `${counted(suspended, 'device')} ${suspended === 1 ? 'is' : 'are'} suspended`;
}

function devicesOutcome(trial: ReportedTrial, earlier: ReportedTrial): string {
  if (trial.state !== earlier.state) return trial.state === 'active' ? 'the trial has begun' : 'the trial has ended';
  if (trial.deviceLimit !== earlier.deviceLimit) return `its limit is ${counted(trial.deviceLimit, 'device')} now`;
  if (trial.devices === undefined) return NOT_COUNTED;
  return `${counted(trial.devices, 'device')} ${trial.devices === 1 ? 'carries' : 'carry'} the flag now`;
}

const NOT_COUNTED = 'not known, because trial flagging is switched off';

const DECIDED = {
  '': 'its end is no longer near',
  suspend: 'the SSC decided that devices left at the end are suspended',
  'remain-pending-certification': 'the SSC decided that devices left at the end remain pending certification',
} as const satisfies Record<ReportedTrial['endDecision'], string>;
