import type { ByteChunks } from '../csv/csv-window.ts';

/** A list to be read, from its first byte each time it is opened. */
export type ListSource = {
  readonly open: () => ByteChunks;
  /** Physical line of a row by its place in the file, where that is not the order of the stream. */
  readonly lineOf?: (row: number) => number;
  /** The rows before one that are unchanged and left out of the stream, if that is so. */
  readonly unchangedBefore?: (row: number) => UnchangedRun | undefined;
};

/** How many unchanged rows stand in a row, and the physical line on which the first of them begins. */
export type UnchangedRun = { readonly count: number; readonly line: number };
