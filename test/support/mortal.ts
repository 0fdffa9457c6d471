import { Crash } from './fake-lane.ts';

type Step = (...of: never[]) => Promise<unknown>;

/** Where a process ends: before or after one of its steps, counted from 1. */
export type Death = { readonly step: number; readonly when: 'before' | 'after' };

/** A process that can be ended at any of its steps: all that it tries after that fails, until it lives again. */
export class MortalProcess {
  /** Steps since it began to live. */
  steps = 0;
  #death: Death | undefined;
  #isDead = false;

  /** Lives from now on, up to a death if there is one. */
  live(until?: Death): void {
    [this.steps, this.#death, this.#isDead] = [0, until, false];
  }

  /** Makes steps of some methods of an object, each of which gives a promise, in place. */
  takes<T extends object>(object: T, ...methods: readonly (keyof T)[]): void {
    for (const name of methods) {
      const work = (object[name] as unknown as Step).bind(object);
      const step = async (...of: never[]) => {
        this.steps += 1;
        const isLast = this.#death?.step === this.steps;
        this.#isDead ||= isLast && this.#death?.when === 'before';
        if (this.#isDead) throw new Crash();
        const done = await work(...of);
        this.#isDead ||= isLast;
        if (this.#isDead) throw new Crash();
        return done;
      };
      Object.assign(object, { [name]: step });
    }
  }
}
