import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CannotStart } from '../local-aws/cannot-start.ts';
import { readAssembly, type SynthesizedStack } from '../local-aws/template/assembly.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Synthesizes the stacks into a folder, in a process of its own, and reads what came out: the templates that a
 * deployment would use, with the functions bundled; mails and alarms link to the console at an address. What checks
 * the templates is left to the tests and to a deployment: it takes most of the time.
 *
 * @throws CannotStart with the app's own words when it does not synthesize.
 */
export async function synthesize(directory: string, consoleAddress?: string): Promise<readonly SynthesizedStack[]> {
  const environment = {
    ...process.env,
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify({ consoleAddress }),
    CDK_VALIDATION: 'false',
  };
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'infra', 'app.ts')], { cwd: ROOT, env: environment });
  } catch (cause) {
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new CannotStart(`The stacks do not synthesize:\n${words}`, { cause });
  }
  return readAssembly(directory);
}
