import { counted, inFigures } from '../../domain/words/counted.ts';
import type { Effect } from '../../contracts/effect.ts';
import type { AcceptedCpl, IssueRecord } from '../../contracts/lane-state.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { EntryMark } from '../../contracts/waiting-line.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import type { ComparedList } from '../../domain/list/compare-list.ts';
import { combinationLetters, substituteLetters } from '../../email/manufacturer-letters.ts';
import { incidentEffects } from '../incidents/incident-effects.ts';
import { release, type Released } from '../governance/release.ts';
import { gateRules, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import { receiptEffects } from '../lane/receipt-effects.ts';
import type { LanePorts } from '../ports.ts';
import type { Examined, ExaminedList } from './compare.ts';
import type { GuardedList } from './guard.ts';
import { certificatesOfWorkbook } from './certificates.ts';
import { supersedeHeld } from './supersede-held.ts';

/** What is known of a list that goes on, beside what is in it. */
type Accepting = {
  readonly upload: Omit<Upload, 'decision'>;
  readonly guarded: GuardedList;
  readonly remarks: readonly Finding[];
  readonly issues: IssueRecord;
};

/**
 * Accepts a list: keeps it for the next comparison beside the log of effects, and intends both as one decision.
 */
export async function acceptList(
  { arrival, approval, published }: Examined,
  list: ExaminedList,
  { upload: record, guarded, remarks, issues }: Accepting,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane> {
  const { comparison: compared, lines, draft } = list;
  if (compared.outcome === 'refused') {
    throw new Error(`The list ${arrival.key} changed while it was read: it was sound a moment ago`);
  }
  const blocked = lines.blocked();
  const findings = [...remarks, ...compared.findings, ...lines.findings.findings];
  const changes = draft.log.sends();
  const upload: Upload = {
    ...record,
    decision: 'accepted',
    findingsTotal: remarks.length + compared.findingsTotal + lines.findings.total,
    counts: { ...compared.counts, blocked: blocked.length },
    changes,
    sequence: draft.sequence,
    ...(changes > 0 ? { changesetKey: draft.effectsKey } : {}),
  };
  const accepted: AcceptedCpl = {
    uploadId: arrival.uploadId,
    key: arrival.key,
    issue: compared.issue.issue,
    receivedAt: arrival.receivedAt,
    sha256: compared.sha256,
    ...correctedBy(compared.issue.issue, view.state.accepted),
    listKey: list.listKey,
    ...compared.totals,
  };
  const released = releaseFreed(list, upload, view);
  await draft.log.append(released.effects);
  const superseded = await supersedeHeld(upload, view, ports);
  const { removed } = guarded;
  const ready = [
    ...substituteLetters(lines.substitutes(), upload.uploadId, view.now),
    ...combinationLetters(lines.notAllowed(), upload.uploadId, view.now),
  ];
  const tail: Effect[] = [
    ...markEffects(compared, view, upload),
    ...(await incidentEffects(view, released, ports)),
    ...superseded.effects,
    ...(await certificatesOfWorkbook(arrival, published, 'active', view, ports)),
    ...receiptEffects(
      { upload, outcome: outcomeOf(upload), findings, blocked, removed, settings: view.settings, ready },
      ports,
    ),
  ];
  const took = approval === undefined && guarded.loss.models > 0 ? [guarded.loss] : [];
  const losses = [...guarded.earlier, ...took];
  const facts = { accepted, held: superseded.held, issues, losses };
  return intend(draft, view, tail, facts, ports, list.keepList);
}

/**
 * Under `blockPolicy` `file`, releases the rest of the files whose blocked line this list has overtaken: nothing else
 * would ever release it.
 */
function releaseFreed({ lines, nextOrder }: ExaminedList, { uploadId }: Upload, view: LaneView): Released {
  const { blockPolicy } = view.settings;
  const after = { stillWaiting: lines.stillWaiting(), stillOutstanding: lines.stillOutstanding() };
  if (blockPolicy === 'entry') return { effects: [], ...after };
  return release(after.stillWaiting, after.stillOutstanding, {
    rules: gateRules(view),
    blockPolicy,
    retryRefused: false,
    nextOrder,
    now: view.now,
    causedBy: uploadId,
  });
}

/** Marks on entries whose row is quarantined or whose line is missing, and their end where that is over. */
function markEffects(compared: ComparedList, { marks }: LaneView, upload: Upload): Effect[] {
  const present = new Map(marks.map((mark) => [`${mark.mark}#${mark.entryKey}`, mark]));
  const quarantined = new Set(compared.quarantined.flatMap(({ entryKey }) => (entryKey === '' ? [] : [entryKey])));
  const begin = (mark: EntryMark['mark'], entryKey: string): Effect[] =>
    present.has(`${mark}#${entryKey}`)
      ? []
      : [{ effect: 'mark', mark: { entryKey, mark, since: upload.receivedAt, uploadId: upload.uploadId } }];
  const over = marks.filter(({ mark, entryKey }) =>
    mark === 'quarantined' ? !quarantined.has(entryKey) : compared.returned.includes(entryKey),
  );
  return [
    ...[...quarantined].flatMap((entryKey) => begin('quarantined', entryKey)),
    ...compared.disappeared.flatMap((entryKey) => begin('disappeared', entryKey)),
    ...over.map(({ mark, entryKey }): Effect => ({ effect: 'unmark', mark, entryKey })),
  ];
}

function outcomeOf({ version, counts, changes }: Upload): string {
  const parts = [
    `Issue ${version} accepted: ${changes === 0 ? 'nothing goes' : counted(changes, 'change goes', 'changes go')} to the DSP`,
  ];
  if (counts.blocked > 0) parts.push(`${inFigures(counts.blocked)} blocked until the cause is fixed`);
  if (counts.duplicate > 0) {
    parts.push(
      `${counted(counts.duplicate, 'line repeats another entry and is', 'lines repeat another entry and are')} not sent`,
    );
  }
  if (counts.quarantined > 0) {
    parts.push(
      counts.quarantined === 1
        ? '1 row quarantined, its entry keeps its last value'
        : `${inFigures(counts.quarantined)} rows quarantined, their entries keep their last value`,
    );
  }
  if (counts.disappeared > 0) {
    parts.push(
      counts.disappeared === 1
        ? '1 entry is missing without a removal and stays as it was'
        : `${inFigures(counts.disappeared)} entries are missing without a removal and stay as they were`,
    );
  }
  return `${parts.join('; ')}.`;
}

/** What a list of an issue corrects: the accepted one of the same issue, and all that this one corrected. */
function correctedBy(issue: string, accepted: AcceptedCpl | undefined): Pick<AcceptedCpl, 'corrected'> {
  return accepted?.issue === issue ? { corrected: [...(accepted.corrected ?? []), accepted.sha256] } : {};
}
