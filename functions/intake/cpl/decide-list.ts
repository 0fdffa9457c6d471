import type { HeldCpl, IssueRecord, LaneFacts } from '../../contracts/lane-state.ts';
import type { Upload } from '../../contracts/upload.ts';
import { addDays } from '../../domain/calendar/calendar-day.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { isJump, skippedBy, withOtherIssue, withSoundIssue } from '../../domain/cpl/issue-record.ts';
import { compareIssues, type ListIssue } from '../../domain/cpl/list-issue.ts';
import { dayInWords } from '../../email/words.ts';
import type { PublishedSheet } from '../../domain/cpl/published-sheet.ts';
import type { ComparedList } from '../../domain/list/compare-list.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import type { FindingCode } from '../../domain/findings/finding-codes.ts';
import { type Arrival, uploadRecord } from '../lane/arrival.ts';
import { conclude } from '../lane/conclude.ts';
import type { IntendedLane, LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';
import { acceptList } from './accept-list.ts';
import { type Approval, comparisonBase, examineList, type Examined, type ExaminedList } from './compare.ts';
import { guard, type GuardedList, limitsOf } from './guard.ts';
import { certificatesOfWorkbook, decideCertificates } from './certificates.ts';
import { openFile } from './open-file.ts';
import { signatureFindings } from './signature.ts';
import { supersededBy } from './superseded.ts';

/**
 * Decides about one list: refused, repeat, superseded, held, or accepted with its changes gone through the gate.
 * Nothing is sent to anyone before the whole file has been read and found sound.
 */
export async function decideList(
  arrival: Arrival,
  approval: Approval | undefined,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const [file, base] = await Promise.all([openFile(arrival, view.settings, ports), comparisonBase(view, ports)]);
  const { published } = file.outcome === 'refused' ? { published: undefined } : file;
  const refuse = async (findings: readonly Finding[], total = findings.length, issue?: ListIssue) =>
    refuseList({ arrival, published }, view, findings, total, issue, ports);
  if (file.outcome === 'refused') return refuse(file.findings);
  const signature = await signatureFindings(arrival, view.settings, ports);
  if (signature.some(({ severity }) => severity === 'file')) return refuse(signature);
  if (file.outcome === 'certificates')
    return decideCertificates(arrival, withRemarks(file.published, signature), view, ports);
  const remarks = [...signature, ...file.findings, ...certificateRemarks(published)];
  const examined: Examined = { arrival, approval, remarks, list: file.list, base, published };
  const list = await examineList(examined, undefined, view, ports);
  const { comparison } = list;
  if (comparison.outcome === 'refused') {
    await list.discard();
    return refuse(comparison.findings, comparison.findingsTotal, comparison.issue);
  }
  return decideCompared(examined, list, comparison, view, ports);
}

/** What is said of a workbook's certificates beside its list: what refuses them does not refuse the list. */
function certificateRemarks(published: Examined['published']): readonly Finding[] {
  return (published?.findings ?? []).map((finding) =>
    finding.severity === 'file' ? { ...finding, severity: 'warning' } : finding,
  );
}

function withRemarks(sheet: PublishedSheet, remarks: readonly Finding[]): PublishedSheet {
  return { ...sheet, findings: [...remarks, ...sheet.findings] };
}

async function decideCompared(
  examined: Examined,
  list: ExaminedList,
  compared: ComparedList,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { arrival, approval, published } = examined;
  const { accepted, issues } = view.state;
  const { issue } = compared.issue;
  const upload: Omit<Upload, 'decision'> = {
    ...uploadRecord(arrival, view.now),
    version: issue,
    sha256: compared.sha256,
    findingsTotal: compared.findingsTotal,
    counts: { ...compared.counts, blocked: 0 },
    ...(approval === undefined ? {} : { approval }),
  };
  const given = { ...view.state, issues: withSoundIssue(issue, view.now, issues) };
  if (accepted !== undefined && compared.sha256 === accepted.sha256) {
    await list.discard();
    const outcome = `The same list as ${accepted.key}, which has been accepted already: nothing to do.`;
    // Nothing is reported of it that was not reported of the list before.
    const decided = { ...upload, findingsTotal: 0, decision: 'repeat' as const };
    const effects = await certificatesOfWorkbook(arrival, published, 'active', view, ports);
    return conclude({ upload: decided, outcome, findings: [], facts: given, effects }, view, ports);
  }
  if (accepted !== undefined && !isNewer(issue, arrival, accepted)) {
    await list.discard();
    const by = supersededBy(accepted, compared.issue);
    // Nothing of it is applied: what it would have changed is not counted.
    const { counts, findingsTotal } = uploadRecord(arrival, view.now);
    const decided = { ...upload, counts, findingsTotal, decision: 'superseded' as const };
    const effects = await certificatesOfWorkbook(arrival, published, 'superseded', view, ports);
    const facts = { ...given, accepted: by.accepted };
    return conclude({ upload: decided, outcome: by.outcome, findings: [], facts, effects }, view, ports);
  }
  const wrongIssue =
    approval === undefined ? (issueReason(compared.issue, arrival, view) ?? replayReason(compared, view)) : undefined;
  if (wrongIssue !== undefined) {
    await list.discard();
    const facts = { ...view.state, ...withIssues(withOtherIssue(issue, issues)) };
    return hold(examined, upload, compared, { heldBy: 'issue', reason: wrongIssue }, { ...view, state: facts }, ports);
  }
  const guarded = await guard(compared, view, ports);
  if (approval === undefined && guarded.reasons.length > 0) {
    await list.discard();
    const reason = guarded.reasons.join(' ');
    return hold(examined, upload, compared, { heldBy: 'guard', reason }, { ...view, state: given }, ports, guarded);
  }
  const remarks = issueRemarks(compared.issue, view);
  const [firstBlocked] = list.lines.blocked();
  if (view.settings.blockPolicy === 'file' && firstBlocked !== undefined) {
    await list.discard();
    const again = await examineList(examined, firstBlocked.reason, view, ports);
    return acceptList(examined, again, { upload, guarded, remarks, issues: given.issues }, view, ports);
  }
  return acceptList(examined, list, { upload, guarded, remarks, issues: given.issues }, view, ports);
}

/** Whether a list comes after the accepted one: by its issue, or as a correction of the same issue that arrived later. */
function isNewer(
  issue: string,
  { receivedAt }: Arrival,
  accepted: { readonly issue: string; readonly receivedAt: string },
): boolean {
  const order = compareIssues(issue, accepted.issue);
  return order > 0 || (order === 0 && receivedAt > accepted.receivedAt);
}

/** Why a list cannot be the one that it says it is; undefined when it can. */
function issueReason({ issue, issuedOn }: ListIssue, { receivedAt }: Arrival, view: LaneView): string | undefined {
  const { issues } = view.state;
  if (issuedOn > addDays(londonDay(receivedAt), 1)) {
    return `It says that it was issued on ${dayInWords(issuedOn)}, which is still to come.`;
  }
  if (!isJump(issue, issues)) return undefined;
  return `Its issue ${issue} lies too far beyond ${issues?.newest}, the newest one received: if it is a slip, accepting it would shut out every list until then.`;
}

/** Why a list would undo its own correction: a signature covers its issue, but not when it came. */
function replayReason({ issue, sha256 }: ComparedList, { state }: LaneView): string | undefined {
  if (state.accepted?.corrected?.includes(sha256) !== true) return undefined;
  return `The same bytes were accepted before as issue ${issue.issue} and then corrected: applied again, they would undo the correction.`;
}

/** What is said of the issue of a list that goes on. */
function issueRemarks({ issue }: ListIssue, { state }: LaneView): readonly Finding[] {
  const skipped = skippedBy(issue, state.issues);
  const remark = (code: FindingCode, message: string): Finding => ({
    code,
    severity: 'warning',
    line: 2,
    field: 'Version',
    value: issue,
    message,
  });
  const lost = skipped.length === 1 ? `Issue ${skipped[0]} has` : `Issues ${skipped.join(', ')} have`;
  return [
    ...(skipped.length === 0
      ? []
      : [
          remark('CPL-ISSUE-SKIPPED', `${lost} never arrived. Its changes are in this list too; send it if it exists.`),
        ]),
    ...(state.accepted?.issue === issue
      ? [
          remark(
            'CPL-ISSUE-CORRECTED',
            `Issue ${issue} was accepted before with other content. This later file corrects it.`,
          ),
        ]
      : []),
  ];
}

async function refuseList(
  { arrival, published }: Pick<Examined, 'arrival' | 'published'>,
  view: LaneView,
  findings: readonly Finding[],
  findingsTotal: number,
  issue: ListIssue | undefined,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { issues } = view.state;
  const facts =
    issue === undefined ? view.state : { ...view.state, ...withIssues(withOtherIssue(issue.issue, issues)) };
  const upload = {
    ...uploadRecord(arrival, view.now),
    version: issue?.issue ?? '',
    findingsTotal,
    decision: 'refused' as const,
  };
  const outcome = 'Refused as a whole: nothing of it was applied, and the last accepted list stays in force.';
  const effects = await certificatesOfWorkbook(arrival, published, 'refused', view, ports);
  return conclude({ upload, outcome, findings, facts, effects }, view, ports);
}

function withIssues(issues: IssueRecord | undefined): Partial<Pick<LaneFacts, 'issues'>> {
  return issues === undefined ? {} : { issues };
}

async function hold(
  { arrival, published }: Examined,
  upload: Omit<Upload, 'decision'>,
  compared: ComparedList,
  { heldBy, reason }: { readonly heldBy: HeldCpl['heldBy']; readonly reason: string },
  view: LaneView,
  ports: LanePorts,
  guarded?: GuardedList,
): Promise<IntendedLane> {
  const held: HeldCpl = {
    uploadId: upload.uploadId,
    issue: upload.version,
    receivedAt: upload.receivedAt,
    heldBy,
    ...(heldBy === 'guard' ? { limits: limitsOf(view.settings, view.state.held) } : {}),
  };
  const instead = heldBy === 'guard' ? ', or a newer list replaces it' : '';
  return conclude(
    {
      upload: { ...upload, decision: 'held', heldReason: reason },
      outcome: `Held: ${reason} An operator must approve it with a reason${instead}.`,
      findings: compared.findings,
      facts: { ...view.state, held: [...view.state.held, held] },
      removed: guarded?.removed ?? [],
      effects: await certificatesOfWorkbook(arrival, published, 'held', view, ports),
    },
    view,
    ports,
  );
}
