import { FaultTally } from './faults.ts';
import type { Mutation } from './functions.ts';
import { type Outcome, playSchedule } from './run-seed.ts';

/** What came of many schedules. */
export type ManyOutcomes = {
  readonly played: number;
  readonly failed: readonly { readonly seed: number; readonly outcome: Outcome }[];
  readonly tally: FaultTally;
};

/** Plays schedules from a seed on; stops early when `most` of them have failed. */
export async function playMany(
  first: number,
  schedules: number,
  most = 1,
  mutation: Mutation = {},
): Promise<ManyOutcomes> {
  const tally = new FaultTally();
  const failed: { seed: number; outcome: Outcome }[] = [];
  let played = 0;
  for (; played < schedules && failed.length < most; played += 1) {
    const seed = first + played;
    const outcome = await playSchedule(seed, mutation);
    tally.add(outcome.tally);
    if (outcome.broken.length > 0) failed.push({ seed, outcome });
  }
  return { played, failed, tally };
}
