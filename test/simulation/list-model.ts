import type { ListLine } from '../support/list-history/cpl-list-csv.ts';
import type { SimulatedList } from './list-files.ts';

/** A line of the accepted list, as the reference model keeps it by its number. */
export type AcceptedLine = { readonly line: ListLine; readonly missing: boolean };
export type AcceptedLines = ReadonlyMap<string, AcceptedLine>;

/** What a list changes, as it is found by maps of lines and Device Models. */
export type ListChanges = {
  /** The lines that the DSP is to be sent, in the order of their numbers. */
  readonly sent: readonly ListLine[];
  readonly next: AcceptedLines;
  /** Device Models that could join, all there ever were, those that lose their place, and those changed in place. */
  readonly activeBefore: number;
  readonly modelsBefore: number;
  readonly losses: number;
  readonly changedInPlace: number;
};

/** The key of the Device Model that a line is about; schedules only have single element meters. */
export function keyOf({ manufacturer, model, hardwareVersion, hardwareRevision, firmware }: ListLine): string {
  return `ESME/${manufacturer}/${model}/${hardwareVersion}${hardwareRevision}/${firmware}`;
}

/** The GBCS version that a line declares. */
export function gbcsOf({ gbcs }: ListLine): string {
  return gbcs.replace('GBCS Version ', '');
}

/** Whether a line is on the list in the SEC's sense. */
export function isCurrent({ status }: ListLine): boolean {
  return status === 'Current';
}

/** Whether GBCS does not apply to a line at all. */
export function isSmets1({ smetsChts }: ListLine): boolean {
  return smetsChts.startsWith('SMETS V1.');
}

/** The line that holds of some lines: the highest-numbered Current one. */
export function holding(lines: readonly ListLine[]): ListLine | undefined {
  return highest(lines.filter(isCurrent));
}

/** Compares a list with the accepted one, Device Model by Device Model (ARCHITECTURE "Comparison by entry number"): no bytes, no walk, no order. */
export function compareByMap(accepted: AcceptedLines, { lines, damaged }: SimulatedList): ListChanges {
  const after = new Map<string, ListLine>();
  for (const line of lines) {
    const was = accepted.get(line.entryNumber);
    if (!damaged.has(line.entryNumber)) after.set(line.entryNumber, line);
    else if (was?.missing === false) after.set(line.entryNumber, was.line);
  }
  const sent: ListLine[] = [];
  const next = new Map<string, AcceptedLine>();
  for (const [number, line] of after) next.set(number, { line, missing: false });
  const before = Map.groupBy(accepted.values(), ({ line }) => keyOf(line));
  const now = Map.groupBy(after.values(), keyOf);
  let [activeBefore, losses, changedInPlace] = [0, 0, 0];
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const was = before.get(key) ?? [];
    const is = now.get(key) ?? [];
    const held = holding(was.map(({ line }) => line));
    const holds = holding(is);
    const wasActive = was.some(({ line, missing }) => line === held && !missing);
    if (wasActive) activeBefore += 1;
    if (wasActive && holds === undefined) losses += 1;
    if (was.length === 0) {
      push(sent, holds ?? highest(is));
      continue;
    }
    if (holds !== undefined) {
      if (held !== undefined && sameContent(held, holds)) continue;
      sent.push(holds);
      if (held === undefined || held.entryNumber === holds.entryNumber) changedInPlace += 1;
      continue;
    }
    const removed = held === undefined || is.length === 0 ? undefined : removedNow(was, is, held);
    if (removed !== undefined) sent.push(removed);
    else if (held !== undefined || is.length === 0) {
      const kept = held ?? highest(was.map(({ line }) => line));
      if (kept !== undefined) next.set(kept.entryNumber, { line: kept, missing: true });
    }
  }
  return {
    sent: sent.sort((one, other) => Number(one.entryNumber) - Number(other.entryNumber)),
    next,
    activeBefore,
    modelsBefore: before.size,
    losses,
    changedInPlace,
  };
}

/** The line by which a Device Model is removed: one that was not marked Removed before, that which held if it can be. */
function removedNow(was: readonly AcceptedLine[], is: readonly ListLine[], held: ListLine): ListLine | undefined {
  const earlier = new Set(was.filter(({ line }) => !isCurrent(line)).map(({ line }) => line.entryNumber));
  const marked = is.filter(({ entryNumber }) => !earlier.has(entryNumber));
  return marked.find(({ entryNumber }) => entryNumber === held.entryNumber) ?? highest(marked);
}

function sameContent(one: ListLine, other: ListLine): boolean {
  return one.gbcs === other.gbcs && one.smetsChts === other.smetsChts && one.hash === other.hash;
}

/** Whether two lines are the same in all that they say. */
export function sameLine(one: ListLine, other: ListLine): boolean {
  return (
    one.entryNumber === other.entryNumber &&
    one.status === other.status &&
    sameContent(one, other) &&
    keyOf(one) === keyOf(other)
  );
}

function highest(lines: readonly ListLine[]): ListLine | undefined {
  return lines.toSorted((one, other) => Number(other.entryNumber) - Number(one.entryNumber))[0];
}

function push(lines: ListLine[], line: ListLine | undefined): void {
  if (line !== undefined) lines.push(line);
}
