import { writeCsvRecord } from '../csv/csv-table.ts';
import { type AcceptedLine, type AcceptedLines, type LineFacts, takenFrom, wordOfIssue } from './accepted-list.ts';
import { AcceptedListWriter } from './accepted-list-writer.ts';
import type { ListComparisonSink } from './emit-changes.ts';
import type { LeftLine, LeftLines } from './plan-models.ts';
import type { ListRows } from './list-rows.ts';
import type { UnchangedLines } from './unchanged-lines.ts';
import { linesOf, type ListVisitor, type NewLine, predecessorOf, type UnreadableRow, underLabels } from './walk.ts';

/**
 * Writes the list that is accepted with a comparison, as its lines are met. Where it is not known yet what becomes of
 * a line that is left out, it is written no further, and has to be written again.
 */
export class NextList implements ListVisitor {
  /** Whether all that was met so far is in it. */
  isWhole = true;
  readonly #rows: ListRows;
  readonly #accepted: AcceptedLines;
  readonly #handOver: ListComparisonSink['accepted'];
  readonly #leftLines: LeftLines | undefined;
  #writer: AcceptedListWriter | undefined;
  /** The issue of the list, as its new lines keep it; a list without one is refused. */
  #issue = 0;

  /** @param leftLines what becomes of lines that are left out, once it is known */
  constructor(
    rows: ListRows,
    accepted: AcceptedLines,
    handOver: ListComparisonSink['accepted'],
    leftLines?: LeftLines,
  ) {
    this.#rows = rows;
    this.#accepted = accepted;
    this.#handOver = handOver;
    this.#leftLines = leftLines;
  }

  unchanged({ accepted, bytes }: UnchangedLines): void {
    if (this.isWhole) this.#list.addUnchanged(accepted, bytes);
  }

  line(line: NewLine, before: AcceptedLine | undefined): void {
    if (!this.isWhole) return;
    const predecessor = predecessorOf(line, before);
    const list = this.#list;
    list.add({ ...line, firstIssue: predecessor?.firstIssue ?? this.#issue }, line.row);
    if (predecessor === undefined && before !== undefined) this.#leave(before, this.#leftLines?.replaced(before));
  }

  unreadable(_: UnreadableRow, before: AcceptedLine | undefined): void {
    if (before?.isMissing === true) this.left(before);
    else if (before !== undefined && this.isWhole) this.#keep(before, false);
  }

  left(line: AcceptedLine | AcceptedLines): void {
    this.#leave(line, this.#leftLines?.left(line));
  }

  settle(): Promise<void> | undefined {
    return this.#writer?.waiting === true ? this.#writer.drain() : undefined;
  }

  /** Hands over the rest. */
  async close(): Promise<void> {
    await this.#list.close();
  }

  get #list(): AcceptedListWriter {
    if (this.#writer !== undefined) return this.#writer;
    const { format: csv, reader, versionColumn, version, issue } = this.#rows;
    if (issue !== undefined) this.#issue = wordOfIssue(issue.issue);
    this.#writer = new AcceptedListWriter(this.#handOver, { csv, header: reader.headerText, versionColumn, version });
    return this.#writer;
  }

  #leave(line: AcceptedLine | AcceptedLines, becomes: LeftLine | undefined): void {
    if (becomes === undefined) this.isWhole = false;
    else if (becomes !== 'gone') this.#keep(line, becomes === 'missing');
  }

  /** Keeps an accepted line as it is, under the columns of this list. */
  #keep(line: AcceptedLine | AcceptedLines, isMissing: boolean): void {
    const { number, modelHash, keyHash, firstIssue, rowLines, row } = takenFrom(line);
    const facts: LineFacts = { number, modelHash, keyHash, firstIssue, rowLines, isMissing };
    const { reader, format } = this.#rows;
    const { head, layout } = this.#accepted;
    if (head?.header === reader.headerText && head.csv.lineEnding === format.lineEnding) {
      this.#list.add(facts, row);
      return;
    }
    const values = underLabels(this.#accepted.valuesOf(row), layout.labels, this.#rows);
    const buffer = Buffer.from(writeCsvRecord(values) + format.lineEnding);
    this.#list.add({ ...facts, rowLines: linesOf(values) }, { buffer, from: 0, to: buffer.byteLength });
  }
}
