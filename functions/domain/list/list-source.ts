import type { ByteChunks } from '../csv/byte-chunks.ts';

/** A list to be read, from its first byte each time it is opened. */
export type ListSource = {
  readonly open: () => ByteChunks;
  /** Physical line of a row by its place in the file, where that is not the order of the stream. */
  readonly lineOf?: (row: number) => number;
};
