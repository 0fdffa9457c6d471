import type { ByteChunks } from '../csv/csv-window.ts';
import type { ColumnLayout } from '../cpl/cpl-columns.ts';
import {
  compareEntry,
  differencesBesideGbcs,
  type EntryChangeKind,
  type EntryComparison,
  hasNewId,
  hasSameContent,
} from '../cpl/cpl-content.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import { readAcceptedRow } from '../cpl/cpl-row.ts';
import type { AcceptedList } from './extract-accepted.ts';
import { RecordCursor } from './extract-cursor.ts';
import { type ExtractRecords, FATE } from './extract-records.ts';
import { repeatedLine } from './extract-scan.ts';
import { RecordScanner } from '../csv/csv-record.ts';
import type { FindingLog } from '../findings/finding-log.ts';

/** What one line of an entry with several lines does. */
export type LinePlan = {
  /** The change to tell, if it is one; `previous` is absent when the entry is new with it. */
  readonly change: { readonly kind: EntryChangeKind; readonly previous?: CplEntry } | undefined;
  /** True for every line but the last: the list keeps it as history. */
  readonly superseded: boolean;
};

/** What the lines of all entries with several lines come to. */
export type SeveralLines = {
  /** Plans by record; a line that is not in it is not taken. */
  readonly plans: ReadonlyMap<number, LinePlan>;
  /** The one count in which each of these entries stands. */
  readonly counted: readonly EntryComparison[];
  /** Accepted records whose value stays, because the last line of their entry is a duplicate. */
  readonly kept: readonly number[];
};

type Source = { readonly records: ExtractRecords; readonly layout: ColumnLayout; readonly bodyOffset: number };

type Line = { readonly record: number; readonly line: number; readonly entry: CplEntry };

/**
 * Judges the entries that have several lines in one extract. Allowed is that alone in which nothing but the GBCS
 * version differs, the later line being the current one (R14); what differs otherwise refuses the file, because it is
 * not known which line holds. Lines that repeat another are told and left out.
 */
export async function judgeSeveralLines(
  several: ReadonlyMap<number, readonly number[]>,
  source: Source,
  extract: () => ByteChunks,
  accepted: AcceptedList | undefined,
  findings: FindingLog,
): Promise<SeveralLines> {
  const plans = new Map<number, LinePlan>();
  const counted: EntryComparison[] = [];
  const kept: number[] = [];
  if (several.size === 0) return { plans, counted, kept };
  const linesOf = await readLines(several, source, extract());
  const acceptedOf = await readAccepted(several, source.records, accepted);
  for (const [first, lines] of linesOf) {
    if (refusesFile(lines, source.layout, findings)) continue;
    const { distinct, repeatsUnderNewId } = leaveOutRepeated(lines, source, findings);
    const net = planLines(distinct, acceptedOf.get(first), plans, source.layout, findings);
    if (net === 'duplicate') kept.push(source.records.matchOf(first));
    counted.push(net === 'unchanged' && repeatsUnderNewId ? 'duplicate' : net);
  }
  return { plans, counted, kept };
}

async function readLines(
  several: ReadonlyMap<number, readonly number[]>,
  source: Source,
  extract: ByteChunks,
): Promise<ReadonlyMap<number, readonly Line[]>> {
  const firstOf = new Map<number, number>();
  for (const [first, records] of several) for (const record of records) firstOf.set(record, first);
  const cursor = new RecordCursor(extract, source.records.lengths, source.bodyOffset);
  const scanner = new RecordScanner();
  const linesOf = new Map<number, Line[]>();
  for (const record of [...firstOf.keys()].sort((one, other) => one - other)) {
    cursor.advanceTo(record);
    await cursor.arrive();
    const { buffer, start } = cursor.window;
    scanner.scan(buffer, start, start + cursor.length, true);
    const entry = readAcceptedRow(source.layout, scanner.values(buffer));
    const first = firstOf.get(record) ?? record;
    linesOf.set(first, [...(linesOf.get(first) ?? []), { record, line: source.records.lineOf(record), entry }]);
  }
  await cursor.close();
  return linesOf;
}

