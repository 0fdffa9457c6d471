import { foldLabel } from '../cpl/cpl-columns.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { readRow, ROW_RULES_VERSION, type RowReading } from '../cpl/cpl-row.ts';
import { writeCsvRecord } from '../csv/csv-table.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import type { AcceptedLine, AcceptedLines, LineFacts } from './accepted-list.ts';
import { KeyHasher } from './key-hash.ts';
import type { ListRows } from './list-rows.ts';
import type { RowBytes } from './row-bytes.ts';
import type { UnchangedLines } from './unchanged-lines.ts';

/** A line of the new list, as it is compared and kept. */
export type NewLine = Omit<LineFacts, 'firstIssue'> & {
  readonly entry: CplEntry;
  readonly line: number;
  readonly row: RowBytes;
  /** What is remarked on the row, or, where a damaged one removes its entry, what is wrong with it. */
  readonly findings: readonly Finding[];
};

/** A row that a rule quarantines: the line that was accepted under its number keeps its value. */
export type UnreadableRow = Extract<RowReading, { sound: false }> & { readonly line: number };

/** What a walk meets, in entry-number order. What it is handed is valid until it returns, but for an `AcceptedLine`. */
export type ListVisitor = {
  /** Rows with the very bytes of accepted ones; absent where only what differs is looked at. */
  readonly unchanged?: (lines: UnchangedLines) => void;
  /** A row that differs, with the accepted line under its number, which may be missing or of another Device Model. */
  readonly line: (line: NewLine, before: AcceptedLine | undefined) => void;
  readonly unreadable: (row: UnreadableRow, before: AcceptedLine | undefined) => void;
  /** An accepted line that the list does not have; it may be missing for some time already. */
  readonly left: (accepted: AcceptedLine | AcceptedLines) => void;
  /** Waits for what it has handed on, if it must; absent where it hands nothing on. */
  readonly settle?: () => Promise<void> | undefined;
};

/** The accepted line that a new one takes the place of: that of its own Device Model under its number. */
export function predecessorOf({ entry }: NewLine, before: AcceptedLine | undefined): AcceptedLine | undefined {
  return before?.entry.entryKey === entry.entryKey ? before : undefined;
}

/** Several visitors as one, which are shown everything in turn. */
export function inTurn(...visitors: readonly ListVisitor[]): ListVisitor {
  return {
    unchanged(lines) {
      for (const visitor of visitors) visitor.unchanged?.(lines);
    },
    line(line, before) {
      for (const visitor of visitors) visitor.line(line, before);
    },
    unreadable(row, before) {
      for (const visitor of visitors) visitor.unreadable(row, before);
    },
    left(accepted) {
      for (const visitor of visitors) visitor.left(accepted);
    },
    settle() {
      let settling: Promise<void> | undefined;
      for (const visitor of visitors) {
        const one = visitor.settle?.();
        settling = settling === undefined ? one : Promise.all([settling, one]).then(() => undefined);
      }
      return settling;
    },
  };
}

/** Walks through a list and the accepted one once more: shows a visitor what the first walk met, in the same order. */
export type WalkAgain = (visitor: ListVisitor) => Promise<void>;

/**
 * Walks through a list and the accepted one side by side, both in entry-number order. As long as their rows are the
 * same they are compared as bytes; only what differs is parsed and checked.
 *
 * @returns `out-of-order` as soon as an entry number is lower than the one before it: then nothing that was met counts.
 *   Most lists that are out of order are so from the beginning, and nothing of them is met.
 */
export async function walk(
  rows: ListRows,
  accepted: AcceptedLines,
  visitor: ListVisitor,
  findings: FindingLog,
): Promise<'walked' | 'out-of-order'> {
  if (!rows.beginsInOrder) return 'out-of-order';
  const isComparable = accepted.head?.header === rows.reader.headerText && accepted.head.rules === ROW_RULES_VERSION;
  const hasher = new KeyHasher();
  let last = -1;
  for (;;) {
    const settling = visitor.settle?.();
    if (settling !== undefined) await settling;
    if (!accepted.ready) await accepted.arrive();
    const unchanged = isComparable ? rows.unchangedLines(accepted) : undefined;
    if (unchanged !== undefined) {
      visitor.unchanged?.(unchanged.lines);
      accepted.skip(unchanged.lines.count, unchanged.lines.bytes);
      last = unchanged.last;
      continue;
    }
    const step = rows.step();
    if (step === 'starved') await rows.reader.window.fill();
    else if (step !== 'row') break;
    else {
      const values = rows.values();
      if (values === undefined) continue;
      const reading = readRow(rows.layout, values, rows.line);
      const text = reading.sound ? reading.entry.entryNumber : reading.entryNumber;
      if (text === '') {
        if (!reading.sound) visitor.unreadable({ ...reading, line: rows.line }, undefined);
        continue;
      }
      const number = Number(text);
      if (number < last) return 'out-of-order';
      if (number === last) findings.add(numberTwice(rows.line, text));
      last = number;
      const before = await acceptedUnder(number, reading, accepted, visitor);
      const line = newLine(number, reading, before, rows, accepted, hasher);
      if (line !== undefined) visitor.line(line, before);
      else if (!reading.sound) visitor.unreadable({ ...reading, line: rows.line }, before);
    }
  }
  if (findings.refuses) return 'walked';
  for (await accepted.arrive(); !accepted.done; await accepted.arrive()) {
    visitor.left(accepted);
    accepted.next();
    const settling = visitor.settle?.();
    if (settling !== undefined) await settling;
  }
  return 'walked';
}

