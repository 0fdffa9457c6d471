import type { AcceptedLines } from './accepted-list.ts';
import type { ListSource } from './list-source.ts';

/** Where a row stands: its place in the stream, from 0, and its physical line if the stream is in the file's order. */
export type RowPlace = { readonly row: number; readonly line: number };

/**
 * Lines of an accepted list, one after the other, that a list has with the very same bytes. They lie in the window of
 * the accepted list, which is at the first of them: valid until a visitor that was handed them returns.
 */
export class UnchangedLines {
  readonly accepted: AcceptedLines;
  readonly count: number;
  /** Bytes that they take in the accepted list. */
  readonly bytes: number;
  /** Where the first of their rows stands in the list. */
  readonly at: RowPlace;
  readonly lineOf: ListSource['lineOf'];

  constructor(
    accepted: AcceptedLines,
    { lines: count, bytes }: { readonly lines: number; readonly bytes: number },
    at: RowPlace,
    lineOf: ListSource['lineOf'],
  ) {
    this.accepted = accepted;
    this.count = count;
    this.bytes = bytes;
    this.at = at;
    this.lineOf = lineOf;
  }

  /** Where the row behind the last of them stands. */
  behind(): RowPlace {
    let { row, line } = this.at;
    this.accepted.show(this.count, ({ rowLines }) => {
      row += 1;
      line += rowLines;
    });
    return { row, line };
  }

  /** Shows every line, with the physical line of the file on which its row begins. */
  forEach(visit: (accepted: AcceptedLines, line: number) => void): void {
    let { row, line } = this.at;
    this.accepted.show(this.count, (accepted) => {
      visit(accepted, this.lineOf?.(row) ?? line);
      row += 1;
      line += accepted.rowLines;
    });
  }
}