async function readAccepted(
  several: ReadonlyMap<number, readonly number[]>,
  records: ExtractRecords,
  accepted: AcceptedList | undefined,
): Promise<ReadonlyMap<number, CplEntry>> {
  const firstOf = new Map<number, number>();
  for (const first of several.keys()) {
    const match = records.matchOf(first);
    if (match >= 0) firstOf.set(match, first);
  }
  const entries = new Map<number, CplEntry>();
  const wanted = [...firstOf.keys()].sort((one, other) => one - other);
  await accepted?.read(wanted, (record, bytes) => {
    entries.set(firstOf.get(record) ?? -1, accepted.entryOf(record, bytes));
  });
  return entries;
}

function refusesFile(lines: readonly Line[], layout: ColumnLayout, findings: FindingLog): boolean {
  const [first, ...others] = lines;
  if (first === undefined) return false;
  let refused = false;
  for (const other of others) {
    const differences = differencesBesideGbcs(first.entry, other.entry);
    if (differences.length === 0) continue;
    refused = true;
    const labels = [...layout.positions]
      .filter(([field]) => differences.includes(field))
      .map(([, position]) => layout.labels[position] ?? '');
    findings.add({
      code: 'CPL-ENTRY-TWICE',
      severity: 'file',
      line: other.line,
      field: labels[0] ?? '',
      value: other.entry.entryKey,
      message: `Lines ${first.line} and ${other.line} are the same entry but differ in ${labels.join(', ')}. Leave the one that holds: only the GBCS version may differ between lines of an entry.`,
    });
  }
  return refused;
}

function leaveOutRepeated(
  lines: readonly Line[],
  source: Source,
  findings: FindingLog,
): { readonly distinct: readonly Line[]; readonly repeatsUnderNewId: boolean } {
  const distinct: Line[] = [];
  let repeatsUnderNewId = false;
  for (const line of lines) {
    const same = distinct.find((earlier) => earlier.entry.gbcsVersion === line.entry.gbcsVersion);
    if (same === undefined) {
      distinct.push(line);
      continue;
    }
    source.records.fates.set(line.record, FATE.ignored);
    if (hasNewId(line.entry, same.entry)) {
      repeatsUnderNewId = true;
      findings.add(duplicateLine(line.line, line.entry, same.entry, source.layout, `on line ${same.line}`));
    } else findings.add(repeatedLine(line.line, same.line, line.entry.entryKey));
  }
  return { distinct, repeatsUnderNewId };
}

/**
 * Plans what is told of an entry's lines: nothing when the last one is the accepted value; else those behind the last
 * one that is, or all of them, so that the history is true (R12, R14). Gives the net change.
 */
function planLines(
  lines: readonly Line[],
  accepted: CplEntry | undefined,
  plans: Map<number, LinePlan>,
  layout: ColumnLayout,
  findings: FindingLog,
): EntryComparison {
  const last = lines.at(-1);
  if (last === undefined) throw new Error('An entry with several lines has none');
  const net = accepted === undefined ? 'added' : compareEntry(accepted, last.entry);
  if (net === 'duplicate' && accepted !== undefined) {
    findings.add(duplicateLine(last.line, last.entry, accepted, layout, 'on the accepted list'));
  }
  const isChange = net !== 'unchanged' && net !== 'duplicate';
  const known = accepted === undefined ? -1 : lines.findLastIndex((line) => hasSameContent(accepted, line.entry));
  let previous = accepted;
  for (const [index, line] of lines.entries()) {
    if (net === 'duplicate' && line === last) break;
    const tells = isChange && index > known;
    plans.set(line.record, {
      change: tells ? changeFrom(previous, line.entry) : undefined,
      superseded: line !== last,
    });
    if (tells) previous = line.entry;
  }
  return net;
}

function changeFrom(previous: CplEntry | undefined, entry: CplEntry): LinePlan['change'] {
  if (previous === undefined) return { kind: 'added' };
  const kind = compareEntry(previous, entry);
  return kind === 'unchanged' || kind === 'duplicate' ? undefined : { kind, previous };
}

/** A line that brings nothing but a new CPL Entry ID for an entry that is there already (R13). */
export function duplicateLine(line: number, entry: CplEntry, earlier: CplEntry, layout: ColumnLayout, where: string) {
  return {
    code: 'CPL-DUPLICATE',
    severity: 'row',
    line,
    field: layout.labels[layout.positions.get('cplEntryId') ?? -1] ?? '',
    value: entry.cplEntryId,
    message: `The same entry with the same details is ${where} under CPL Entry ID ${earlier.cplEntryId}. A duplicate is refused and the accepted entry stays: remove this line, or correct what was meant to differ.`,
  } as const;
}
