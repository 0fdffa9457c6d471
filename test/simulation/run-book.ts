import type { Invocation, Sandbox } from './invocation.ts';
import type { World } from './world.ts';

/** One run of a scheduled function, or one of its attempts. */
type Run = {
  readonly worker: 'watch' | 'reports';
  readonly input: unknown;
  readonly attempts: number;
  /** Lambda makes a failed run again after one minute, then after two. */
  readonly notBefore: number;
};

/** How often a run is made twice: more often where that could do harm. */
const TWICE = { watch: 0.1, reports: 0.3 } as const;

/** EventBridge Scheduler and Lambda's retries: a run is made at least once, three times if it fails, and then is lost. */
export class RunBook {
  readonly #world: World;
  readonly #sandbox: (worker: Run['worker']) => Sandbox;
  readonly #waiting: Run[] = [];
  readonly #lost: Run[] = [];
  readonly #running = new Map<Invocation, Run>();

  constructor(world: World, sandbox: (worker: Run['worker']) => Sandbox) {
    this.#world = world;
    this.#sandbox = sandbox;
  }

  add(worker: Run['worker'], input: unknown): void {
    this.#waiting.push({ worker, input, attempts: 0, notBefore: 0 });
  }

  /** An operator makes the runs again that were lost. */
  makeLostAgain(): void {
    for (const { worker, input } of this.#lost.splice(0)) this.add(worker, input);
  }

  /** Every run that is due or lost. */
  content(): unknown {
    return [this.#waiting, this.#lost];
  }

  /** What is started next, and how often it is started twice; undefined when nothing is due. */
  nextToStart(): { readonly worker: Run['worker']; readonly twiceRate: number } | undefined {
    const due = this.#waiting.find(({ notBefore }) => notBefore <= this.#world.now);
    return due && { worker: due.worker, twiceRate: TWICE[due.worker] };
  }

  /** When a failed run is made again; never (Infinity) when none waits for it. */
  nextDue(): number {
    const later = this.#waiting.filter(({ notBefore }) => notBefore > this.#world.now);
    return Math.min(...later.map(({ notBefore }) => notBefore));
  }

  /** Starts the first run that is due, and leaves it due if it is to be started twice. */
  async start(twice: boolean): Promise<void> {
    const { now, tally } = this.#world;
    const at = this.#waiting.findIndex(({ notBefore }) => notBefore <= now);
    const [run] = this.#waiting.splice(at, 1);
    if (run === undefined) return;
    if (twice) {
      tally.happened('schedule started twice');
      this.#waiting.push(run);
    }
    const invocation = await this.#world.invoke(this.#sandbox(run.worker), { messages: [], input: run.input });
    this.#running.set(invocation, run);
  }

  /** Sees to the runs that have ended. */
  reap(): void {
    for (const [invocation, run] of this.#running) {
      if (invocation.ended === undefined) continue;
      this.#running.delete(invocation);
      if (invocation.ended === 'done') continue;
      const attempts = run.attempts + 1;
      const again = { ...run, attempts, notBefore: this.#world.now + 60_000 * attempts };
      if (attempts < 3) this.#waiting.push(again);
      else {
        this.#world.tally.happened(`run of ${run.worker} lost`);
        this.#lost.push(again);
      }
    }
  }
}
