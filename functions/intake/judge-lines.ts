import type { ChangeKind, DspChange } from '../contracts/dsp-change.ts';
import type { Effect } from '../contracts/effect.ts';
import type { CorrectionOutstanding, WaitingLine } from '../contracts/waiting-line.ts';
import { type CplEntry, isActive } from '../domain/cpl/cpl-entry.ts';
import { type GateRules, judgeByGbcs } from '../domain/gbcs/gate.ts';

/** One line of an extract that differs from the accepted list. */
export type ChangedLine = { readonly kind: ChangeKind; readonly entry: CplEntry; readonly line: number };

/** Hands out the orders of one decision: `<sequence>-<index>`, so that text order is the order of deciding. */
export function orders(sequence: number): () => string {
  let index = 0;
  return () => `${String(sequence).padStart(12, '0')}-${String(index++).padStart(10, '0')}`;
}

/** A line that declares an expired GBCS version. */
export type ExpiredLine = { readonly line: number } & Pick<CplEntry, 'entryKey' | 'gbcsVersion'>;

/** What a judgement of lines is made by. */
export type JudgeContext = {
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

/**
 * Judges the lines of one extract, in file order: each is sent, or waits. A line that is sent closes the lines that
 * still wait for its entry as overtaken (a correction or a removal never waits, R12); one that is blocked queues
 * behind them.
 */
export function lineJudge(context: JudgeContext) {
  const { rules, nextOrder, uploadId, publishedAt, now, fileBlockedBy } = context;
  const waiting = new Map<string, WaitingLine[]>();
  for (const line of context.waiting) queueBehind(waiting, line);
  const corrections = new Set(context.corrections.map(({ entryKey }) => entryKey));
  const blocked = new Map<string, WaitingLine>();
  const expired = new Map<string, ExpiredLine>();

  function judge({ kind, entry, line }: ChangedLine): Effect[] {
    const verdict = judgeByGbcs(entry, rules);
    const waitsWithFile = fileBlockedBy !== undefined && isActive(entry);
    const order = nextOrder();
    if (!verdict.goesOn || waitsWithFile) {
      const waits: WaitingLine = {
        order,
        entry,
        kind,
        uploadId,
        publishedAt,
        blockedSince: now,
        reason: verdict.goesOn ? (fileBlockedBy ?? '') : verdict.reason,
        blockedBy: verdict.goesOn ? 'file' : 'gbcs',
      };
      queueBehind(waiting, waits);
      blocked.set(entry.entryKey, waits);
      return [{ effect: 'wait', line: waits }];
    }
    if (verdict.expired && !verdict.substituted) expired.set(entry.entryKey, expiredLine(line, entry));
    const overtaken = waiting.get(entry.entryKey) ?? [];
    waiting.delete(entry.entryKey);
    blocked.delete(entry.entryKey);
    const change = dspChange({ order, kind, entry, uploadId, publishedAt }, verdict.gbcsVersion);
    return [
      { effect: 'send', change },
      ...overtaken.map((line): Effect => ({ effect: 'overtake', line, overtakenAt: now, overtakenBy: uploadId })),
      ...correctionEffects(change, corrections, now),
    ];
  }

  return {
    judge,
    /** The lines of this extract that wait, one an entry (the last one). */
    blocked: (): WaitingLine[] => [...blocked.values()],
    /** Every line that waits now, of this and earlier extracts, in order. */
    stillWaiting: (): WaitingLine[] => [...waiting.values()].flat().sort((a, b) => (a.order < b.order ? -1 : 1)),
    /** Active entries that declare an expired GBCS version, which went on with a notice (R24); the last line of each. */
    expired: (): ExpiredLine[] => [...expired.values()],
  };
}

/** A change for the DSP, under the GBCS version that is to be sent. */
export function dspChange(
  line: Pick<WaitingLine, 'order' | 'kind' | 'entry' | 'uploadId' | 'publishedAt'>,
  gbcsVersion: string,
  blockedSince?: string,
): DspChange {
  return {
    contract: 'dsp-change/1',
    order: line.order,
    kind: line.kind,
    entry: line.entry,
    gbcsVersion,
    declaredGbcsVersion: line.entry.gbcsVersion,
    uploadId: line.uploadId,
    publishedAt: line.publishedAt,
    ...(blockedSince === undefined ? {} : { blockedSince }),
  };
}

/**
 * Option B (R18): a change sent under a substitute leaves a correction outstanding; any other change of the entry
 * settles the one there was.
 */
export function correctionEffects(change: DspChange, outstanding: Set<string>, now: string): Effect[] {
  const { entryKey } = change.entry;
  if (change.gbcsVersion !== change.declaredGbcsVersion) {
    outstanding.add(entryKey);
    const correction: CorrectionOutstanding = {
      entryKey,
      order: change.order,
      entry: change.entry,
      uploadId: change.uploadId,
      publishedAt: change.publishedAt,
      substitutedGbcsVersion: change.gbcsVersion,
      since: now,
    };
    return [{ effect: 'correction-due', correction }];
  }
  return outstanding.delete(entryKey) ? [{ effect: 'correction-done', entryKey }] : [];
}

/** As little as is told of it: there may be a million. */
function expiredLine(line: number, { entryKey, gbcsVersion }: CplEntry): ExpiredLine {
  return { line, entryKey, gbcsVersion };
}

function queueBehind(waiting: Map<string, WaitingLine[]>, line: WaitingLine): void {
  const { entryKey } = line.entry;
  const queue = waiting.get(entryKey);
  if (queue === undefined) waiting.set(entryKey, [line]);
  else queue.push(line);
}
