import { createHash } from 'node:crypto';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { ListIssue } from '../cpl/list-issue.ts';
import { type ByteChunks, firstBytes } from '../csv/byte-chunks.ts';
import type { ModelOutcome } from './device-model-change.ts';
import { FindingLog } from '../findings/finding-log.ts';
import type { Finding } from '../findings/finding.ts';
import { type AcceptedList, AcceptedLines } from './accepted-list.ts';
import type { ChangeTally } from './change-tally.ts';
import { ChangeEmitter, type ListComparisonSink } from './emit-changes.ts';
import { HEAD_BYTES, headerCause } from './header-cause.ts';
import { blankRows } from './list-findings.ts';
import { ListRows } from './list-rows.ts';
import type { ListSource } from './list-source.ts';
import { NextList } from './next-list.ts';
import { leftLines, planModels } from './plan-models.ts';
import { sortedSource } from './sorted-source.ts';
import { type Survey, surveyList } from './survey.ts';
import { TypesOfModels } from './types-of-models.ts';
import { inTurn, walk, type WalkAgain } from './walk.ts';
import { WalkRecord } from './walk-record.ts';

/** What a list is compared with, and how it is read. */
export type ListComparisonInput = {
  /** Opens the list, from its first byte; it is read once, and again where very much of it has changed or is new. */
  readonly list: () => ByteChunks;
  /** The accepted list with its totals; absent for the first list of all. */
  readonly accepted?: { readonly list: AcceptedList } & ModelTotals;
  readonly maxBytes: number;
  /** How many findings are kept; all are counted. */
  readonly maxFindings?: number;
};

/** Device Models of a list: all it ever had, those that can join by it, and those that are missing from it. */
export type ModelTotals = { readonly models: number; readonly activeModels: number; readonly missingModels: number };

/** Device Models by what became of each; every one is in one of the first eight. `quarantined` counts rows. */
export type ListCounts = Readonly<Record<ModelOutcome | 'addedRemoved' | 'quarantined', number>>;

/** A list that was compared. */
export type ComparedList = {
  readonly outcome: 'compared';
  readonly issue: ListIssue;
  readonly counts: ListCounts;
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
  /** Quarantined rows; `entryKey` is '' where it cannot be read whose row it is. */
  readonly quarantined: readonly { readonly entryKey: string; readonly line: number }[];
  /** Device Models that this list is the first to leave out. */
  readonly disappeared: readonly string[];
  /** Device Models that were missing and are back. */
  readonly returned: readonly string[];
  /** Device Models that can join by the accepted list. */
  readonly activeBefore: number;
  /** The lines that lose their Device Model its place: removed, or gone. */
  readonly losses: readonly CplEntry[];
  /** How many Device Models are reinstated, or changed under the same entry number. */
  readonly changedInPlace: number;
  readonly totals: ModelTotals;
  /** SHA-256 of the list, as hexadecimal text. */
  readonly sha256: string;
};

/** What a comparison came to. A refused list changes nothing. */
export type ListComparison =
  | {
      readonly outcome: 'refused';
      /** The issue, where it could be read. */
      readonly issue: ListIssue | undefined;
      readonly findings: readonly Finding[];
      readonly findingsTotal: number;
    }
  | ComparedList;

/**
 * Compares a list with the accepted one, line by line in entry-number order. It is read once to check it, and the next
 * accepted list is written meanwhile. Only when nothing refuses it are its changes emitted. Memory
 * grows with the number of lines by eight bytes each and with what changed, not with the size of the file; a list in
 * another order is held in memory as a whole.
 *
 * @throws when the accepted list is damaged or the list has another length at another reading: faults, not findings.
 */
