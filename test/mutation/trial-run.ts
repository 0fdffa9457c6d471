import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProvidedContext } from 'vitest';
import { startVitest } from 'vitest/node';
import { PATIENCE_MS } from '../support/patience.ts';
import type { Verdict } from './verdict.ts';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

const TESTS = resolve(ROOT, 'test');
const COLLECTING = resolve(import.meta.dirname, 'collecting.ts');

/** A run of vitest in which one test, the runner, tries many changes with the tests of other files. */
export type TrialRun = {
  /** File of the runner, in this folder. */
  readonly runner: string;
  readonly provide: Partial<ProvidedContext>;
  /** The text that stands for a module's own, if another does. */
  readonly instead: (path: string, text: string) => string | undefined;
  readonly report: (progress: string) => void;
};

/** Runs it in one process, and gives the verdict on each change, in their order. */
export async function trialRun({ runner, provide, instead, report }: TrialRun): Promise<readonly Verdict[]> {
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: ROOT,
      watch: false,
      fsModuleCache: false,
      include: [`test/mutation/${runner}`],
      pool: 'forks',
      testTimeout: 0,
      expect: { poll: { timeout: PATIENCE_MS } },
      dangerouslyIgnoreUnhandledErrors: true,
      reporters: [{ onUserConsoleLog: ({ content }) => report(content.trim()) }],
      provide,
    },
    {
      plugins: [
        {
          name: 'changes',
          enforce: 'pre',
          transform: (text, path) => {
            const changed = instead(path, text);
            return path.startsWith(TESTS) && !path.endsWith(`/${runner}`) ? asCollected(changed ?? text) : changed;
          },
        },
      ],
    },
  );
  const module = vitest.state.getTestModules()[0];
  const outcome = module?.children.allTests().next().value;
  await vitest.close();
  const { verdicts, unsteady = [] } = outcome?.meta() ?? {};
  if (verdicts === undefined) {
    const errors = [...(module?.errors() ?? []), ...(outcome?.result().errors ?? [])];
    const reasons = [
      ...errors.map(({ stack, message }) => stack ?? message),
      ...vitest.state.getUnhandledErrors().map((error) => (error instanceof Error ? error.stack : String(error))),
    ];
    throw new Error(`The changes could not be tried: ${reasons.join('\n')}`);
  }
  if (unsteady.length > 0) report(`these tests depend on what ran before them: ${unsteady.join(', ')}`);
  return verdicts;
}

/** The files of some globs from the root of the repository, each once. */
export function filesOf(globs: readonly string[]): readonly string[] {
  const files = globs.flatMap((glob) => globSync(glob, { cwd: ROOT }));
  return [...new Set(files.map((file) => resolve(ROOT, file)))].sort();
}

/** A test file that has its tests noted, not run: vitest itself resolves its own name before any plugin is asked. */
function asCollected(text: string): string {
  return text.replace(/(?<=^import \{[^}]*\btest\b[^}]*\} from )'vitest'/m, `'${COLLECTING}'`);
}
