import type { Mutation } from './functions.ts';
import { type Outcome, playSchedule } from './run-seed.ts';

/** Replays that a shrinking may take. */
const MOST_REPLAYS = 600;

/**
 * Makes a schedule that fails smaller: takes choices away, and makes others calm, for as long as it goes on failing.
 * What is left is a story that a person can read.
 */
export async function shrunk(
  seed: number,
  failing: Outcome,
  mutation: Mutation = {},
  mostReplays = MOST_REPLAYS,
): Promise<Outcome> {
  let smallest = failing;
  let replays = 0;
  const attempt = async (choices: readonly number[]): Promise<boolean> => {
    if (replays >= mostReplays) return false;
    replays += 1;
    const outcome = await playSchedule(seed, mutation, choices);
    if (outcome.broken.length === 0 || size(outcome) >= size(smallest)) return false;
    smallest = outcome;
    return true;
  };
  for (let length = Math.ceil(smallest.choices.length / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let from = 0; from < smallest.choices.length;) {
      const { choices } = smallest;
      const without = [...choices.slice(0, from), ...choices.slice(from + length)];
      const calmed = [
        ...choices.slice(0, from),
        ...choices.slice(from, from + length).map(() => 0),
        ...choices.slice(from + length),
      ];
      if (!(await attempt(without)) && !(await attempt(calmed))) from += length;
      if (replays >= mostReplays) return smallest;
    }
  }
  return smallest;
}

/** Fewer events first, then fewer choices that are not calm. */
function size({ story, choices }: Outcome): number {
  return story.length * 1_000 + choices.filter((choice) => choice > 0).length;
}
