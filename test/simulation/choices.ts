/**
 * Where a schedule's every accident comes from: a row of numbers, drawn from a seed or given. 0 is always the calm
 * choice, so a row of fewer and smaller numbers is a simpler schedule of the same kind, which is how one shrinks.
 */
export class Choices {
  readonly #given: readonly number[] | undefined;
  readonly made: number[] = [];
  #state: number;

  constructor(seed: number, given?: readonly number[]) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
    this.#given = given;
    // The first numbers of neighbouring seeds are much alike.
    for (let round = 0; round < 4; round += 1) this.#next();
  }

  /** A number from 0 to `count - 1`. */
  below(count: number): number {
    const given = this.#given;
    const drawn = given === undefined ? Math.floor(this.#next() * count) : (given[this.made.length] ?? 0);
    const made = drawn < count ? drawn : 0;
    this.made.push(made);
    return made;
  }

  /** Whether something of the given probability happens; 0 means that it does not. */
  happens(probability: number): boolean {
    return this.below(1000) >= 1000 - Math.round(probability * 1000);
  }

  /** One of several, the first being the calm one. */
  oneOf<T>(options: readonly [T, ...T[]]): T {
    return options[this.below(options.length)] ?? options[0];
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
