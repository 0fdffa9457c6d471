/** Does pieces of work side by side, see `sideBySide`. */
export type SideBySide = {
  /** Starts a piece of work as soon as there is room. @throws what an earlier piece failed with. */
  readonly start: (about: string, work: () => Promise<void>) => Promise<void>;
  /** Waits until all that was started has ended. @throws what the first piece to fail failed with. */
  readonly end: () => Promise<void>;
};

/**
 * Does pieces of work side by side, at most so many at once. Pieces about the same thing are done one after the other,
 * in the order in which they were started; once one has failed, those behind it are not begun.
 */
export function sideBySide(atOnce: number): SideBySide {
  const lastAbout = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  return {
    async start(about, work) {
      while (underWay.size >= atOnce) await Promise.race(underWay);
      if (failure !== undefined) throw failure.error;
      const done = (lastAbout.get(about) ?? Promise.resolve()).then(work);
      lastAbout.set(about, done);
      const settled = done
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          underWay.delete(settled);
          if (lastAbout.get(about) === done) lastAbout.delete(about);
        });
      underWay.add(settled);
    },
    async end() {
      while (underWay.size > 0) await Promise.all(underWay);
      if (failure !== undefined) throw failure.error;
    },
  };
}