/**
 * Goes on to a number in the accepted list, and takes the line that stands under it. There may be several where a
 * number was used again: the one that is not missing stands there, else the one of the row's own Device Model.
 */
async function acceptedUnder(
  number: number,
  reading: RowReading,
  accepted: AcceptedLines,
  visitor: ListVisitor,
): Promise<AcceptedLine | undefined> {
  const under: AcceptedLine[] = [];
  for (;;) {
    if (!accepted.ready) await accepted.arrive();
    if (accepted.done || accepted.number > number) break;
    if (accepted.number === number) under.push(accepted.take(reading.sound ? reading.entry : undefined));
    else visitor.left(accepted);
    accepted.next();
    const settling = visitor.settle?.();
    if (settling !== undefined) await settling;
  }
  const before =
    under.find(({ isMissing }) => !isMissing) ??
    under.find(({ entry }) => entry.entryKey === keyOf(reading)) ??
    (under.length === 1 ? under[0] : undefined);
  for (const other of under) if (other !== before) visitor.left(other);
  return before;
}

function keyOf(reading: RowReading): string {
  return reading.sound ? reading.entry.entryKey : reading.entryKey;
}

/**
 * The line that a row stands for. A damaged row whose number is known and that says Removed removes its entry,
 * whatever else is wrong with it: a withdrawn certificate never waits.
 */
function newLine(
  number: number,
  reading: RowReading,
  before: AcceptedLine | undefined,
  rows: ListRows,
  accepted: AcceptedLines,
  hasher: KeyHasher,
): NewLine | undefined {
  if (reading.sound) {
    const { entry, findings } = reading;
    const { modelHash, keyHash } = hasher.ofKey(entry.entryKey);
    const rowLines = 1 + rows.reader.scanner.innerLines;
    const row = rows.row();
    return { number, modelHash, keyHash, isMissing: false, rowLines, entry, line: rows.line, row, findings };
  }
  if (before === undefined || !reading.saysRemoved) return undefined;
  const entry = { ...before.entry, status: 'Removed' } as const;
  const kept = underLabels(accepted.valuesOf(before.row), accepted.layout.labels, rows);
  const column = rows.layout.positions.get('status') ?? 0;
  const status = rows.versionColumn < column ? column - 1 : column;
  const buffer = Buffer.from(writeCsvRecord(kept.with(status, 'Removed')) + rows.format.lineEnding);
  const row = { buffer, from: 0, to: buffer.byteLength };
  const rowLines = linesOf(kept);
  return { ...before, entry, isMissing: false, rowLines, row, line: rows.line, findings: reading.findings };
}

/** Values of a row under other labels, in the columns of a list but for `Version`, found by name. */
export function underLabels(values: readonly string[], labels: readonly string[], rows: ListRows): string[] {
  const positionOf = new Map(labels.map((label, position) => [foldLabel(label), position]));
  return rows.layout.labels
    .toSpliced(rows.versionColumn, 1)
    .map((label) => values[positionOf.get(foldLabel(label)) ?? -1] ?? '');
}

/** Physical lines that a row takes. */
export function linesOf(values: readonly string[]): number {
  return values.reduce((lines, value) => lines + value.split('\n').length - 1, 1);
}

function numberTwice(line: number, entryNumber: string): Finding {
  return {
    code: 'CPL-NUMBER-TWICE',
    severity: 'file',
    line,
    field: 'Entry.number',
    value: entryNumber,
    message: `Entry number ${entryNumber} stands on two rows, so it is not known which one holds. Leave the right one.`,
  };
}
