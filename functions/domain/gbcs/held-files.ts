import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { Settings } from '../settings/settings.ts';
import { type GateRules, checkGbcsVersion } from './gate.ts';

/** A line that waits, as far as it matters to the others of its file. */
type Waiting = {
  readonly entry: CplEntry;
  readonly uploadId: string;
  readonly blockedBy: 'gbcs' | 'file' | 'dsp';
};

/** Under `blockPolicy` `file`, the uploads of which at least one line is still blocked by its own GBCS version. */
export function filesStillBlocked(
  waiting: readonly Waiting[],
  rules: Omit<GateRules, 'combinations'>,
  blockPolicy: Settings['blockPolicy'],
): ReadonlySet<string> {
  if (blockPolicy === 'entry') return new Set();
  const blocked = waiting.filter((line) => line.blockedBy === 'gbcs' && !checkGbcsVersion(line.entry, rules).goesOn);
  return new Set(blocked.map(({ uploadId }) => uploadId));
}
