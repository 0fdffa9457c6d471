import type { ByteChunks } from '../csv/csv-window.ts';
import type { ColumnMap } from '../cpl/cpl-columns.ts';
import type { EntryChangeKind } from '../cpl/cpl-content.ts';
import type { CplEntry } from '../cpl/cpl-entry.ts';
import type { Snapshot, SnapshotSink } from './extract-snapshot.ts';
import type { Finding } from '../findings/finding.ts';

/** What an extract is compared with, and how it is read. */
export type ComparisonInput = {
  /** Opens the extract, from its first byte; it is read two or three times. */
  readonly extract: () => ByteChunks;
  /** The accepted list; absent for the first extract of all. */
  readonly accepted?: Snapshot | undefined;
  readonly columnMap: ColumnMap;
  readonly maxExtractBytes: number;
  /** How many findings are kept; all are counted. */
  readonly maxFindings?: number;
};

/** One line of an extract that changes the list; `previous` is absent when the entry is new. */
export type EntryLine = {
  readonly kind: EntryChangeKind;
  readonly entry: CplEntry;
  /** Physical line on which the record starts. */
  readonly line: number;
  readonly previous?: CplEntry | undefined;
};

/** Where a comparison goes: the lines that change the list, in the order of the file, and the next snapshot. */
export type ComparisonSink = SnapshotSink & { readonly entryLine: (line: EntryLine) => Promise<void> | void };

/** Entries by what became of each; every entry is in one of the first eight. `quarantined` counts rows. */
export type ComparisonCounts = {
  readonly added: number;
  readonly gbcsOnly: number;
  readonly changed: number;
  readonly removed: number;
  readonly reinstated: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly disappeared: number;
  readonly quarantined: number;
};

/** What a comparison came to. A refused extract changes nothing: whatever its sink saw is void. */
export type ExtractComparison =
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[]; readonly findingsTotal: number }
  | {
      readonly outcome: 'compared';
      readonly counts: ComparisonCounts;
      readonly findings: readonly Finding[];
      readonly findingsTotal: number;
      /** Quarantined rows; `entryKey` is '' where it cannot be told whose row it is. */
      readonly quarantined: readonly { readonly entryKey: string; readonly line: number }[];
      /** Entries of the accepted list that this extract is the first to leave out. */
      readonly disappeared: readonly string[];
      /** How many entries an earlier extract left out already, and this one too. */
      readonly stillMissing: number;
      /** Entries that had disappeared and are back. */
      readonly returned: readonly string[];
      /** Active entries of the accepted list. */
      readonly activeBefore: number;
      /** How many of them this extract makes inactive or is the first to leave out. */
      readonly becomingInactive: number;
      /** SHA-256 of the extract, as hexadecimal text. */
      readonly sha256: string;
    };
