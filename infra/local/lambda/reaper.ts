/**
 * When a function is killed: asked as each invocation begins, answers after how many of its requests to AWS, 0 for
 * before the first, or undefined for one that may end by itself.
 */
export type KillPlan = (functionName: string) => number | undefined;

/**
 * Kills functions in the middle of their work, by plan. A request that has arrived is carried out, but the function
 * does not live to read the answer: the same as a crash between any two of its effects.
 */
export class Reaper {
  /** Requests left to the invocation under way; copies of one function that run at once share them. */
  readonly #left = new Map<string, number>();
  readonly #plan: KillPlan;
  #kill: (functionName: string) => void = () => undefined;
  #killed = 0;

  constructor(plan: KillPlan = () => undefined) {
    this.#plan = plan;
  }

  /** Invocations that were killed. */
  get killed(): number {
    return this.#killed;
  }

  /** Says how a function is killed; before that none is. */
  connect(kill: (functionName: string) => void): void {
    this.#kill = kill;
  }

  began(functionName: string): void {
    const requests = this.#plan(functionName);
    if (requests === undefined) return;
    this.#left.set(functionName, requests);
    if (requests === 0) this.#reap(functionName);
  }

  requested(caller: string): void {
    const left = this.#left.get(caller);
    if (left === undefined) return;
    this.#left.set(caller, left - 1);
    if (left <= 1) this.#reap(caller);
  }

  ended(functionName: string): void {
    this.#left.delete(functionName);
  }

  #reap(functionName: string): void {
    this.#left.delete(functionName);
    this.#killed += 1;
    this.#kill(functionName);
  }
}
