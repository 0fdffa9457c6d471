import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { largeList, nextIssueOf } from '../../support/list-history/scale.ts';

/** The synthetic lists of a bench, in one folder. */
export type ExtractFiles = {
  readonly rows: number;
  /** The accepted list, in entry-number order. */
  readonly accepted: string;
  /** The next issue, in the same order: its number in every row, one row of a hundred changed, one of a thousand new. */
  readonly next: string;
  /** The next issue, its rows in no order. */
  readonly shuffled: string;
};

/** The names of the lists with so many rows. */
export function extractFiles(folder: string, rows: number): ExtractFiles {
  const file = (name: string) => join(folder, `${name}-${rows}.csv`);
  return { rows, accepted: file('accepted'), next: file('next'), shuffled: file('shuffled') };
}

/** Writes a synthetic list of 13 columns, and the issue after it. */
export async function writeExtracts({ rows, accepted, next, shuffled }: ExtractFiles): Promise<void> {
  const list = largeList({ lines: rows, seed: 1 });
  const following = nextIssueOf(list);
  await write(accepted, list.chunks());
  await write(next, following.chunks());
  await write(shuffled, following.shuffledChunks());
}

async function write(path: string, chunks: Iterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(chunks), createWriteStream(path));
}
