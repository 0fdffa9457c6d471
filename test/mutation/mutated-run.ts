import { readFileSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Fate } from './mutant-run.ts';
import { type Mutant, mutantsOf, type Operators, type PlacedMutant } from './mutants.ts';
import { withSwitches } from './schemata.ts';

/** A mutant and what became of it. */
export type TriedMutant = { readonly mutant: Mutant; readonly fate: Fate };

const ROOT = resolve(import.meta.dirname, '../..');
const TESTS = resolve(ROOT, 'test');
const MUTANT_RUN = resolve(import.meta.dirname, 'mutant-run.ts');
const COLLECTING = resolve(import.meta.dirname, 'collecting.ts');

/** What is tried with what; sources and test files are globs from the root of the repository. */
export type MutatedRun = {
  readonly sources: readonly string[];
  readonly operators: Operators;
  /** Test files that may tell of a mutant. */
  readonly tests: readonly string[];
  /** Those that are loaded anew for mutants in what modules do when they are loaded. */
  readonly ownTests: readonly string[];
  readonly tell: (progress: string) => void;
};

/** Tries every mutant of some sources with some test files, all in one process. */
export async function mutatedRun(run: MutatedRun): Promise<readonly TriedMutant[]> {
  const { tests, ownTests, tell } = run;
  const placed = placedMutants(run.sources, run.operators);
  const compiled = new Map<string, string>();
  for (const [file, ofFile] of Map.groupBy(placed, ({ mutant }) => mutant.file)) {
    const path = resolve(ROOT, file);
    compiled.set(path, withSwitches(readFileSync(path, 'utf8'), ofFile));
  }
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: ROOT,
      watch: false,
      fsModuleCache: false,
      include: ['test/mutation/mutant-run.ts'],
      pool: 'forks',
      testTimeout: 0,
      dangerouslyIgnoreUnhandledErrors: true,
      reporters: [{ onUserConsoleLog: ({ content }) => tell(content.trim()) }],
      provide: { testFiles: filesOf([...tests, ...ownTests]), ownTests: filesOf(ownTests), mutantCount: placed.length },
    },
    {
      plugins: [
        {
          name: 'mutants',
          enforce: 'pre',
          transform: (code, id) =>
            compiled.get(id) ?? (id.startsWith(TESTS) && id !== MUTANT_RUN ? asCollected(code) : undefined),
        },
      ],
    },
  );
  const module = vitest.state.getTestModules()[0];
  const outcome = module?.children.allTests().next().value;
  await vitest.close();
  const fates = outcome?.meta().fates;
  if (fates === undefined) {
    const errors = [...(module?.errors() ?? []), ...(outcome?.result().errors ?? [])];
    throw new Error(
      `The mutants could not be tried: ${errors.map(({ stack, message }) => stack ?? message).join('\n')}`,
    );
  }
  const unsteady = outcome?.meta().unsteady ?? [];
  if (unsteady.length > 0) tell(`these tests depend on what ran before them: ${unsteady.join(', ')}`);
  return placed.map(({ mutant }) => ({ mutant, fate: fates[mutant.id] ?? { fate: 'unreached' } }));
}

/** A test file that has its tests noted, not run: vitest itself resolves its own name before any plugin is asked. */
function asCollected(code: string): string {
  return code.replace(/(?<=^import \{[^}]*\btest\b[^}]*\} from )'vitest'/m, `'${COLLECTING}'`);
}

function filesOf(globs: readonly string[]): readonly string[] {
  const files = globs.flatMap((glob) => globSync(glob, { cwd: ROOT }));
  return [...new Set(files.map((file) => resolve(ROOT, file)))].sort();
}

/** Every mutant of some sources, numbered in order. */
export function placedMutants(sources: readonly string[], operators: Operators): readonly PlacedMutant[] {
  const placed: PlacedMutant[] = [];
  for (const file of sources.flatMap((glob) => globSync(glob, { cwd: ROOT })).sort()) {
    placed.push(...mutantsOf(file, readFileSync(resolve(ROOT, file), 'utf8'), operators, placed.length));
  }
  return placed;
}
