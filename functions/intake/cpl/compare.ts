import type { AcceptedCpl } from '../../contracts/lane-state.ts';
import type { PublishedSheet } from '../../domain/cpl/published-sheet.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { AcceptedList } from '../../domain/list/accepted-list.ts';
import { compareList, type ListComparison, type ListComparisonInput } from '../../domain/list/compare-list.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import type { Arrival } from '../lane/arrival.ts';
import { type DecisionDraft, draftDecision, gateRules, type LaneView } from '../lane/decision.ts';
import type { LanePorts } from '../ports.ts';
import { type GatedLines, gateLines, orders } from './gate-lines.ts';
import { rereadable, type Rereadable } from './list-source.ts';

/** The operator's word that lets a held list through, if it has been given. */
export type Approval = NonNullable<Upload['approval']>;

/** One list under examination. */
export type Examined = {
  readonly arrival: Arrival;
  readonly approval: Approval | undefined;
  /** What is said of the list beside what is in it. */
  readonly remarks: readonly Finding[];
  readonly list: Rereadable;
  /** The accepted list, with which it is compared. */
  readonly base: ListComparisonInput['accepted'];
  /** The published sheet of a workbook, whose certificates have the outcome of its list. */
  readonly published: PublishedSheet | undefined;
};

/** A list whose changes went through the gate, into the log of a decision that nothing depends on yet. */
export type ExaminedList = {
  readonly comparison: ListComparison;
  readonly lines: GatedLines;
  /** Hands out the orders of the decision's further changes. */
  readonly nextOrder: () => string;
  readonly draft: DecisionDraft;
  readonly listKey: string;
  /** Makes the list durable that the next one is compared with. */
  readonly keepList: () => Promise<void>;
  /** Takes everything back that was written so far. */
  readonly discard: () => Promise<void>;
};

/** Compares a list with the accepted one, change by change; `fileBlockedBy` makes the whole file wait. */
export async function examineList(
  { arrival, list, base, remarks }: Examined,
  fileBlockedBy: string | undefined,
  view: LaneView,
  ports: LanePorts,
): Promise<ExaminedList> {
  const draft = draftDecision(view, ports);
  const nextOrder = orders(draft.sequence);
  const lines = gateLines({
    rules: gateRules(view),
    nextOrder,
    uploadId: arrival.uploadId,
    publishedAt: arrival.receivedAt,
    now: view.now,
    waiting: view.waiting,
    corrections: view.corrections,
    fileBlockedBy,
  });
  const listKey = `lists/${arrival.uploadId}/${draft.attempt}`;
  const openList = () => ports.archive.writer(listKey, 'application/octet-stream');
  let kept = openList();
  const comparison = await compareList(
    { list, maxBytes: view.settings.maxExtractBytes, ...(base === undefined ? {} : { accepted: base }) },
    {
      change: (change, { issue }) => draft.log.append(lines.gate(change, issue)),
      accepted: (chunk) => kept.write(chunk),
      async acceptedAgain() {
        await kept.discard();
        kept = openList();
      },
    },
  );
  const findings = [...remarks, ...comparison.findings];
  return {
    comparison: { ...comparison, findings, findingsTotal: remarks.length + comparison.findingsTotal },
    lines,
    nextOrder,
    draft,
    listKey,
    keepList: () => kept.finish(),
    async discard() {
      await Promise.all([draft.log.discard(), kept.discard()]);
    },
  };
}

/** The accepted list as the next one is compared with it; undefined before the first. */
export async function comparisonBase(
  { state: { accepted } }: LaneView,
  { archive }: Pick<LanePorts, 'archive'>,
): Promise<ListComparisonInput['accepted']> {
  return accepted && { ...accepted, list: await rereadable(acceptedList(accepted, archive)) };
}

/** The list that was accepted last, as the archive keeps it. */
export function acceptedList(
  { listKey }: Pick<AcceptedCpl, 'listKey'>,
  archive: Pick<LanePorts['archive'], 'read'>,
): AcceptedList & (() => ReturnType<LanePorts['archive']['read']>) {
  return () => archive.read(listKey);
}
