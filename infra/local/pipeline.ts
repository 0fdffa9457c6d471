import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { alarmStates } from './alarms.ts';
import { holdTime, MovableClock, releaseTime } from './clock/local-clock.ts';
import { type ConsoleContext, consoleListener, type ConsoleHandler } from './console-listener.ts';
import { type Emulators, startEmulators } from './emulators/emulators.ts';
import { answerJson, type HttpService, listen } from './emulators/http-service.ts';
import { objectCreated } from './events/object-created.ts';
import { CLIENT_ACCESS_KEY, startMeter } from './meter.ts';
import { CannotStart } from './cannot-start.ts';
import { livingRun, removeRun, resourcesOf, writeRun } from './run-file.ts';
import { synthesize } from './synthesis.ts';
import { createResources, type RunningSystem, startSystem } from './system.ts';
import { readAssembly } from './template/assembly.ts';
import { readTopology, type Topology } from './template/topology.ts';

/** Region and account of every local run. */
const REGION = 'eu-west-2';
const ACCOUNT_ID = '000000000000';
/** What a client outside the pipeline signs with; the emulators do not check it. */
const CREDENTIALS = { accessKeyId: CLIENT_ACCESS_KEY, secretAccessKey: 'local' };

/** How a local pipeline is to run. */
export type PipelineOptions = {
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
export type LocalPipeline = ConsoleContext & {
  readonly topology: Topology;
  /** Resolves when all that can be worked off now has been; batching windows are not waited for. */
  readonly quiet: () => Promise<void>;
  /** Kills a sandbox of a function, a busy one if there is any, as a crash of Lambda's would. */
  readonly killSandbox: (functionName: string) => boolean;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a pipeline: emulators and synthesis side by side, then the resources of the templates, then the functions.
 * Ready when it returns; `run.json` is then in its folder.
 *
 * @throws CannotStart when a pipeline already runs in the folder, or the port is taken.
 */
export async function startPipeline(options: PipelineOptions): Promise<LocalPipeline> {
  const directory = resolve(options.directory);
  const living = await livingRun(directory);
  if (living !== undefined)
    throw new CannotStart(`A local pipeline already runs: ${living.consoleUrl} (${join(directory, 'run.json')})`);
  const listener: { handle: ReturnType<typeof consoleListener> | undefined } = { handle: undefined };
  // The port first: a run that cannot have it leaves everything as it is.
  const http = await consolePort(options.port, listener);
  const folders = await emptyFolders(directory);
  const offset = holdTime();
  const meter = startMeter();
  const startedAt = Date.now();
  const onFault = (fault: unknown): void => console.error(fault);
  const parts: { system?: RunningSystem; notified?: ReadonlySet<string> } = {};
  let emulators: Emulators | undefined;
  try {
    const [started, stacks] = await Promise.all([
      startEmulators({
        account: { region: REGION, accountId: ACCOUNT_ID },
        objectDir: folders.objects,
        outboxDir: folders.outbox,
        meter,
        onCreated: (created) => {
          if (parts.notified?.has(created.bucket) === true)
            parts.system?.bus.put(objectCreated(created, topologyAccount(started)));
        },
        schedules: () => needed(parts.system).schedules,
      }),
      options.assembly === undefined ? synthesize(join(directory, 'cdk.out')) : readAssembly(options.assembly),
    ]);
    emulators = started;
    const topology = readTopology(stacks, topologyAccount(started));
    await createResources(topology, started);
    const system = startSystem({
      topology,
      emulators: started,
      offset,
      logDir: folders.logs,
      credentialsOf: (functionName) => ({ ...CREDENTIALS, accessKeyId: functionName }),
      onFault,
    });
    parts.system = system;
    parts.notified = new Set(
      topology.buckets
        .filter(({ properties }) => properties.NotificationConfiguration?.EventBridgeConfiguration !== undefined)
        .map(({ name }) => name),
    );
    const { agenda, functions, quiescence } = system;
    const quiet = (): Promise<void> => quiescence.quiet();
    const clock = new MovableClock({ agenda, quiet, nextReturn: () => quiescence.nextReturn() });
    const run = LocalRun.parse({
      consoleUrl: http.endpoint,
      region: REGION,
      accountId: ACCOUNT_ID,
      credentials: CREDENTIALS,
      endpoints: started.endpoints,
      resources: resourcesOf(topology.outputs),
      outboxDir: folders.outbox,
    });
    const named = (name: string) =>
      functions.find((each) => each.name === (topology.outputs.get(name) ?? name)) ?? unknownFunction(name);
    const context: ConsoleContext = {
      run,
      clock,
      meter,
      alarms: () => alarmStates({ topology, queues: started.queues, functions, startedAt }),
      depths: () => started.queues.depths(),
      invoke: async (functionName, event) => named(functionName).invoke(event),
      outboxDir: folders.outbox,
      logDir: folders.logs,
    };
    listener.handle = consoleListener(context, options.console);
    await writeRun(directory, run);
    return {
      ...context,
      topology,
      quiet,
      killSandbox: (functionName) => named(functionName).kill('Killed on demand'),
      stop: () => stopAll(directory, http, clock, system),
    };
  } catch (error) {
    await Promise.all([http.close(), parts.system?.stop() ?? emulators?.close()]);
    releaseTime();
    throw error;
  }
}

async function stopAll(
  directory: string,
  http: HttpService,
  clock: MovableClock,
  system: RunningSystem,
): Promise<void> {
  await removeRun(directory);
  await http.close();
  await Promise.all([clock.stop(), system.stop()]);
  releaseTime();
}

async function consolePort(
  port: number,
  listener: { readonly handle: ReturnType<typeof consoleListener> | undefined },
): Promise<HttpService> {
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

/** The folders of a run, empty. Only what a run itself puts there is taken away. */
async function emptyFolders(directory: string): Promise<{ outbox: string; logs: string; objects: string }> {
  await removeRun(directory);
  const [outbox, logs, objects, assembly] = ['outbox', 'logs', 'objects', 'cdk.out'].map((name) =>
    join(directory, name),
  );
  for (const folder of [outbox, logs, objects, assembly]) await rm(folder ?? '', { recursive: true, force: true });
  const made = { outbox: outbox ?? '', logs: logs ?? '', objects: objects ?? '' };
  for (const folder of Object.values(made)) await mkdir(folder, { recursive: true });
  return made;
}

function topologyAccount({ queues }: Emulators): Topology['account'] {
  return { region: REGION, accountId: ACCOUNT_ID, sqsEndpoint: queues.endpoint };
}

function needed(system: RunningSystem | undefined): RunningSystem {
  if (system === undefined) throw new Error('The pipeline is starting');
  return system;
}

function unknownFunction(name: string): never {
  throw new RangeError(`There is no function ${name}`);
}
