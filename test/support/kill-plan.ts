import type { KillPlan } from '../../infra/local/lambda/reaper.ts';
import { Choices } from '../simulation/choices.ts';

/** Killed so often in a row a function is let live: fewer than the attempts after which work becomes a dead letter. */
const MOST_IN_A_ROW = 2;
/** The later requests of an invocation are as likely a moment to die as the first; few make more than this. */
const LATEST_REQUEST = 16;

/** Kills invocations of every function at random requests; the same seed makes the same choices for each function. */
export function killPlan(seed: number, chance: number): KillPlan {
  const functions = new Map<string, { readonly choices: Choices; inARow: number }>();
  return (functionName) => {
    const life = functions.get(functionName) ?? { choices: new Choices(seed + functions.size), inARow: 0 };
    functions.set(functionName, life);
    const dies = life.choices.happens(chance);
    const requests = life.choices.below(LATEST_REQUEST);
    if (!dies || life.inARow === MOST_IN_A_ROW) {
      life.inARow = 0;
      return undefined;
    }
    life.inARow += 1;
    return requests;
  };
}
