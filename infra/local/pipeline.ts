import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { type AppOptions, type RunningApp, startApp } from '../local-aws/app.ts';
import { CannotStart } from '../local-aws/cannot-start.ts';
import { answerJson, type HttpService, listen } from '../local-aws/emulators/http-service.ts';
import { readAssembly } from '../local-aws/template/assembly.ts';
import { consoleListener, type ConsoleHandler } from './console-listener.ts';
import { livingRun, removeRun, resourcesOf, writeRun } from './run-file.ts';
import { synthesize } from './synthesis.ts';

/** Region and account of every local run. */
const REGION = 'eu-west-2';
const ACCOUNT_ID = '000000000000';

/** How a local pipeline is to run. */
export type PipelineOptions = Pick<AppOptions, 'clockFrom' | 'killPlan' | 'tableFaults' | 'dynamoDb'> & {
  /** Folder for `run.json`, outbox and logs, e.g. `.local`; what an earlier run left in it goes. */
  readonly directory: string;
  /** Port of the console, 0 for any that is free. */
  readonly port: number;
  /**
   * Folder of a cloud assembly to run as it is.
   * @default - the stacks are synthesized
   */
  readonly assembly?: string;
  /** Pages of the console; without them it only answers under `/api`. */
  readonly console?: ConsoleHandler;
};

/** A pipeline that runs on this machine. */
export type LocalPipeline = RunningApp & { readonly run: LocalRun };

/**
 * Starts a pipeline: the app, the console's port and `run.json`. Ready when it returns.
 *
 * @throws CannotStart when a pipeline already runs in the folder, the port is taken, or the stacks do not synthesize.
 */
export async function startPipeline(options: PipelineOptions): Promise<LocalPipeline> {
  const directory = resolve(options.directory);
  const living = await livingRun(directory);
  if (living !== undefined)
    throw new CannotStart(`A local pipeline already runs: ${living.consoleUrl} (${join(directory, 'run.json')})`);
  const listener: ConsoleListener = { handle: undefined };
  // The port first: a run that cannot have it leaves everything as it is.
  const http = await consolePort(options.port, listener);
  let app: RunningApp | undefined;
  try {
    await removeRun(directory);
    app = await startApp({
      directory,
      region: REGION,
      accountId: ACCOUNT_ID,
      stacks:
        options.assembly === undefined ? freshlySynthesized(directory, http.endpoint) : readAssembly(options.assembly),
      clockFrom: options.clockFrom,
      killPlan: options.killPlan,
      tableFaults: options.tableFaults,
      dynamoDb: options.dynamoDb,
    });
    const run = LocalRun.parse({
      consoleUrl: http.endpoint,
      region: REGION,
      accountId: ACCOUNT_ID,
      credentials: app.credentials,
      endpoints: app.endpoints,
      resources: resourcesOf(app.topology.outputs),
      outboxDir: app.outboxDir,
    });
    const { stop: stopApp, ...running } = app;
    const stop = async (): Promise<void> => {
      await removeRun(directory);
      await http.close();
      await stopApp();
    };
    const pipeline = { ...running, run, stop };
    listener.handle = consoleListener(pipeline, options.console);
    await writeRun(directory, run);
    return pipeline;
  } catch (error) {
    await Promise.all([http.close(), app?.stop()]);
    throw error;
  }
}

async function freshlySynthesized(directory: string, consoleAddress: string) {
  const assembly = join(directory, 'cdk.out');
  await rm(assembly, { recursive: true, force: true });
  return synthesize(assembly, consoleAddress);
}

type ConsoleListener = { handle: ReturnType<typeof consoleListener> | undefined };

async function consolePort(port: number, listener: Readonly<ConsoleListener>): Promise<HttpService> {
  try {
    return await listen((request, response) => {
      if (listener.handle === undefined) answerJson(response, 503, { error: 'The pipeline is starting' });
      else listener.handle(request, response);
    }, port);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
      throw new CannotStart(`Port ${port} is taken by another program: choose one with --port`, { cause });
    throw cause;
  }
}
