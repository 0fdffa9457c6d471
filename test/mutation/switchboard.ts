import { AsyncLocalStorage } from 'node:async_hooks';

declare global {
  /** Called by compiled code wherever a mutant has its place. */
  var mutantIsOn: (id: number) => boolean;
}

/** A mutant made the code go on for much longer than it does: most likely for ever. */
export class EndlessMutant extends Error {}

/** A test that runs, or that nobody waits for any more. */
const tests = new AsyncLocalStorage<{ isAbandoned: boolean }>();
let someAreAbandoned = false;

/** Runs a test; once it is abandoned, the next switch that it passes ends it, so that none waits on for minutes. */
export function abandonable(run: () => unknown): { readonly running: Promise<unknown>; readonly abandon: () => void } {
  const test = { isAbandoned: false };
  return {
    running: tests.run(test, async () => run()),
    abandon() {
      test.isAbandoned = true;
      someAreAbandoned = true;
    },
  };
}

const NONE = -1;
/** Bytes that a test may take with a mutant on, beyond what the process had; looked at every so many switches. */
const MOST_BYTES = 2 * 1024 ** 3;
const PASSED_BETWEEN_LOOKS = 16_384;

/**
 * The switches of all mutants of a run, of which one at most is on. Code that passes far more switches than it does
 * without a mutant is stopped, and so is code that takes more and more memory: so no loop runs for ever, with no need
 * of a clock.
 */
export class Switchboard {
  #on = NONE;
  #left = Infinity;
  #mostBytes = Infinity;
  #passed = 0;
  #seen: Set<number> | undefined;

  constructor() {
    globalThis.mutantIsOn = (id) => this.#isOn(id);
  }

  /** Switches a mutant on; passing more than `limit` switches ends in an error. */
  on(id: number, limit: number): void {
    this.#on = id;
    this.#left = limit;
    this.#mostBytes = bytesTaken() + MOST_BYTES;
  }

  off(): void {
    this.#on = NONE;
    this.#left = Infinity;
  }

  /** Notes which mutants' places are passed from now on. */
  watch(): void {
    this.#seen = new Set();
    this.#passed = 0;
  }

  /** Ends the noting: the mutants whose places were passed, and how often any was. */
  seen(): { readonly mutants: ReadonlySet<number>; readonly passed: number } {
    const mutants = this.#seen ?? new Set();
    this.#seen = undefined;
    return { mutants, passed: this.#passed };
  }

  #isOn(id: number): boolean {
    if (someAreAbandoned && tests.getStore()?.isAbandoned === true)
      throw new EndlessMutant('Nobody waits for this test');
    if (this.#seen !== undefined) {
      this.#seen.add(id);
      this.#passed += 1;
    }
    this.#left -= 1;
    const isLooked = this.#left % PASSED_BETWEEN_LOOKS === 0;
    if (this.#left < 0 || (isLooked && bytesTaken() > this.#mostBytes))
      throw new EndlessMutant(`Mutant ${this.#on} goes on and on`);
    return id === this.#on;
  }
}

/** Memory in use, and memory that buffers have asked for, used or not. */
function bytesTaken(): number {
  const { rss, arrayBuffers } = process.memoryUsage();
  return rss + arrayBuffers;
}
