import { readFileSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Verdict } from './verdict.ts';
import { type Mutant, mutantsOf, type Operators, type PlacedMutant } from './mutants.ts';
import { withCountedLoops, withSwitches } from './schemata.ts';
import { filesOf, ROOT, trialRun } from './trial-run.ts';

/** Where the loops are that a mutant elsewhere could keep going. */
const FUNCTIONS = resolve(ROOT, 'functions');

/** A mutant and what became of it. */
export type TriedMutant = { readonly mutant: Mutant; readonly verdict: Verdict };

/** What is tried with what; sources and test files are globs from the root of the repository. */
export type MutatedRun = {
  readonly sources: readonly string[];
  readonly operators: Operators;
  /** Test files that may notice a mutant. */
  readonly tests: readonly string[];
  /** Those that are loaded again for mutants in what modules do when they are loaded. */
  readonly ownTests: readonly string[];
  /** Which mutants are tried. @default all */
  readonly only?: (mutant: Mutant) => boolean;
  readonly report: (progress: string) => void;
};

/** Tries the mutants of some sources with some test files, all in one process. */
export async function mutatedRun({
  sources,
  operators,
  tests,
  ownTests,
  only = () => true,
  report,
}: MutatedRun): Promise<readonly TriedMutant[]> {
  const placed = placedMutants(sources, operators);
  const chosen = placed.map(({ mutant }) => mutant).filter(only);
  const compiled = new Map<string, string>();
  for (const [file, ofFile] of Map.groupBy(placed, ({ mutant }) => mutant.file)) {
    const path = resolve(ROOT, file);
    compiled.set(path, withSwitches(readFileSync(path, 'utf8'), ofFile));
  }
  const verdicts = await trialRun({
    runner: 'mutant-run.ts',
    provide: {
      testFiles: filesOf([...tests, ...ownTests]),
      ownTests: filesOf(ownTests),
      mutantIds: chosen.map(({ id }) => id),
    },
    instead: (path, text) => compiled.get(path) ?? (path.startsWith(FUNCTIONS) ? withCountedLoops(text) : undefined),
    report,
  });
  return chosen.map((mutant, at) => ({ mutant, verdict: verdicts[at] ?? { verdict: 'unreached' } }));
}

/** Every mutant of some sources, numbered in order. */
export function placedMutants(sources: readonly string[], operators: Operators): readonly PlacedMutant[] {
  const placed: PlacedMutant[] = [];
  for (const file of sources.flatMap((glob) => globSync(glob, { cwd: ROOT })).sort()) {
    placed.push(...mutantsOf(file, readFileSync(resolve(ROOT, file), 'utf8'), operators, placed.length));
  }
  return placed;
}
