import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { buildWork } from './extracts/build.ts';
import { extractFiles, writeExtracts } from './extracts/files.ts';
import { WORST_FILES, writeWorstFile } from './extracts/worst-files.ts';
import { type Figure, median } from './figure.ts';

/** Rounds of what is compared, by turns; the least processor time of each counts: a busy machine only adds to it. */
const ROUNDS = 5;
/** Decisions about a small list in one process, of which the median counts. */
const SMALL_REPEATS = 15;

const Measured = z.object({ seconds: z.number().default(0), peakMb: z.number() });
type Measured = z.infer<typeof Measured>;

/**
 * What a decision of the lane about an issue of 1,000,000 lines × 13 columns takes, its number in every row, one row of
 * a hundred changed, one of a thousand new: read, compared, gated, with the list that is kept, its log and its receipt;
 * and strict reading alone. Beside it, in the same run, csv-parse with a hash map, and what nobody can do without:
 * reading the file once and hashing it. All of it in processes of their own, by the processor time of all their threads.
 */
export async function extractFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'extracts-'));
  const run = (program: string, ...words: readonly string[]): Measured =>
    Measured.parse(
      JSON.parse(execFileSync(process.execPath, [join(folder, `${program}.cjs`), ...words], { encoding: 'utf8' })),
    );
  try {
    await buildWork(
      folder,
      ['work.ts', 'peer-work.ts', 'bare.ts'].map((file) => join(import.meta.dirname, 'extracts', file)),
    );
    const [large, small] = [extractFiles(folder, 1_000_000), extractFiles(folder, 10_000)];
    for (const files of [large, small]) {
      await writeExtracts(files);
      run('work', 'accept', files.accepted);
    }
    const decided: Measured[] = [];
    const decidedWithMap: Measured[] = [];
    const read: Measured[] = [];
    const readWithCsvParse: Measured[] = [];
    const hashed: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      hashed.push(run('work', 'hash', large.next));
      decided.push(run('work', 'decide', large.accepted, large.next));
      decidedWithMap.push(run('peer-work', 'decideWithMap', large.accepted, large.next));
      read.push(run('work', 'read', large.next));
      readWithCsvParse.push(run('peer-work', 'readWithCsvParse', large.next));
    }
    const unsorted = run('work', 'decide', large.accepted, large.shuffled);
    const smallDecided = run('work', 'decide', small.accepted, small.next, String(SMALL_REPEATS));
    const bareMb = run('bare', 'bare').peakMb;

    const worst: [number, string][] = [];
    for (const kind of WORST_FILES) {
      const file = await writeWorstFile(folder, kind);
      worst.push([run('work', 'check', file).seconds, kind]);
      rmSync(file);
    }

    const [ours, theirs] = [leastSeconds(decided), leastSeconds(decidedWithMap)];
    const [ourReading, theirReading] = [leastSeconds(read), leastSeconds(readWithCsvParse)];
    const residentMb = median(decided.map(({ peakMb }) => peakMb));
    const theirMb = median(decidedWithMap.map(({ peakMb }) => peakMb));
    console.log(
      [
        `1,000,000 lines, in order: ${seconds(ours)} and ${megabytes(residentMb)}; csv-parse + hash map ${seconds(theirs)} and ${megabytes(theirMb)}`,
        `1,000,000 lines, in no order: ${seconds(unsorted.seconds)} and ${megabytes(unsorted.peakMb)}; a bare process ${megabytes(bareMb)}`,
        `10,000 lines: ${seconds(smallDecided.seconds)}; strict reading ${seconds(ourReading)}, csv-parse ${seconds(theirReading)}; read once and hashed ${seconds(leastSeconds(hashed))}`,
        `Files of the largest size that is read: ${worst.map(([taken, kind]) => `${kind} ${seconds(taken)}`).join(', ')}`,
      ].join('\n'),
    );
    return [
      { name: 'intake.diff.speedup', value: theirs / ours, atLeast: 12 },
      { name: 'intake.diff.residentMb', value: residentMb - bareMb, atMost: 128 },
      { name: 'intake.diff.residentMbUnsorted', value: unsorted.peakMb - bareMb, atMost: 350 },
      // A hundred times the rows: 100 is linear, less means that some of the time is the same for every extract.
      { name: 'intake.diff.growth', value: ours / smallDecided.seconds, atMost: 110 },
      { name: 'intake.diff.overRawRead', value: ours / leastSeconds(hashed), atMost: 5 },
      // A quarter of the time that the lane's function has (infra/constructs/lane.ts).
      { name: 'intake.worstFileCpuSeconds', value: Math.max(...worst.map(([taken]) => taken)), atMost: 30 },
      { name: 'csv.parse.speedup', value: theirReading / ourReading, atLeast: 2.5 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function leastSeconds(rounds: readonly Measured[]): number {
  return Math.min(...rounds.map(({ seconds }) => seconds));
}

const seconds = (value: number): string => `${value.toFixed(3)} s`;
const megabytes = (value: number): string => `${value.toFixed(0)} MB`;
