import { statSync } from 'node:fs';
import { startArguments } from './arguments.ts';
import { CannotStart } from '../local-aws/cannot-start.ts';
import { consoleHandler } from './console/local-source.ts';
import { watchInboxFolder } from './inbox-folder.ts';
import { loadDemo } from './demo-inputs.ts';
import { startPipeline } from './pipeline.ts';

/**
 * Runs the pipeline on this machine until it is stopped; prints `ready URL` once it can be used. The demo's inputs
 * arrive after that, as any other input would.
 */
async function start(words: readonly string[]): Promise<void> {
  const { port, demo, inbox, directory, assembly, clockFrom } = startArguments(words);
  if (inbox !== undefined && !statSync(inbox, { throwIfNoEntry: false })?.isDirectory())
    throw new CannotStart(`--inbox ${inbox} is not a folder`);
  const pipeline = await startPipeline({
    directory,
    port,
    clockFrom,
    console: consoleHandler,
    ...(assembly === undefined ? {} : { assembly }),
  });
  const folder =
    inbox === undefined
      ? undefined
      : await watchInboxFolder({
          folder: inbox,
          run: pipeline.run,
          onFault: (fault) => console.error(fault),
        });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    folder?.close();
    void pipeline.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(`ready ${pipeline.run.consoleUrl}`);
  // After the line: the pipeline can be used while the demo inputs flow through it.
  if (!demo) return;
  await loadDemo(pipeline.run).catch((fault: unknown) => {
    if (!stopping) console.error('The demo inputs were not loaded:', fault);
  });
}

try {
  await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exit(1);
}
