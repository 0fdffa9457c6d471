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

/** Where a comparison goes: the changes, in entry-number order, and the next accepted list, in blocks. */
export type ListComparisonSink = {
  readonly change: (change: EntryChange, issue: ListIssue) => Promise<void> | void;
  readonly accepted: (chunk: Uint8Array) => Promise<void> | void;
};
