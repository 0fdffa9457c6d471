import type { Effect } from '../contracts/effect.ts';
import type { CorrectionOutstanding, WaitingLine } from '../contracts/waiting-line.ts';
import { type GateRules, judgeByGbcs } from '../domain/gbcs/gate.ts';
import { filesStillBlocked } from '../domain/gbcs/held-files.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { correctionEffects, dspChange } from './judge-lines.ts';

/** What a release is judged by. */
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

/**
 * Judges all that waits again, in its original order, and releases what the gate now lets on (R11, R12): each line
 * once, under a new order; a line that still waits while a later one of its entry goes is overtaken. Then corrects
 * what was sent under a substitute and is recognised now (R18).
 */
export function release(
  waiting: readonly WaitingLine[],
  corrections: readonly CorrectionOutstanding[],
  context: ReleaseContext,
): { readonly effects: readonly Effect[]; readonly stillWaiting: readonly WaitingLine[] } {
  const { rules, nextOrder, now, causedBy } = context;
  const heldFiles = filesStillBlocked(waiting, rules, context.blockPolicy);
  const outstanding = new Set(corrections.map(({ entryKey }) => entryKey));
  const behind = new Map<string, WaitingLine[]>();
  const effects: Effect[] = [];
  for (const line of waiting) {
    const { entryKey } = line.entry;
    const verdict = judgeByGbcs(line.entry, rules);
    const waitsOn = line.blockedBy === 'dsp' ? !context.retryRefused : heldFiles.has(line.uploadId);
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
      ...correctionEffects(change, outstanding, now),
    );
    behind.delete(entryKey);
  }
  for (const correction of corrections) {
    if (!outstanding.has(correction.entryKey)) continue;
    const verdict = judgeByGbcs(correction.entry, rules);
    if (!verdict.goesOn || verdict.substituted) continue;
    const change = dspChange({ ...correction, kind: 'correction', order: nextOrder() }, verdict.gbcsVersion);
    effects.push({ effect: 'send', change }, { effect: 'correction-done', entryKey: correction.entryKey });
  }
  const stillWaiting = [...behind.values()].flat().sort((a, b) => (a.order < b.order ? -1 : 1));
  return { effects, stillWaiting };
}
