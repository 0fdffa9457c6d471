import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { ListIssue } from '../cpl/list-issue.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import { type AcceptedLine, type AcceptedLines, takenFrom } from './accepted-list.ts';
import { ChangeTally } from './change-tally.ts';
import { deviceModelChange, type EntryChangeKind, type ModelChange } from './device-model-change.ts';
import type { LeftLine, LeftLines, ModelPlans } from './plan-models.ts';
import type { HashSet } from './key-hash.ts';
import type { TypesOfModels } from './types-of-models.ts';
import { type ListVisitor, type NewLine, predecessorOf, type UnreadableRow } from './walk.ts';

/** One change of a Device Model, by the line that now holds or that was removed. */
export type EntryChange = {
  readonly kind: EntryChangeKind;
  readonly entry: CplEntry;
  /** Physical line on which its row begins. */
  readonly line: number;
  readonly previous?: CplEntry | undefined;
};

/** Where a comparison goes. What a refused list has handed over of the next accepted list is to be dropped. */
export type ListComparisonSink = {
  /** Takes the changes, in entry-number order. */
  readonly change: (change: EntryChange, issue: ListIssue) => Promise<void> | void;
  /** Takes the next accepted list, in blocks. */
  readonly accepted: (chunk: Uint8Array) => Promise<void> | void;
  /** Drops what was handed over of the next accepted list: it comes again, from its first block. */
  readonly acceptedAgain: () => Promise<void> | void;
};

/** By what changes are emitted. */
export type EmitContext = {
  readonly issue: ListIssue;
  /** Device Models that were decided about together. */
  readonly several: HashSet;
  readonly plans: ModelPlans;
  readonly leftLines: LeftLines;
  /** The types of the models of new lines, by the lines that are unchanged. */
  readonly types: TypesOfModels;
  readonly findings: FindingLog;
};

/** Emits the changes of a list that is sound, in entry-number order, as it is shown what differs. */
export class ChangeEmitter implements ListVisitor {
  readonly #context: EmitContext;
  readonly #handOver: ListComparisonSink['change'];
  readonly #tally: ChangeTally;
  /** How many of the planned changes were emitted. */
  #plannedEmitted = 0;
  #emitting: Promise<void> | undefined;

  constructor(context: EmitContext, handOver: ListComparisonSink['change']) {
    this.#context = context;
    this.#handOver = handOver;
    this.#tally = new ChangeTally(context.findings);
  }

  line(line: NewLine, before: AcceptedLine | undefined): void {
    const predecessor = predecessorOf(line, before);
    const { types, several, leftLines } = this.#context;
    types.add(line, predecessor === undefined);
    this.#emitPlannedBefore(line.number);
    if (!several.has(line.modelHash, line.keyHash)) {
      const change = deviceModelChange(predecessor === undefined ? [] : [predecessor], [line]);
      this.#tally.add(change, line.entry.entryKey);
      this.#emit(change);
    }
    if (predecessor === undefined && before !== undefined) this.#leave(before, leftLines.replaced(before));
  }

  unreadable(_: UnreadableRow, before: AcceptedLine | undefined): void {
    if (before?.isMissing === true) this.left(before);
    else if (before !== undefined) this.#context.types.addKnown(before);
  }

  left(line: AcceptedLine | AcceptedLines): void {
    this.#leave(line, this.#context.leftLines.left(line));
  }

  settle(): Promise<void> | undefined {
    const emitting = this.#emitting;
    this.#emitting = undefined;
    return emitting;
  }

  /** Emits the rest. @returns what became of the Device Models */
  async finish(): Promise<ChangeTally> {
    const { plans, types, findings } = this.#context;
    this.#emitPlannedBefore(Number.POSITIVE_INFINITY);
    await this.settle();
    for (const change of plans.all) this.#tally.add(change, change.entryKey);
    for (const finding of types.findings()) findings.add(finding);
    return this.#tally;
  }

  #leave(line: AcceptedLine | AcceptedLines, becomes: LeftLine): void {
    if (becomes === 'gone') return;
    const { types, several } = this.#context;
    types.addKnown(line);
    if (becomes === 'stays' || several.has(line.modelHash, line.keyHash)) return;
    const taken = takenFrom(line);
    this.#tally.add(deviceModelChange([taken], []), taken.entry.entryKey);
  }

  #emit({ outcome, sent, previous }: ModelChange): void {
    if (sent === undefined) return;
    if (outcome === 'unchanged' || outcome === 'duplicate' || outcome === 'disappeared') return;
    const change: EntryChange = { kind: outcome, entry: sent.entry, line: sent.line, previous };
    const { issue } = this.#context;
    const emitted = this.#emitting;
    if (emitted !== undefined) this.#emitting = emitted.then(() => this.#handOver(change, issue));
    else this.#emitting = this.#handOver(change, issue) ?? undefined;
  }

  #emitPlannedBefore(number: number): void {
    const { planned } = this.#context.plans;
    for (let next = planned[this.#plannedEmitted]; next !== undefined && next.number < number;) {
      this.#emit(next.change);
      this.#plannedEmitted += 1;
      next = planned[this.#plannedEmitted];
    }
  }
}
