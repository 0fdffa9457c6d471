import type { KillPlan } from '../../infra/local-aws/lambda/reaper.ts';
import { Choices } from '../simulation/choices.ts';

/** Killed so often in a row a function is let live: fewer than the attempts after which work becomes a dead letter. */
const MOST_IN_A_ROW = 2;
/** A usual invocation makes about so many requests. */
const USUAL_REQUESTS = 12;

/**
 * Kills invocations of every function at random requests. The same seed makes the same choices for each function; which
 * request it is that dies still depends on how the machine goes about it.
 */
export function killPlan(seed: number, chance: number): KillPlan {
  const functions = new Map<string, { readonly choices: Choices; inARow: number }>();
  return (functionName, most) => {
    const life = functions.get(functionName) ?? { choices: new Choices(seed + functions.size), inARow: 0 };
    functions.set(functionName, life);
    const dies = life.choices.happens(chance);
    // The last requests of a long invocation are as likely a moment as the first of a short one.
    const requests = life.choices.below(life.choices.happens(0.5) ? most + 1 : Math.min(most, USUAL_REQUESTS) + 1);
    if (!dies || life.inARow === MOST_IN_A_ROW) {
      life.inARow = 0;
      return undefined;
    }
    life.inARow += 1;
    return { atRequest: requests, afterMs: life.choices.oneOf([0, 1, 3, 8]) };
  };
}
