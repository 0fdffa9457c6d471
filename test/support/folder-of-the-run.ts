import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable that names the folder of a run of the tests. */
export const RUN_FOLDER = 'CPL_TESTS_FOLDER';

/**
 * One folder for all that a run of the tests writes outside the project, what libraries write included; it goes with
 * the run.
 */
export default function folderOfTheRun(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cpl-tests-'));
  process.env['TMPDIR'] = folder;
  process.env[RUN_FOLDER] = folder;
  // What one process has compiled of the libraries, the next need not.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'node-compile-cache');
  return () => rmSync(folder, { recursive: true, force: true });
}
