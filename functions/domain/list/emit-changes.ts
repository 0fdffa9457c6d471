import { issueNumber, type ListIssue } from '../cpl/list-issue.ts';
import { writeCsvRecord } from '../csv/csv-table.ts';
import type { FindingLog } from '../findings/finding-log.ts';
import { type AcceptedLine, type AcceptedLines, type LineFacts, takenFrom } from './accepted-list.ts';
import { AcceptedListWriter } from './accepted-list-writer.ts';
import type { EntryChange, ListComparisonSink } from './entry-change.ts';
import { ChangeTally } from './change-tally.ts';
import { deviceModelChange, type ModelChange } from './device-model-change.ts';
import type { ListRows } from './list-rows.ts';
import { keptName, type ModelPlans } from './plan-models.ts';
import type { Survey } from './survey.ts';
import { TypesOfModels } from './types-of-models.ts';
import type { UnchangedLines } from './unchanged-lines.ts';
import { linesOf, type ListVisitor, type NewLine, type UnreadableRow, underLabels, type WalkAgain } from './walk.ts';

/** By what changes are emitted. */
export type EmitContext = {
  readonly survey: Survey;
  readonly plans: ModelPlans;
  readonly issue: ListIssue;
  /** The list and the accepted one as they were read first, for what their heads say. */
  readonly rows: ListRows;
  readonly accepted: AcceptedLines;
  readonly findings: FindingLog;
};

/** Walks through a list that is sound: emits its changes in entry-number order, and the list that is accepted with them. */
export async function emitChanges(
  walkAgain: WalkAgain,
  context: EmitContext,
  sink: ListComparisonSink,
): Promise<ChangeTally> {
  const emitter = new ChangeEmitter(context, sink);
  await walkAgain(emitter);
  return emitter.finish();
}

class ChangeEmitter implements ListVisitor {
  readonly #context: EmitContext;
  readonly #sink: ListComparisonSink;
  readonly #types: TypesOfModels;
  readonly #firstIssue: number;
  readonly #tally: ChangeTally;
  #writer: AcceptedListWriter | undefined;
  #emitting: Promise<void> | undefined;

  constructor(context: EmitContext, sink: ListComparisonSink) {
    this.#context = context;
    this.#sink = sink;
    this.#tally = new ChangeTally(context.findings);
    this.#types = new TypesOfModels(context.survey.newModels);
    const { major, minor } = issueNumber(context.issue.issue);
    this.#firstIssue = major * 65_536 + minor;
  }

  unchanged({ accepted, count, bytes }: UnchangedLines): void {
    this.#list.addUnchanged(accepted, bytes);
    if (this.#context.survey.newModels.size === 0 && this.#context.plans.byNumber.size === 0) return;
    accepted.show(count, (line) => {
      this.#types.addKnown(line);
      this.#emitPlanned(line.number);
    });
  }

  line(line: NewLine, before: AcceptedLine | undefined): void {
    const predecessor = before?.entry.entryKey === line.entry.entryKey ? before : undefined;
    this.#list.add({ ...line, firstIssue: predecessor?.firstIssue ?? this.#firstIssue }, line.row);
    this.#types.add(line, predecessor === undefined);
    if (!this.#context.survey.several.has(line.keyHigh, line.keyLow)) {
      const change = deviceModelChange(predecessor === undefined ? [] : [predecessor], [line]);
      this.#tally.add(change, line.entry.entryKey);
      this.#emit(change);
    }
    if (predecessor === undefined && before !== undefined) this.#gone(before);
    this.#emitPlanned(line.number);
  }

  unreadable(_: UnreadableRow, before: AcceptedLine | undefined): void {
    if (before === undefined) return;
    if (before.isMissing) this.#gone(before);
    else this.#stays(before);
  }

  left(line: AcceptedLine | AcceptedLines): void {
    if (!line.isMissing && this.#context.survey.sheltered.has(line.keyHigh, line.keyLow)) this.#stays(line);
    else this.#gone(line);
  }

  settle(): Promise<void> | undefined {
    if (this.#emitting === undefined && this.#writer?.waiting !== true) return undefined;
    return this.#settled();
  }

  async finish(): Promise<ChangeTally> {
    const { plans, findings } = this.#context;
    for (const change of plans.all) this.#tally.add(change, change.entryKey);
    for (const finding of this.#types.findings()) findings.add(finding);
    await this.#list.close();
    return this.#tally;
  }

  get #list(): AcceptedListWriter {
    if (this.#writer !== undefined) return this.#writer;
    const { format, reader, versionColumn, version } = this.#context.rows;
    this.#writer = new AcceptedListWriter(this.#sink.accepted, {
      csv: format,
      header: reader.headerText,
      versionColumn,
      version,
    });
    return this.#writer;
  }

  async #settled(): Promise<void> {
    await this.#emitting;
    this.#emitting = undefined;
    await this.#list.drain();
  }

  /** A line that cannot be read, or that a row that cannot be read may be, and that stays as it was accepted. */
  #stays(line: AcceptedLine | AcceptedLines): void {
    this.#keep(line, false);
    this.#emitPlanned(line.number);
  }

  /** A line that the list no longer has. It is kept if it goes on to hold. */
  #gone(line: AcceptedLine | AcceptedLines): void {
    const taken = takenFrom(line);
    const { entryKey } = taken.entry;
    if (this.#context.survey.several.has(taken.keyHigh, taken.keyLow)) {
      if (this.#context.plans.kept.has(keptName(entryKey, taken.number))) this.#keep(taken, true);
      return;
    }
    this.#tally.add(deviceModelChange([taken], []), entryKey);
    this.#keep(taken, true);
  }

  /** Keeps an accepted line as it is, under the columns of this list. */
  #keep(line: AcceptedLine | AcceptedLines, isMissing: boolean): void {
    this.#types.addKnown(line);
    const { number, keyHigh, keyLow, modelHash, firstIssue, rowLines } = line;
    const facts: LineFacts = { number, keyHigh, keyLow, modelHash, firstIssue, rowLines, isMissing };
    const { rows } = this.#context;
    const { reader, format } = rows;
    const { accepted } = this.#context;
    const { head, layout } = accepted;
    if (head?.header === reader.headerText && head.csv.lineEnding === format.lineEnding) {
      this.#list.add(facts, line.row);
      return;
    }
    const values = underLabels(accepted.valuesOf(line.row), layout.labels, rows);
    const buffer = Buffer.from(writeCsvRecord(values) + format.lineEnding);
    this.#list.add({ ...facts, rowLines: linesOf(values) }, { buffer, from: 0, to: buffer.byteLength });
  }

  #emit({ outcome, sent, previous }: ModelChange): void {
    if (sent === undefined) return;
    if (outcome === 'unchanged' || outcome === 'duplicate' || outcome === 'disappeared') return;
    const change: EntryChange = { kind: outcome, entry: sent.entry, line: sent.line, previous };
    const { issue } = this.#context;
    const emitted = this.#emitting;
    if (emitted !== undefined) this.#emitting = emitted.then(() => this.#sink.change(change, issue));
    else this.#emitting = this.#sink.change(change, issue) ?? undefined;
  }

  #emitPlanned(number: number): void {
    const { byNumber } = this.#context.plans;
    if (byNumber.size === 0) return;
    for (const change of byNumber.get(number) ?? []) this.#emit(change);
  }
}
