import { vi } from 'vitest';
import type { Case } from './collecting.ts';
import { EndlessMutant, type Switchboard } from './switchboard.ts';

/** A test of a world, and what it does when no mutant is on. */
export type KnownCase = Case & {
  readonly mutants: ReadonlySet<number>;
  readonly passed: number;
  readonly milliseconds: number;
};

/** A test file with its own copies of all modules it imports. */
export type World = {
  readonly file: string;
  /** Mutants passed while the modules were loaded: to be tried, they need the modules loaded anew. */
  readonly atLoad: ReadonlySet<number>;
  cases: readonly KnownCase[];
};

/** Longest time in milliseconds that a test with a mutant may wait for something that does not happen. */
const PATIENCE = 5_000;

/** Loads a test file with new copies of all modules, and gives its tests. */
export async function loaded(file: string): Promise<readonly Case[]> {
  vi.resetModules();
  globalThis.collectedCases = [];
  await import(/* @vite-ignore */ file);
  return globalThis.collectedCases;
}

/** Loads a test file and runs each test once without a mutant, to learn which mutants it meets. */
export async function exploredWorld(file: string, board: Switchboard): Promise<World> {
  board.watch();
  const cases = await loaded(file);
  const atLoad = board.seen().mutants;
  const known: KnownCase[] = [];
  for (const one of cases) {
    const begun = performance.now();
    board.watch();
    await one.run();
    known.push({ ...one, ...board.seen(), milliseconds: performance.now() - begun });
  }
  return { file, atLoad, cases: known };
}

/** Makes a world new when a test with a mutant has left something behind in it. */
export async function renew(world: World): Promise<void> {
  const fresh = await loaded(world.file);
  world.cases = world.cases.map((known, position) => ({ ...known, ...fresh[position] }));
}

/** How a test ended: `endless` where only a limit ended it. */
export type Ending = 'passed' | 'failed' | 'endless';

/** Runs a test to its end, whatever that is. */
export async function ending(run: () => unknown): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<Ending>((resolve) => {
    timer = setTimeout(() => resolve('endless'), PATIENCE);
  });
  const running = Promise.resolve()
    .then(run)
    .then((): Ending => 'passed')
    .catch((error: unknown): Ending => (isEndless(error) ? 'endless' : 'failed'));
  const end = await Promise.race([running, impatience]);
  clearTimeout(timer);
  return end;
}

function isEndless(error: unknown): boolean {
  return (
    error instanceof EndlessMutant || (error instanceof Error && error.cause !== error && isEndlessCause(error.cause))
  );
}

function isEndlessCause(cause: unknown): boolean {
  return cause !== undefined && isEndless(cause);
}
