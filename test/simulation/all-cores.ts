import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FaultTally } from './faults.ts';
import { PlayedPortion, type Portion } from './portion.ts';

/** Schedules in one portion: some seconds of work. */
const PORTION = 1_000;

/** What came of schedules that were played on several cores. */
export type CoresOutcome = {
  readonly played: number;
  readonly failed: readonly number[];
  readonly tally: FaultTally;
  /** Seconds of processor, of all cores together. */
  readonly seconds: number;
};

/**
 * Plays schedules from a seed on, portion by portion on every core; no further portion is begun after a failure.
 *
 * @param onProgress Receives after each portion how many schedules were played.
 */
export async function playOnCores(
  { first, schedules }: Portion,
  cores: number,
  onProgress: (played: number) => void,
): Promise<CoresOutcome> {
  const tally = new FaultTally();
  const failed: number[] = [];
  const begun = process.cpuUsage();
  let begunWith = 0;
  let played = 0;
  const work = async (): Promise<void> => {
    const core = new Worker(new URL('./portion.ts', import.meta.url));
    while (begunWith < schedules && failed.length === 0) {
      const portion: Portion = { first: first + begunWith, schedules: Math.min(PORTION, schedules - begunWith) };
      begunWith += portion.schedules;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      core.postMessage(portion);
      const [message]: unknown[] = await once(core, 'message');
      const came = PlayedPortion.parse(message);
      tally.add(came);
      failed.push(...came.failed);
      played += came.played;
      onProgress(played);
    }
    await core.terminate();
  };
  await Promise.all(Array.from({ length: cores }, work));
  const { user, system } = process.cpuUsage(begun);
  return { played, failed: failed.toSorted((a, b) => a - b), tally, seconds: (user + system) / 1_000_000 };
}
