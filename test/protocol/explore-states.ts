/** One thing that can happen in a state, by its name, and what comes of it. */
export type Step<State> = { readonly what: string; readonly next: State };

/** What came of looking at every state. */
export type ExploredStates = {
  readonly states: number;
  readonly steps: number;
  /** The shortest way to a state that must not be, and why it must not. */
  readonly counterexample: { readonly broken: string; readonly way: readonly string[] } | undefined;
};

/**
 * Looks at every state that can be reached, those of fewer steps first: a model checker for a model that is a function.
 *
 * @param stepsOf gives all that can happen in a state, in which nothing else can
 * @param brokenBy says what is wrong with a state; `isLast` when nothing can happen in it
 */
export function exploreStates<State>(
  first: State,
  stepsOf: (state: State) => readonly Step<State>[],
  brokenBy: (state: State, isLast: boolean) => string | undefined,
): ExploredStates {
  const start = JSON.stringify(first);
  const cameBy = new Map<string, { readonly from: string; readonly what: string } | undefined>([[start, undefined]]);
  const wayTo = (key: string): string[] => {
    const way: string[] = [];
    for (let by = cameBy.get(key); by !== undefined; by = cameBy.get(by.from)) way.push(by.what);
    return way.reverse();
  };
  let steps = 0;
  const toDo: { readonly key: string; readonly state: State }[] = [{ key: start, state: first }];
  // Those that are added while it goes on come behind all that take as few steps.
  for (const { key, state } of toDo) {
    const possible = stepsOf(state);
    const broken = brokenBy(state, possible.length === 0);
    if (broken !== undefined) return { states: cameBy.size, steps, counterexample: { broken, way: wayTo(key) } };
    for (const { what, next } of possible) {
      steps += 1;
      const nextKey = JSON.stringify(next);
      if (cameBy.has(nextKey)) continue;
      cameBy.set(nextKey, { from: key, what });
      toDo.push({ key: nextKey, state: next });
    }
  }
  return { states: cameBy.size, steps, counterexample: undefined };
}
