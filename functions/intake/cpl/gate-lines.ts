import { orderOf } from '../../contracts/change-order.ts';
import type { ChangeKind, DspChange } from '../../contracts/dsp-change.ts';
import type { Effect } from '../../contracts/effect.ts';
import type { CorrectionOutstanding, WaitingLine } from '../../contracts/waiting-line.ts';
import { type CplEntry, isActive } from '../../domain/cpl/cpl-entry.ts';
import { FindingLog } from '../../domain/findings/finding-log.ts';
import { combinationFindings } from '../../domain/gbcs/combination-findings.ts';
import { type GateRules, checkGbcsVersion } from '../../domain/gbcs/gate.ts';

/** Lines that letters to manufacturers name; a list that has more of them is not sound. */
const MOST_NAMED = 10_000;

/** One change of a Device Model, by the line that now holds. */
export type ChangedLine = { readonly kind: ChangeKind; readonly entry: CplEntry; readonly line: number };

/** Hands out the orders of one decision: `<sequence>-<index>`, so that text order is the order of deciding. */
export function orders(sequence: number): () => string {
  let index = 0;
  return () => orderOf(sequence, index++);
}

/** By what lines go through the gate. */
export type GateContext = {
  readonly rules: GateRules;
  readonly nextOrder: () => string;
  readonly uploadId: string;
  readonly publishedAt: string;
  readonly now: string;
  readonly waiting: readonly WaitingLine[];
  readonly corrections: readonly CorrectionOutstanding[];
  /** Under `blockPolicy` `file`: why the whole file waits, if it does. */
  readonly fileBlockedBy: string | undefined;
};

/** The changes of one list on their way through the gate. */
export type GatedLines = ReturnType<typeof gateLines>;

/**
 * Takes the changes of one list through the gate, in entry-number order: each is sent, or waits. A line that is sent closes the lines that
 * still wait for its entry as overtaken (a correction or a removal never waits, R12); one that is blocked queues
 * behind them.
 */
export function gateLines(context: GateContext) {
  const { rules, nextOrder, uploadId, publishedAt, now, fileBlockedBy } = context;
  const waiting = new Map<string, WaitingLine[]>();
  for (const line of context.waiting) queueBehind(waiting, line);
  const corrections = new Map(context.corrections.map((correction) => [correction.entryKey, correction]));
  const blocked = new Map<string, WaitingLine>();
  const findings = new FindingLog();
  const notAllowed: CplEntry[] = [];
  const substitutes: CorrectionOutstanding[] = [];

  function gate({ kind, entry, line }: ChangedLine, issue: string): Effect[] {
    const verdict = checkGbcsVersion(entry, rules);
    for (const finding of combinationFindings(entry, line, rules)) {
      findings.add(finding);
      // A version that the DSP does not know yet is no fault of the manufacturer.
      const isTheirs = finding.code === 'CPL-COMBINATION' && verdict.goesOn && verdict.substitutedFor === null;
      if (isTheirs && notAllowed.length < MOST_NAMED) notAllowed.push(entry);
    }
    const waitsWithFile = fileBlockedBy !== undefined && isActive(entry);
    const change = { order: nextOrder(), kind, entry, uploadId, issue, publishedAt };
    if (!verdict.goesOn || waitsWithFile) {
      const waits = waitingLine(change, now, {
        reason: verdict.goesOn ? (fileBlockedBy ?? '') : verdict.reason,
        blockedBy: verdict.goesOn ? 'file' : 'gbcs',
      });
      queueBehind(waiting, waits);
      blocked.set(entry.entryKey, waits);
      return [{ effect: 'wait', line: waits }];
    }
    const overtaken = waiting.get(entry.entryKey) ?? [];
    waiting.delete(entry.entryKey);
    blocked.delete(entry.entryKey);
    const sent = dspChange(change, verdict.gbcsVersion);
    const settled = correctionEffects(sent, verdict.substitutedFor, corrections, now);
    for (const effect of settled) {
      if (effect.effect === 'correction-due' && substitutes.length < MOST_NAMED) substitutes.push(effect.correction);
    }
    return [
      { effect: 'send', change: sent },
      ...overtaken.map((line): Effect => ({ effect: 'overtake', line, overtakenAt: now, overtakenBy: uploadId })),
      ...settled,
    ];
  }

  return {
    gate,
    /** The lines of this list that wait. */
    blocked: (): WaitingLine[] => [...blocked.values()],
    /** Every line that waits now, of this and earlier lists, in order. */
    stillWaiting: (): WaitingLine[] => [...waiting.values()].flat().sort((a, b) => (a.order < b.order ? -1 : 1)),
    /** What the DSP holds under a substitute now, by this and earlier lists. */
    stillOutstanding: (): CorrectionOutstanding[] => [...corrections.values()],
    /** Lines whose versions are not allowed together, and lines that were sent under a substitute: for their manufacturers. */
    notAllowed: (): readonly CplEntry[] => notAllowed,
    substitutes: (): readonly CorrectionOutstanding[] => substitutes,
    /** What is remarked on the versions that lines declare. */
    findings,
  };
}

/** What of a change is the same whether it is sent or waits. */
type LineChange = Pick<WaitingLine, 'order' | 'kind' | 'entry' | 'uploadId' | 'issue' | 'publishedAt'>;

/** A change that waits, since when and why. */
export function waitingLine(
  { order, entry, kind, uploadId, issue, publishedAt }: LineChange,
  blockedSince: string,
  why: Pick<WaitingLine, 'reason' | 'blockedBy'>,
): WaitingLine {
  return { order, entry, kind, uploadId, issue, publishedAt, blockedSince, ...why };
}

/** A change for the DSP, under the GBCS version that is to be sent. */
export function dspChange(line: LineChange, gbcsVersion: string, blockedSince?: string): DspChange {
  return {
    contract: 'dsp-change/2',
    order: line.order,
    kind: line.kind,
    entry: line.entry,
    gbcsVersion,
    declaredGbcsVersion: line.entry.gbcsVersion,
    uploadId: line.uploadId,
    issue: line.issue,
    publishedAt: line.publishedAt,
    blockedSince,
  };
}

/**
 * Option B (R18): a change sent under a substitute leaves a correction outstanding; any other change of the entry
 * settles the one there was.
 */
export function correctionEffects(
  change: DspChange,
  substitutedFor: string | null,
  outstanding: Map<string, CorrectionOutstanding>,
  now: string,
): Effect[] {
  const { entryKey } = change.entry;
  if (substitutedFor !== null) {
    const correction: CorrectionOutstanding = {
      entryKey,
      order: change.order,
      entry: change.entry,
      uploadId: change.uploadId,
      issue: change.issue,
      publishedAt: change.publishedAt,
      substitutedGbcsVersion: change.gbcsVersion,
      cause: substitutedFor,
      since: now,
    };
    outstanding.set(entryKey, correction);
    return [{ effect: 'correction-due', correction }];
  }
  return outstanding.delete(entryKey) ? [{ effect: 'correction-done', entryKey }] : [];
}

function queueBehind(waiting: Map<string, WaitingLine[]>, line: WaitingLine): void {
  const { entryKey } = line.entry;
  const queue = waiting.get(entryKey);
  if (queue === undefined) waiting.set(entryKey, [line]);
  else queue.push(line);
}
