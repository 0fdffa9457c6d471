/** The moment at which an invocation dies. */
export type Death = {
  /** With which of its requests to AWS, 0 for before the first. */
  readonly atRequest: number;
  /** How many milliseconds after that request arrived: at once it is hardly begun, a few later it is carried out. */
  readonly afterMs: number;
};

/**
 * When a function is killed: asked as each invocation begins, answers with its death, or undefined for one that may end
 * by itself. It receives the most requests that an invocation of the function has made so far.
 */
export type KillPlan = (functionName: string, most: number) => Death | undefined;

/** An invocation under way; copies of one function that run at once share it. */
type Life = { readonly death: Death | undefined; made: number; timer: NodeJS.Timeout | undefined };

/** Kills functions in the middle of their work, by plan: a crash before, in or just after any of their effects. */
export class Reaper {
  readonly #lives = new Map<string, Life>();
  /** The most requests that an invocation has made. */
  readonly #most = new Map<string, number>();
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
    this.ended(functionName);
    const death = this.#plan(functionName, this.#most.get(functionName) ?? 0);
    this.#lives.set(functionName, { death, made: 0, timer: undefined });
    if (death?.atRequest === 0) this.#reap(functionName);
  }

  requested(caller: string): void {
    const life = this.#lives.get(caller);
    if (life === undefined) return;
    life.made += 1;
    this.#most.set(caller, Math.max(life.made, this.#most.get(caller) ?? 0));
    if (life.death === undefined || life.made !== life.death.atRequest) return;
    if (life.death.afterMs === 0) this.#reap(caller);
    else life.timer = setTimeout(() => this.#reap(caller), life.death.afterMs);
  }

  ended(functionName: string): void {
    clearTimeout(this.#lives.get(functionName)?.timer);
    this.#lives.delete(functionName);
  }

  #reap(functionName: string): void {
    this.#lives.delete(functionName);
    this.#killed += 1;
    this.#kill(functionName);
  }
}
