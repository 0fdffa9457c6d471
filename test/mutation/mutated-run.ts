import { readFileSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Fate } from './mutant-run.ts';
import { type Mutant, mutantsOf, type PlacedMutant } from './mutants.ts';
import { withSwitches } from './schemata.ts';

/** A mutant and what became of it. */
export type TriedMutant = { readonly mutant: Mutant; readonly fate: Fate };

const ROOT = resolve(import.meta.dirname, '../..');
const TESTS = resolve(ROOT, 'test');
const COLLECTING = resolve(import.meta.dirname, 'collecting.ts');

/** Tries every mutant of some sources (a glob) with some test files (globs), all in one process. */
export async function mutatedRun(
  sources: string,
  tests: readonly string[],
  ownTests: readonly string[],
  tell: (progress: string) => void,
): Promise<readonly TriedMutant[]> {
  const placed = placedMutants(sources);
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
            compiled.get(id) ??
            (id.startsWith(TESTS) && !id.startsWith(import.meta.dirname) ? asCollected(code) : undefined),
        },
      ],
    },
  );
  const run = vitest.state.getTestModules()[0];
  const outcome = run?.children.allTests().next().value;
  await vitest.close();
  const fates = outcome?.meta().fates;
  if (fates === undefined) {
    const errors = [...(run?.errors() ?? []), ...(outcome?.result().errors ?? [])];
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

function placedMutants(sources: string): readonly PlacedMutant[] {
  const placed: PlacedMutant[] = [];
  for (const file of globSync(sources, { cwd: ROOT }).sort()) {
    placed.push(...mutantsOf(file, readFileSync(resolve(ROOT, file), 'utf8'), placed.length));
  }
  return placed;
}
