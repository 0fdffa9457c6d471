/**
 * Time that passes by what is asked of services alone: each request takes so many milliseconds, and requests that are made
 * side by side take them together. Nothing waits for the machine's clock.
 */
export class CountedTime {
  /** Milliseconds since the beginning. */
  now = 0;
  /** Requests so far, by what they are. */
  readonly requests = new Map<string, number>();
  readonly #due = new Map<number, (() => void)[]>();

  /** A request that takes so long; resolves when its time has come. */
  takes(what: string, ms: number): Promise<void> {
    this.requests.set(what, (this.requests.get(what) ?? 0) + 1);
    const at = this.now + ms;
    return new Promise((resolve) => {
      const those = this.#due.get(at);
      if (those === undefined) this.#due.set(at, [resolve]);
      else those.push(resolve);
    });
  }

  /** Lets a piece of work run to its end, passing time whenever all of it waits for requests. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const over = work.finally(() => (state.isOver = true)).catch(() => undefined);
    while (!state.isOver) {
      // What can go on without a request does so first.
      await new Promise((resolve) => setImmediate(resolve));
      const next = Math.min(...this.#due.keys());
      if (!Number.isFinite(next)) continue;
      const those = this.#due.get(next) ?? [];
      this.#due.delete(next);
      this.now = next;
      for (const resolve of those) resolve();
    }
    await over;
    return work;
  }
}
