/** What one due occasion did, as `POST /api/clock` reports it. */
export type Occurrence = { readonly at: string; readonly what: string; readonly outcome: string };

/** Something that falls due, once or again and again. */
export type Timed = {
  readonly what: string;
  /** When it is next due, in milliseconds; `undefined` when never again. */
  readonly due: () => number | undefined;
  /** Runs what is due at `at` and moves on to the next occasion; answers with a word on how it went. */
  readonly run: (at: number) => Promise<string>;
  /** Puts off to an instant what is due before it, so that it runs once however often it was due. */
  readonly putOff?: (until: number) => void;
};

/** All that falls due in a pipeline, in the order in which it does. */
export class Agenda {
  readonly #timed = new Set<Timed>();
  #changed: () => void = () => undefined;

  /** Calls back whenever something is added or taken away, so that whoever waits for the next due time looks again. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  add(timed: Timed): void {
    this.#timed.add(timed);
    this.#changed();
  }

  remove(timed: Timed): void {
    this.#timed.delete(timed);
    this.#changed();
  }

  /** Runs something once, at an instant in milliseconds. */
  addOnce(what: string, at: number, run: () => Promise<string>): void {
    const timed: Timed = {
      what,
      due: () => at,
      run: () => {
        this.#timed.delete(timed);
        return run();
      },
    };
    this.add(timed);
  }

  /** The next due time, in milliseconds; `undefined` when nothing will ever be due. */
  nextDue(): number | undefined {
    const dues = [...this.#timed].flatMap((timed) => timed.due() ?? []);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  /** Lets all that is due again and again before an instant fall due once, at that instant. */
  oversleep(until: number): void {
    for (const timed of this.#timed) timed.putOff?.(until);
  }

  /** Runs all that is due at or before an instant, earliest first. */
  async runDue(until: number): Promise<readonly Occurrence[]> {
    const ran: Occurrence[] = [];
    for (let next = this.#firstDue(until); next !== undefined; next = this.#firstDue(until)) {
      const outcome = await next.timed.run(next.at);
      ran.push({ at: new Date(next.at).toISOString(), what: next.timed.what, outcome });
    }
    return ran;
  }

  #firstDue(until: number): { readonly timed: Timed; readonly at: number } | undefined {
    return [...this.#timed]
      .flatMap((timed) => {
        const at = timed.due();
        return at !== undefined && at <= until ? [{ timed, at }] : [];
      })
      .sort((a, b) => a.at - b.at)[0];
  }
}
