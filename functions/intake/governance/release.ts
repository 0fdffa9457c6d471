import type { Effect } from '../../contracts/effect.ts';
import type { CorrectionOutstanding, WaitingLine } from '../../contracts/waiting-line.ts';
import { type GateRules, checkGbcsVersion } from '../../domain/gbcs/gate.ts';
import { filesStillBlocked } from '../../domain/gbcs/held-files.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { correctionEffects, dspChange } from '../cpl/gate-lines.ts';

/** By what a release is decided. */
export type ReleaseContext = {
  readonly rules: GateRules;
  readonly blockPolicy: Settings['blockPolicy'];
  /** Whether lines that the DSP itself refused are sent again: after a fix, not with every look. */
  readonly retryRefused: boolean;
  readonly nextOrder: () => string;
  readonly now: string;
  /** What caused the release: the upload or command whose decision it is. */
  readonly causedBy: string;
};

/** What a release does, what waits after it, and what the DSP then holds under a substitute. */
export type Released = {
  readonly effects: readonly Effect[];
  readonly stillWaiting: readonly WaitingLine[];
  readonly stillOutstanding: readonly CorrectionOutstanding[];
};

/**
 * Takes all that waits through the gate again, in its original order, and releases what it now lets on (R11, R12):
 * each line once, under a new order; a line that still waits while a later one of its entry goes is overtaken. Under
 * `blockPolicy` `file` that may free the rest of another file, which then goes too. Last, what was sent under a
 * substitute and is recognised now is corrected (R18), unless a newer line of its entry has just gone.
 */
export function release(
  waiting: readonly WaitingLine[],
  corrections: readonly CorrectionOutstanding[],
  context: ReleaseContext,
): Released {
  const { rules, nextOrder } = context;
  const outstanding = new Map(corrections.map((correction) => [correction.entryKey, correction]));
  const effects: Effect[] = [];
  let stillWaiting = waiting;
  for (let overtakes = true; overtakes;) {
    const released = releaseOnce(stillWaiting, outstanding, context);
    effects.push(...released.effects);
    stillWaiting = released.stillWaiting;
    overtakes = released.effects.some(({ effect }) => effect === 'overtake');
  }
  const justSent = new Set(
    effects.flatMap((effect) => (effect.effect === 'send' ? [effect.change.entry.entryKey] : [])),
  );
  for (const correction of corrections) {
    if (justSent.has(correction.entryKey)) continue;
    const verdict = checkGbcsVersion(correction.entry, rules);
    if (!verdict.goesOn || verdict.substitutedFor !== null) continue;
    const change = dspChange({ ...correction, kind: 'correction', order: nextOrder() }, verdict.gbcsVersion);
    effects.push({ effect: 'send', change }, ...correctionEffects(change, null, outstanding, context.now));
  }
  return { effects, stillWaiting, stillOutstanding: [...outstanding.values()] };
}

function releaseOnce(
  waiting: readonly WaitingLine[],
  outstanding: Map<string, CorrectionOutstanding>,
  { rules, blockPolicy, retryRefused, nextOrder, now, causedBy }: ReleaseContext,
): Omit<Released, 'stillOutstanding'> {
  const heldFiles = filesStillBlocked(waiting, rules, blockPolicy);
  const behind = new Map<string, WaitingLine[]>();
  const effects: Effect[] = [];
  for (const line of waiting) {
    const { entryKey } = line.entry;
    const verdict = checkGbcsVersion(line.entry, rules);
    const waitsOn = line.blockedBy === 'dsp' ? !retryRefused : heldFiles.has(line.uploadId);
    if (!verdict.goesOn || waitsOn) {
      behind.set(entryKey, [...(behind.get(entryKey) ?? []), line]);
      continue;
    }
    const change = dspChange({ ...line, order: nextOrder() }, verdict.gbcsVersion, line.blockedSince);
    effects.push(
      { effect: 'send', change },
      { effect: 'release', order: line.order, entryKey },
      ...(behind.get(entryKey) ?? []).map((overtaken): Effect => ({
        effect: 'overtake',
        line: overtaken,
        overtakenAt: now,
        overtakenBy: causedBy,
      })),
      ...correctionEffects(change, verdict.substitutedFor, outstanding, now),
    );
    behind.delete(entryKey);
  }
  const stillWaiting = [...behind.values()].flat().sort((a, b) => (a.order < b.order ? -1 : 1));
  return { effects, stillWaiting };
}
