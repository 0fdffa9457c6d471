import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelineOfTheRun } from './pipeline-of-the-run.ts';

/** Starts a pipeline in a folder of its own and goes there, so that the operator CLI finds it. */
export async function pipelineInFolder(clockFrom: string) {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const pipeline = await pipelineOfTheRun({ directory: join(folder, '.local'), port: 0, clockFrom });
  process.chdir(folder);
  return {
    folder,
    pipeline,
    async stop() {
      process.chdir(home);
      await pipeline.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PipelineInFolder = Awaited<ReturnType<typeof pipelineInFolder>>;
