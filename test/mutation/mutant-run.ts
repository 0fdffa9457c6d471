import fc from 'fast-check';
import { inject, test } from 'vitest';
import type { Verdict } from './verdict.ts';
import { Switchboard } from './switchboard.ts';
import { ending, exploredWorld, type KnownCase, leave, loaded, renew, type World } from './worlds.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Those of the test files that are loaded again for what modules do when they are loaded. */
    ownTests: readonly string[];
    /** The mutants that are tried, by number. */
    mutantIds: readonly number[];
  }
  interface TaskMeta {
    /** Tests that failed with no mutant on, after one had been on in the same process. */
    unsteady?: readonly string[];
  }
}

const ROOM = 100_000;

// A failure is enough: what the smallest counter-example is does not matter here.
fc.configureGlobal({ seed: 20_180_507, endOnFailure: true });

test('every mutant is tried', async ({ task }) => {
  const board = new Switchboard();
  const worlds: World[] = [];
  for (const file of inject('testFiles')) worlds.push(await exploredWorld(file, board));
  const unsteady = new Set<string>();
  const verdicts: Verdict[] = [];
  const own = worlds.filter(({ file }) => inject('ownTests').includes(file));
  const ids = inject('mutantIds');
  for (const [tried, id] of ids.entries()) {
    if (tried % 100 === 0) console.log(`${tried} of ${ids.length} mutants, ${Math.round(performance.now() / 1000)} s`);
    const verdict = (await inPlace(id, worlds, board, unsteady)) ?? (await atLoad(id, own, board));
    const isMet = worlds.some(({ atLoad, cases }) => atLoad.has(id) || cases.some(({ mutants }) => mutants.has(id)));
    verdicts.push(verdict ?? { verdict: isMet ? 'survived' : 'unreached' });
  }
  for (const world of worlds) await leave(world);
  task.meta.verdicts = verdicts;
  task.meta.unsteady = [...unsteady];
});

/**
 * Tries a mutant in worlds that are loaded already, with the tests that pass its place, quick ones first. A world that
 * was loaded with its help would be half with it and half without: a difference between the halves proves nothing.
 */
async function inPlace(
  id: number,
  worlds: readonly World[],
  board: Switchboard,
  unsteady: Set<string>,
): Promise<Verdict | undefined> {
  const met = worlds.flatMap((world) =>
    world.cases.flatMap((known, position) =>
      known.mutants.has(id) && !world.atLoad.has(id) ? [{ world, known, position }] : [],
    ),
  );
  for (const { world, position, known } of met.sort(
    (one, other) => one.known.milliseconds - other.known.milliseconds,
  )) {
    const run = () => withMutant(id, world.cases[position] ?? known, board);
    const first = await run();
    if (first === 'passed') continue;
    // Of a slow test, a second failure in a new world comes sooner than its whole run without the mutant.
    if (known.slowness === 0 && (await ending(known)) === 'passed')
      return { verdict: first === 'failed' ? 'killed' : first, by: nameOf(world, known) };
    await renew(world);
    const again = await run();
    await renew(world);
    if (again !== 'passed') return { verdict: again === 'failed' ? 'killed' : again, by: nameOf(world, known) };
    unsteady.add(nameOf(world, known));
  }
  return undefined;
}

async function withMutant(id: number, known: KnownCase, board: Switchboard) {
  board.on(id, known.passed * 5 + ROOM);
  const end = await ending(known);
  board.off();
  return end;
}

/** Tries a mutant that has its place in what modules do when they are loaded: each test file is loaded again. */
async function atLoad(id: number, worlds: readonly World[], board: Switchboard): Promise<Verdict | undefined> {
  const met = worlds.filter((world) => world.atLoad.has(id));
  for (const world of met.sort((one, other) => timeOf(one) - timeOf(other))) {
    const verdict = await verdictWhenLoadedAgain(id, world, board);
    board.off();
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

async function verdictWhenLoadedAgain(id: number, world: World, board: Switchboard): Promise<Verdict | undefined> {
  board.on(id, Infinity);
  const fresh = await loaded(world.file).catch(() => undefined);
  if (fresh === undefined) return { verdict: 'killed', by: nameOf(world, { name: 'it cannot even begin' }) };
  try {
    for (const [position, one] of fresh.cases.entries()) {
      const { passed = 0, milliseconds = 0 } = world.cases[position] ?? {};
      board.on(id, passed * 5 + ROOM);
      const end = await ending({ ...one, milliseconds });
      if (end !== 'passed') return { verdict: end === 'failed' ? 'killed' : end, by: nameOf(world, one) };
    }
    return undefined;
  } finally {
    board.off();
    await leave(fresh);
  }
}

function timeOf(world: World): number {
  return world.cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function nameOf(world: World, { name }: { readonly name: string }): string {
  return `${world.file.slice(world.file.indexOf('/test/') + 1)} > ${name}`;
}
