import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPipeline, type PipelineOptions, startPipeline } from '../../infra/local/pipeline.ts';
import { synthesize } from '../../infra/local/synthesis.ts';
import { RUN_FOLDER } from './folder-of-the-run.ts';

/**
 * Starts a pipeline on the stacks as they are now. Within one run of the tests they are synthesized and bundled once,
 * by the first file that needs them; a program that is no test synthesizes for itself.
 */
export async function pipelineOfTheRun(options: PipelineOptions): Promise<LocalPipeline> {
  const folder = process.env[RUN_FOLDER];
  if (options.assembly !== undefined || folder === undefined) return startPipeline(options);
  return startPipeline({ ...options, assembly: await assemblyIn(folder) });
}

/** The assembly of a run of the tests. Two files that come first at once each make it, and one of the two is kept. */
async function assemblyIn(folder: string): Promise<string> {
  const assembly = join(folder, 'assembly');
  if (existsSync(assembly)) return assembly;
  const own = mkdtempSync(join(folder, 'assembly-'));
  await synthesize(own);
  try {
    renameSync(own, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    rmSync(own, { recursive: true });
  }
  return assembly;
}
