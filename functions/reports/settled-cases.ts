import type {
  CaseEvent,
  ReportedChange,
  ReportedDecision,
  ReportedTrial,
  TrialReport,
} from '../contracts/trial-report.ts';
import type { CpaCertificate } from '../domain/cpl/certificates.ts';
import { type CplEntry, isActive } from '../domain/cpl/cpl-entry.ts';
import { counted, dayInWords } from '../email/words.ts';

/** What the two reports are compared by. */
type Compared = Pick<TrialReport, 'trialFlagging' | 'trials' | 'decisions'>;

/** What is known now of an entry that a case was about. */
export type KnownEntry = { readonly entry: CplEntry | undefined; readonly cpa: CpaCertificate | null };

/** The cases of the last report that are no longer on the worklist, each with what was done. */
export function settledCases(
  before: Compared,
  now: Compared,
  entryNow: (entryNumber: string) => KnownEntry,
): ReportedChange[] {
  const open = new Set(now.decisions.map(({ caseId }) => caseId));
  return before.decisions
    .filter(({ caseId }) => !open.has(caseId))
    .map((settled) => ({
      trialId: settled.trialId,
      what: `Done${settled.entryNumber === '' ? '' : ` for CPL entry ${settled.entryNumber}`}: ${settled.entryNumber === '' ? trialOutcome(settled, before, now) : entryOutcome(entryNow(settled.entryNumber))}. Asked of ${askedInWords(settled)}: ${settled.what}`,
    }));
}

function askedInWords({ asked, since }: ReportedDecision): string {
  const whom = asked === 'SECAS' ? asked : `the ${asked === 'Sponsor' ? 'sponsor' : asked}`;
  return since === '' ? whom : `${whom} since ${dayInWords(since)}`;
}

/** What became of a case about an entry, as far as the list and the published list say. */
function entryOutcome({ entry, cpa }: KnownEntry): string {
  if (entry === undefined) return 'the DSP no longer holds it';
  if (!isActive(entry)) return 'it was removed from the CPL';
  if (cpa === null || cpa.date === '') return 'it is no longer asked for';
  const until = cpa.dateKind === 'expiry' ? 'expires on' : 'is due for renewal on';
  return `its certificate ${cpa.reference} ${until} ${dayInWords(cpa.date)}`;
}

/** What became of a case about a trial, as far as the inventory and the agreed list say. */
function trialOutcome({ event, trialId }: ReportedDecision, before: Compared, now: Compared): string {
  const of = ({ trials }: Compared): ReportedTrial | undefined => trials.find((trial) => trial.trialId === trialId);
  const [earlier, trial] = [of(before), of(now)];
  if (trial === undefined || earlier === undefined) return 'the trial is on no agreed list';
  if (trial.state === 'dropped') return 'the trial was taken off the agreed list';
  return (OUTCOMES[event] ?? (() => 'its certificates are in place, or it is over'))(trial, earlier);
}

const OUTCOMES: Partial<Record<CaseEvent, (trial: ReportedTrial, earlier: ReportedTrial) => string>> = {
  'trial-not-notified': ({ departmentNotifiedOn }) =>
    departmentNotifiedOn === ''
      ? 'the trial is no longer running'
      : `the Department was notified on ${dayInWords(departmentNotifiedOn)}`,
  'trial-entry-current': ({ endDecision, state }) => {
    if (state !== 'ended') return 'the trial goes on';
    return endDecision === 'suspend'
      ? 'its CPL entries are marked as removed'
      : 'the SSC no longer has its devices suspended';
  },
  'trial-ending': endOutcome,
  'trial-ended': endOutcome,
  'trial-over-limit': devicesOutcome,
  'trial-early': devicesOutcome,
};

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
  if (trial.state === 'ended') return 'the trial has ended';
  if (trial.state !== earlier.state)
    return trial.state === 'active' ? 'the trial has begun' : 'the trial is planned again';
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
