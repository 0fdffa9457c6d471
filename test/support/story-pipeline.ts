import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { localConsole } from '../../functions/operator/local-console.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { pipelineInFolder } from './pipeline-in-folder.ts';

/** The pipeline on which a story is played: all that is known of it is what its run file says. */
export type StoryPipeline = { readonly run: LocalRun; readonly stop: () => Promise<void> };

/**
 * A pipeline for a story, in whose folder the operator CLI finds it: one that is started for it, or with `STORIES_ON`
 * the running and empty one of a run file `<folder>/.local/run.json`.
 *
 * @param beginsAt instant at which the story begins; the time of a running pipeline passes to it
 */
export async function storyPipeline(beginsAt: string): Promise<StoryPipeline> {
  const file = process.env['STORIES_ON'];
  if (file === undefined) {
    const started = await pipelineInFolder(beginsAt);
    return { run: started.pipeline.run, stop: () => started.stop() };
  }
  const run = LocalRun.parse(JSON.parse(readFileSync(file, 'utf8')));
  const console = localConsole(run.consoleUrl);
  const { now } = await console.clock();
  const seconds = Math.ceil((Date.parse(beginsAt) - Date.parse(now)) / 1000);
  const { ports } = pipelineAccess(localClients(run), run.resources, async () => now);
  const { revision } = await ports.ledger.get('lane');
  if (seconds < 0 || revision > 0) {
    throw new Error(
      `The story begins at ${beginsAt} on an empty pipeline; it is ${now} there, and its lane has made ${revision} decisions. Start one: npm start -- --no-demo --clock-from ${beginsAt}`,
    );
  }
  if (seconds > 0) await console.advance(`PT${seconds}S`);
  const home = process.cwd();
  process.chdir(dirname(dirname(file)));
  return { run, stop: async () => process.chdir(home) };
}
