import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalRun } from '../../functions/contracts/local-run.ts';

const FILE = 'run.json';
/** A run that died is refused at once; one that is busy answers late. */
const ANSWER_MS = 30_000;

/** What `run.json` says of a resource, by the stack output that names it. */
export function resourcesOf(outputs: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...outputs].map(([id, value]) => [id.charAt(0).toLowerCase() + id.slice(1), value]));
}

/** Writes `run.json` whole or not at all, for its owner alone: whoever sees it may use it. */
export async function writeRun(directory: string, run: LocalRun): Promise<void> {
  const aside = join(directory, `.${FILE}`);
  await writeFile(aside, `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
  await rename(aside, join(directory, FILE));
}

/** Takes `run.json` away: there is nothing to drive any more. */
export async function removeRun(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
}

/** The run that works in a folder now; `undefined` if there is none, or only the file of one that died. */
export async function livingRun(directory: string): Promise<LocalRun | undefined> {
  const text = await readFile(join(directory, FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const run = LocalRun.parse(JSON.parse(text));
    const answer = await fetch(new URL('/api/clock', run.consoleUrl), { signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.ok ? run : undefined;
  } catch {
    return undefined;
  }
}
