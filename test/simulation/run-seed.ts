import { Choices } from './choices.ts';
import type { FaultTally } from './faults.ts';
import type { Mutation } from './functions.ts';
import { Schedule } from './schedule.ts';

/** What became of one schedule. */
export type Outcome = {
  readonly broken: readonly string[];
  readonly story: readonly string[];
  readonly choices: readonly number[];
  readonly tally: FaultTally;
};

/** Plays the schedule of a seed, or of the choices given. */
export async function playSchedule(seed: number, mutation: Mutation = {}, given?: readonly number[]): Promise<Outcome> {
  const choices = new Choices(seed, given);
  const schedule = new Schedule(choices, mutation);
  const { world } = schedule;
  let broken: readonly string[];
  try {
    broken = await schedule.run();
  } catch (error) {
    broken = [
      `The simulation ends in an error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    ];
  }
  return {
    broken,
    // Written out when somebody reads it, which is seldom.
    get story() {
      return world.story;
    },
    choices: choices.made,
    tally: world.tally,
  };
}
