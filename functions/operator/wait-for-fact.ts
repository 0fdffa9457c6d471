import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait for a fact, and how long between two looks, in milliseconds. */
export type Patience = { readonly ms: number; readonly everyMs: number };

/** On one machine everything that is asked for happens at once. */
export const LOCAL_PATIENCE: Patience = { ms: 120_000, everyMs: 100 };
/** On AWS a message that failed once comes back after 150 seconds. */
export const AWS_PATIENCE: Patience = { ms: 360_000, everyMs: 1000 };

/** What was waited for did not come. */
export class NothingCame extends Error {
  override readonly name = 'NothingCame';
}

/**
 * Looks until a fact is there, and gives it back.
 *
 * @throws NothingCame when it is not there in time.
 */
export async function waitForFact<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { ms, everyMs }: Patience = LOCAL_PATIENCE,
): Promise<T> {
  for (const until = performance.now() + ms; performance.now() < until; await pause(everyMs)) {
    const fact = await look();
    if (fact !== undefined) return fact;
  }
  throw new NothingCame(`Waited ${ms / 1000} s without success for ${what}`);
}
