import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait for a fact, in milliseconds, and how long between two looks. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 100;

/**
 * Looks until a fact is there, and gives it back.
 *
 * @throws when it is not there after two minutes.
 */
export async function waitForFact<T>(
  what: string,
  look: () => Promise<T | undefined>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await pause(LOOK_EVERY_MS)) {
    const fact = await look();
    if (fact !== undefined) return fact;
  }
  throw new Error(`Waited ${patienceMs / 1000} s in vain for ${what}`);
}
