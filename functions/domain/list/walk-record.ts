import { type AcceptedLine, type AcceptedLines, takenFrom } from './accepted-list.ts';
import { type RowBytes, RowCopies } from './row-bytes.ts';
import { UnchangedLines } from './unchanged-lines.ts';
import type { ListVisitor, NewLine, UnreadableRow } from './walk.ts';

/** How much of a walk is kept: rows and lines that differ, and bytes of them. */
const MOST_KEPT = 32 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

/** Accepted lines that were passed over as unchanged: at which place in the accepted list, and how many. */
type UnchangedRun = Pick<UnchangedLines, 'count' | 'at' | 'lineOf'> & { readonly place: number };

/** One thing that a walk met: unchanged lines, or what is to be shown to a visitor. */
type Step = UnchangedRun | ((visitor: ListVisitor) => void);

/**
 * What a walk met, in its order: enough to walk again over the accepted list alone, with no row compared or parsed a
 * second time. Where very much differs it is not kept, and the list has to be walked through again.
 */
export class WalkRecord implements ListVisitor {
  readonly #steps: Step[] = [];
  readonly #copies = new RowCopies();
  #kept = 0;
  #bytes = 0;

  /** Whether all was kept. */
  get isWhole(): boolean {
    return this.#kept <= MOST_KEPT && this.#bytes <= MOST_BYTES;
  }

  unchanged({ accepted: { place }, count, at, lineOf }: UnchangedLines): void {
    if (this.isWhole) this.#steps.push({ place, count, at, lineOf });
  }

  line(line: NewLine, before: AcceptedLine | undefined): void {
    if (!this.isWhole) return;
    const { number, modelHash, keyHash, isMissing, rowLines, entry, line: at, findings } = line;
    const row = this.#copies.of(line.row);
    const kept = { number, modelHash, keyHash, isMissing, rowLines, entry, line: at, row, findings };
    this.#add(row, (visitor) => visitor.line(kept, before));
  }

  unreadable(row: UnreadableRow, before: AcceptedLine | undefined): void {
    this.#add(undefined, (visitor) => visitor.unreadable(row, before));
  }

  left(accepted: AcceptedLine | AcceptedLines): void {
    if (!this.isWhole) return;
    const line = takenFrom(accepted);
    this.#add(line.row, (visitor) => visitor.left(line));
  }

  /** Shows what differed to another visitor. */
  async showDifferences(visitor: ListVisitor): Promise<void> {
    for (const step of this.#steps) {
      if (typeof step !== 'function') continue;
      step(visitor);
      const settling = visitor.settle?.();
      if (settling !== undefined) await settling;
    }
  }

  /** Shows all of it to another visitor. @param accepted the accepted list, at its first line */
  async walkAgain(accepted: AcceptedLines, visitor: ListVisitor): Promise<void> {
    for (const step of this.#steps) {
      let rest = passStep(step, accepted, visitor);
      for (; rest !== undefined; rest = passStep(rest, accepted, visitor)) {
        await accepted.arrive();
        if (accepted.done) throw new Error('The accepted list is cut off');
      }
      const settling = visitor.settle?.();
      if (settling !== undefined) await settling;
    }
  }

  #add(row: RowBytes | undefined, step: (visitor: ListVisitor) => void): void {
    this.#kept += 1;
    if (row !== undefined) this.#bytes += row.to - row.from;
    if (this.isWhole) this.#steps.push(step);
    else this.#steps.length = 0;
  }
}

/** Shows one step to a visitor, as far as it lies in the window of the accepted list. @returns the rest */
function passStep(step: Step, accepted: AcceptedLines, visitor: ListVisitor): Step | undefined {
  if (typeof step === 'function') {
    step(visitor);
    return undefined;
  }
  const before = accepted.inWindow(step.place - accepted.place);
  accepted.skip(before.lines, before.bytes);
  const { lines, bytes } = accepted.inWindow(step.count);
  if (lines === 0) return step;
  const unchanged = new UnchangedLines(accepted, { lines, bytes }, step.at, step.lineOf);
  visitor.unchanged?.(unchanged);
  const left = step.count - lines;
  return left === 0 ? undefined : { ...step, place: step.place + lines, count: left, at: unchanged.behind() };
}
