import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { ListIssue } from '../cpl/list-issue.ts';
import type { EntryChangeKind } from './device-model-change.ts';

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
