import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import type { ModelChange, ModelOutcome } from './device-model-change.ts';
import { disappeared, duplicate, goneRemoved, lineGone, renumbered } from './list-findings.ts';

/** No Device Model of any outcome. */
export const NO_OUTCOMES: Readonly<Record<ModelOutcome, number>> = {
  added: 0,
  gbcsOnly: 0,
  changed: 0,
  removed: 0,
  reinstated: 0,
  unchanged: 0,
  duplicate: 0,
  disappeared: 0,
};

/** Counts what became of the Device Models, each once, and reports what is wrong with their lines. */
export class ChangeTally {
  readonly counts: Record<ModelOutcome, number> = { ...NO_OUTCOMES };
  readonly disappeared: string[] = [];
  readonly returned: string[] = [];
  /** The lines that lose their Device Model its place. */
  readonly losses: CplEntry[] = [];
  /** How many of those added come marked Removed. */
  addedRemoved = 0;
  /** How many Device Models are reinstated, or changed under the same entry number. */
  changedInPlace = 0;
  /** By how many there are more Device Models that can join than before. */
  activeModels = 0;
  /** Device Models that the list does not have: those that an earlier list left out already, and all of them. */
  readonly missingModels = { still: 0, all: 0 };
  readonly #findings: FindingLog;

  constructor(findings: FindingLog) {
    this.#findings = findings;
  }

  /** Counts one Device Model. */
  add(change: ModelChange, entryKey: string): void {
    const { outcome, wasActive, isActive, isBack, previous, kept, sent } = change;
    this.counts[outcome] += 1;
    if (outcome === 'added' && !isActive) this.addedRemoved += 1;
    if (wasActive !== isActive) this.activeModels += isActive ? 1 : -1;
    const lost = previous ?? kept?.entry;
    if (wasActive && !isActive && lost !== undefined) this.losses.push(lost);
    if (outcome === 'disappeared') this.disappeared.push(entryKey);
    if (isBack) this.returned.push(entryKey);
    if (kept !== undefined) this.missingModels.all += 1;
    if (kept?.isMissing === true) this.missingModels.still += 1;
    const isInPlace = previous?.entryNumber === sent?.entry.entryNumber;
    if (outcome === 'reinstated' || ((outcome === 'changed' || outcome === 'gbcsOnly') && isInPlace)) {
      this.changedInPlace += 1;
    }
    this.#report(change);
  }

  #report({ outcome, kept, renumbered: line, duplicates, gone }: ModelChange): void {
    if (kept !== undefined && !kept.isMissing) {
      this.#findings.add(outcome === 'disappeared' ? disappeared(kept.entry) : goneRemoved(kept.entry));
    }
    if (line !== undefined) this.#findings.add(renumbered(line));
    for (const repeated of duplicates) this.#findings.add(duplicate(repeated));
    for (const { entry } of gone) this.#findings.add(lineGone(entry));
  }
}
