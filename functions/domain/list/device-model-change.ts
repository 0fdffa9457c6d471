import { type CplEntry, isActive } from '../cpl/cpl-entry.ts';

/** What a list does to a Device Model that the DSP is sent. */
export type EntryChangeKind = 'added' | 'gbcsOnly' | 'changed' | 'removed' | 'reinstated';

/** What became of a Device Model: a change, or nothing. */
export type ModelOutcome = EntryChangeKind | 'unchanged' | 'duplicate' | 'disappeared';

/** One line of a Device Model on the accepted list. */
export type LineBefore = {
  readonly entry: CplEntry;
  /** Whether an earlier list left it out without a removal. */
  readonly isMissing: boolean;
};

/** One line of a Device Model on the new list. */
export type LineAfter = {
  readonly entry: CplEntry;
  /** Physical line of the file on which it stands; 0 for one that cannot be read and stays as it was. */
  readonly line: number;
};

/** A new line that repeats all of another one. */
export type RepeatedLine = { readonly line: LineAfter; readonly of: CplEntry };

/** What a list does to one Device Model. */
export type ModelChange = {
  readonly outcome: ModelOutcome;
  /** The line that the DSP is sent, where there is one: the one that holds, or the one that was removed. */
  readonly sent?: LineAfter;
  readonly previous?: CplEntry;
  /** The line that goes on to hold although the list has it no longer. */
  readonly kept?: LineBefore;
  /** A line under a new number that says what the one that held has said. */
  readonly renumbered?: RepeatedLine;
  /** New lines that repeat all of the one that would hold without them (R13). */
  readonly duplicates: readonly RepeatedLine[];
  /** Lines that are gone and do not go on to hold, beside one that a new number stands for now. */
  readonly gone: readonly LineBefore[];
  /** Whether the model could join by the accepted list, and whether it can by the new one. */
  readonly wasActive: boolean;
  readonly isActive: boolean;
  /** Whether an earlier list had left it out, and this one has it again. */
  readonly isBack: boolean;
};

/**
 * The line that holds of the lines of one Device Model, which come in entry-number order: the highest-numbered one that
 * is Current. None: the model is removed.
 */
export function holdingLine<Line extends { readonly entry: CplEntry }>(lines: readonly Line[]): Line | undefined {
  return lines.findLast(({ entry }) => isActive(entry));
}

/**
 * What becomes of a Device Model, by its lines on the accepted list and on the new one, both in entry-number order. A
 * change is a change of the line that holds; a line that is gone without having been marked Removed is never a removal.
 */
export function deviceModelChange(before: readonly LineBefore[], after: readonly LineAfter[]): ModelChange {
  const held = holdingLine(before);
  const holds = holdingLine(after);
  const change = changeOf(before, after, held, holds);
  const duplicates = duplicatesIn(before, after);
  const wasMissing = held?.isMissing === true;
  return {
    ...change,
    outcome: change.outcome === 'unchanged' && duplicates.length > 0 ? 'duplicate' : change.outcome,
    duplicates,
    gone: goneIn(before, after, change),
    wasActive: held !== undefined && !wasMissing,
    isActive: holds !== undefined,
    isBack: wasMissing && change.kept === undefined,
  };
}

function changeOf(
  before: readonly LineBefore[],
  after: readonly LineAfter[],
  held: LineBefore | undefined,
  holds: LineAfter | undefined,
): Pick<ModelChange, 'outcome' | 'sent' | 'previous' | 'kept' | 'renumbered'> {
  if (before.length === 0) return sent('added', holds ?? after.at(-1), undefined);
  if (after.length === 0) return leftOut(held ?? before.at(-1));
  if (held === undefined) {
    return holds === undefined ? { outcome: 'unchanged' } : sent('reinstated', holds, before.at(-1));
  }
  if (holds === undefined) {
    const removed = removedNow(before, after, held);
    return removed === undefined ? leftOut(held) : sent('removed', removed, held);
  }
  if (hasSameContent(held.entry, holds.entry)) {
    const isBeside = after.some(({ entry }) => entry.entryNumber === held.entry.entryNumber && isActive(entry));
    const isNew = before.every(({ entry }) => entry.entryNumber !== holds.entry.entryNumber);
    return { outcome: 'unchanged', ...(isNew && !isBeside ? { renumbered: { line: holds, of: held.entry } } : {}) };
  }
  return sent(differsInGbcsAlone(held.entry, holds.entry) ? 'gbcsOnly' : 'changed', holds, held);
}

/** A Device Model that the list has no line of, or none that says whether it may join: what held goes on to hold. */
function leftOut(kept: LineBefore | undefined): Pick<ModelChange, 'outcome' | 'kept'> {
  if (kept === undefined) throw new Error('A Device Model has no line');
  return { outcome: isActive(kept.entry) && !kept.isMissing ? 'disappeared' : 'unchanged', kept };
}

function sent(kind: EntryChangeKind, line: LineAfter | undefined, previous: LineBefore | undefined) {
  if (line === undefined) throw new Error(`A Device Model is ${kind} by no line`);
  return { outcome: kind, sent: line, ...(previous === undefined ? {} : { previous: previous.entry }) } as const;
}

/** The line that this list is the first to mark Removed: the one that held, else the highest-numbered. */
function removedNow(
  before: readonly LineBefore[],
  after: readonly LineAfter[],
  held: LineBefore,
): LineAfter | undefined {
  const wasRemoved = new Set(before.filter(({ entry }) => !isActive(entry)).map(({ entry }) => entry.entryNumber));
  const news = after.filter(({ entry }) => !wasRemoved.has(entry.entryNumber));
  return news.find(({ entry }) => entry.entryNumber === held.entry.entryNumber) ?? news.at(-1);
}

function duplicatesIn(before: readonly LineBefore[], after: readonly LineAfter[]): ModelChange['duplicates'] {
  if (after.length < 2) return [];
  const known = new Set(before.map(({ entry }) => entry.entryNumber));
  const current = after.filter(({ entry }) => isActive(entry));
  return current.flatMap((line, at) => {
    const of = current[at - 1]?.entry;
    const repeats = of !== undefined && !known.has(line.entry.entryNumber) && hasSameContent(of, line.entry);
    return repeats ? [{ line, of }] : [];
  });
}

function goneIn(
  before: readonly LineBefore[],
  after: readonly LineAfter[],
  { kept, renumbered }: Pick<ModelChange, 'kept' | 'renumbered'>,
): ModelChange['gone'] {
  const there = new Set([...after, ...(kept === undefined ? [] : [kept])].map(({ entry }) => entry.entryNumber));
  return before.filter(
    ({ entry, isMissing }) =>
      !isMissing && !there.has(entry.entryNumber) && entry.entryNumber !== renumbered?.of.entryNumber,
  );
}

/** What a line says of its Device Model beside its GBCS version; neither key, number nor status belongs to it. */
const CONTENT_BESIDE_GBCS = ['variantFamily', 'smetsChtsVersion', 'manufacturerImageHash'] as const;

function differsInGbcsAlone(one: CplEntry, other: CplEntry): boolean {
  return CONTENT_BESIDE_GBCS.every((field) => one[field] === other[field]);
}

/** Whether two lines of one Device Model say the same of it. */
export function hasSameContent(one: CplEntry, other: CplEntry): boolean {
  return one.gbcsVersion === other.gbcsVersion && differsInGbcsAlone(one, other);
}
