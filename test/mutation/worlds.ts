import { vi } from 'vitest';
import type { Case, Collected } from './collecting.ts';
import { abandonable, EndlessMutant, type Switchboard } from './switchboard.ts';

/** A test of a world, and what it does when no mutant is on. */
export type KnownCase = Case & {
  readonly mutants: ReadonlySet<number>;
  readonly passed: number;
  readonly milliseconds: number;
  /** 0 for a test that is quick, then one more for each tenfold time: so the order of tests is the same in each run. */
  readonly slowness: number;
};

/** A test file with its own copies of all modules it imports. */
export type World = {
  readonly file: string;
  /** Mutants passed while the modules were loaded: to be tried, they need the modules loaded again. */
  readonly atLoad: ReadonlySet<number>;
  cases: readonly KnownCase[];
  after: Collected['after'];
};

/** Longest time in milliseconds that a test with a mutant may wait for something that does not happen, beyond what it takes without one, five times. */
const PATIENCE = 5_000;

const environment = process.env;

/**
 * Loads a test file with new copies of all modules, does what it wants done first, and gives its tests. It has
 * environment variables of its own: what one file sets, no other finds.
 */
export async function loaded(file: string): Promise<Collected> {
  vi.resetModules();
  const collected: Collected = { cases: [], before: [], after: [] };
  globalThis.collected = collected;
  process.env = { ...environment };
  await import(/* @vite-ignore */ file);
  for (const one of collected.before) await one();
  const own = process.env;
  const within = (body: () => unknown) => (): unknown => {
    process.env = own;
    return body();
  };
  return {
    before: collected.before,
    after: collected.after.map(within),
    cases: collected.cases.map(({ name, run }) => ({ name, run: within(run) })),
  };
}

/** Loads a test file and runs each test once without a mutant, to learn which mutants it meets. */
export async function exploredWorld(file: string, board: Switchboard): Promise<World> {
  board.watch();
  const { cases, after } = await loaded(file);
  const atLoad = board.seen().mutants;
  const known: KnownCase[] = [];
  for (const one of cases) {
    const begun = performance.now();
    board.watch();
    await one.run();
    const milliseconds = performance.now() - begun;
    const slowness = Math.max(0, Math.floor(Math.log10(milliseconds / 30)));
    known.push({ ...one, ...board.seen(), milliseconds, slowness });
  }
  return { file, atLoad, cases: known, after };
}

/** Makes a world new when a test with a mutant has left something behind in it. */
export async function renew(world: World): Promise<void> {
  await leave(world);
  const { cases, after } = await loaded(world.file);
  world.cases = world.cases.map((known, position) => ({ ...known, ...cases[position] }));
  world.after = after;
}

/**
 * Stops what the tests of a file have started. A server that waits for the connection of a test that nobody waits for any
 * more is left behind: it would keep the run for ever.
 */
export async function leave({ after }: Pick<World, 'after'>): Promise<void> {
  for (const one of after) {
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([one(), impatience]);
    clearTimeout(timer);
  }
}

/** How a test ended: `endless` where only a limit ended it. */
export type Ending = 'passed' | 'failed' | 'endless';

/** Runs a test to its end, whatever that is. */
export async function ending({ run, milliseconds = 0 }: Pick<Case, 'run'> & Partial<KnownCase>): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const { running, abandon } = abandonable(run);
  const impatience = new Promise<Ending>((resolve) => {
    timer = setTimeout(
      () => {
        abandon();
        resolve('endless');
      },
      PATIENCE + 5 * milliseconds,
    );
  });
  const ended = running
    .then((): Ending => 'passed')
    .catch((error: unknown): Ending => (isEndless(error) ? 'endless' : 'failed'));
  const end = await Promise.race([ended, impatience]);
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