export async function compareList(input: ListComparisonInput, sink: ListComparisonSink): Promise<ListComparison> {
  const hash = createHash('sha256');
  let findings = new FindingLog(input.maxFindings);
  let read = await surveyed({ open: input.list }, input, findings, sink, (chunk) => void hash.update(chunk));
  if (!read.rows.hasHeader) {
    const cause = headerCause(await firstBytes(input.list(), HEAD_BYTES), read.rows.layout.labels);
    if (cause !== undefined) return { outcome: 'refused', issue: undefined, findings: [cause], findingsTotal: 1 };
  }
  const { blankRows: blank, firstBlankLine } = read.rows.reader;
  if (read.survey.order === 'out-of-order' && !findings.refuses) {
    const { bytesRead } = read.rows.reader.window;
    findings = new FindingLog(input.maxFindings);
    // A list that is sorted has a line ending after its last row, which the file may lack.
    const sorted = { ...input, maxBytes: input.maxBytes + 2 };
    await sink.acceptedAgain();
    read = await surveyed(await sortedSource(input.list, bytesRead), sorted, findings, sink);
    if (read.survey.order === 'out-of-order') throw new Error('The list is not in order although it was sorted');
  }
  const { survey, rows, accepted, walkAgain } = read;
  const { several } = survey;
  const { issue } = rows;
  if (blank > 0) findings.add(blankRows(blank, firstBlankLine));
  if (findings.refuses || issue === undefined) {
    return { outcome: 'refused', issue, findings: findings.findings, findingsTotal: findings.total };
  }
  const types = new TypesOfModels(survey.newModels);
  const plans = await planModels(survey, types, walkAgain);
  const left = leftLines(survey, plans);
  const emitter = new ChangeEmitter({ issue, several, plans, leftLines: left, types, findings }, sink.change);
  if (read.next.isWhole) {
    await read.next.close();
    await walkAgain(emitter);
  } else {
    await sink.acceptedAgain();
    const next = new NextList(rows, accepted, sink.accepted, left);
    await walkAgain(inTurn(next, emitter));
    await next.close();
  }
  return compared(input, issue, survey, await emitter.finish(), findings, hash.digest('hex'));
}

/** A list that was read once: what it comes to, and how it is walked through again. */
type SurveyedList = {
  readonly survey: Survey;
  readonly rows: ListRows;
  readonly accepted: AcceptedLines;
  readonly walkAgain: WalkAgain;
  readonly next: NextList;
};

async function surveyed(
  source: ListSource,
  { maxBytes, accepted: base }: Omit<ListComparisonInput, 'list'>,
  findings: FindingLog,
  sink: ListComparisonSink,
  onChunk?: (chunk: Uint8Array) => void,
): Promise<SurveyedList> {
  const record = new WalkRecord();
  const rows = await ListRows.open(source, maxBytes, findings, onChunk);
  const accepted = await AcceptedLines.open(base?.list);
  const next = new NextList(rows, accepted, sink.accepted);
  const survey = await closing([rows, accepted], surveyList(rows, accepted, findings, record, next));
  const walkAgain: WalkAgain = async (visitor) => {
    if (record.isWhole && visitor.unchanged === undefined) return record.showDifferences(visitor);
    const again = await AcceptedLines.open(base?.list);
    if (record.isWhole) return closing([again], record.walkAgain(again, visitor));
    const rowsAgain = await ListRows.open(source, maxBytes, new FindingLog(0));
    await closing([rowsAgain, again], walk(rowsAgain, again, visitor, new FindingLog(0)));
    if (rowsAgain.reader.window.bytesRead !== rows.reader.window.bytesRead) {
      throw new Error('The list has another length than a moment ago');
    }
  };
  return { survey, rows, accepted, walkAgain, next };
}

async function closing<Result>(
  opened: readonly (ListRows | AcceptedLines)[],
  reading: Promise<Result>,
): Promise<Result> {
  try {
    return await reading;
  } finally {
    await Promise.all(opened.map((one) => one.close()));
  }
}

function compared(
  { accepted }: ListComparisonInput,
  issue: ListIssue,
  { quarantined }: Survey,
  { counts, addedRemoved, disappeared, returned, losses, changedInPlace, activeModels, missingModels }: ChangeTally,
  findings: FindingLog,
  sha256: string,
): ListComparison {
  const before = accepted ?? { models: 0, activeModels: 0 };
  const { added, gbcsOnly, changed, removed, reinstated, duplicate, disappeared: gone } = counts;
  const unchanged =
    before.models - missingModels.still - (gbcsOnly + changed + removed + reinstated + duplicate + gone);
  return {
    outcome: 'compared',
    issue,
    counts: { ...counts, addedRemoved, unchanged, quarantined: quarantined.length },
    findings: findings.findings,
    findingsTotal: findings.total,
    quarantined: quarantined.map(({ entryKey, line }) => ({ entryKey, line })),
    disappeared,
    returned,
    activeBefore: before.activeModels,
    losses,
    changedInPlace,
    totals: {
      models: before.models + added,
      activeModels: before.activeModels + activeModels,
      missingModels: missingModels.all,
    },
    sha256,
  };
}
