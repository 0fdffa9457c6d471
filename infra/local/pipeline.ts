import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { CannotStart } from './cannot-start.ts';
import { AccessGate } from './access/access-gate.ts';
import { Door } from './access/door.ts';
import { holdTime, MovableClock, releaseTime } from './clock/local-clock.ts';
import type { SharedOffset } from './clock/moved-date.ts';
import { startCloudWatch } from './cloudwatch/cloudwatch.ts';
import { type ConsoleContext, consoleListener, type ConsoleHandler } from './console-listener.ts';
import { type Emulators, startEmulators } from './emulators/emulators.ts';
import type { FaultPlan } from './emulators/tables.ts';
import { answerJson, type HttpService, listen } from './emulators/http-service.ts';
import { type KeyPair, RunCredentials } from './access/run-credentials.ts';
import { type Meter, startMeter } from './meter.ts';
import { livingRun, removeRun, resourcesOf, writeRun } from './run-file.ts';
import { synthesize } from './synthesis.ts';
import { type KillPlan, Reaper } from './lambda/reaper.ts';
import { createResources, functionArn, startSystem } from './system.ts';
import { readAssembly } from './template/assembly.ts';
import { readTopology, type Topology } from './template/topology.ts';

/** Region and account of every local run. */
const REGION = 'eu-west-2';
const ACCOUNT_ID = '000000000000';

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
  /** Instant at which the pipeline's time begins, ISO 8601; undefined for now. Nobody begins on the machine's day unasked. */
  readonly clockFrom: string | undefined;
  /**
   * Kills functions in the middle of their work, for tests of crashes.
   * @default - none is killed
   */
  readonly killPlan?: KillPlan;
  /**
   * Fails requests of functions to DynamoDB, for tests of what becomes of their work.
   * @default - none fails
   */
  readonly tableFaults?: FaultPlan;
  /** Pages of the console; without them it only answers under `/api`. */
  readonly console?: ConsoleHandler;
};

/** A pipeline that runs on this machine. */
export type LocalPipeline = ConsoleContext & {
  readonly topology: Topology;
  /** Evaluates every request of a function by its role. */
  readonly gate: AccessGate;
  /** What each function signs its requests with. */
  readonly credentialsOf: (functionName: string) => KeyPair;
  /** Resolves when all that can be worked off now has been; batching windows are not waited for. */
  readonly quiet: () => Promise<void>;
  /** Kills a sandbox of a function, a busy one if there is any, as a crash of Lambda's would. */
  readonly killSandbox: (functionName: string) => boolean;
  /** How many invocations the plan has killed. */
  readonly killed: () => number;
  /** Bytes that each function's heap uses now, by the function's name. */
  readonly heaps: () => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a pipeline: emulators and synthesis side by side, then the resources of the templates, then the functions.
 * Ready when it returns; `run.json` is then in its folder.
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
  const reaper = new Reaper(options.killPlan);
  const ground = {
    folders: await emptyFolders(directory),
    meter: startMeter((caller) => reaper.requested(caller)),
    gate: new AccessGate(),
    credentials: new RunCredentials(),
    offset: holdTime(options.clockFrom === undefined ? undefined : Date.parse(options.clockFrom)),
    reaper,
  };
  const starting = startEmulators({
    account: { region: REGION, accountId: ACCOUNT_ID },
    objectDir: ground.folders.objects,
    outboxDir: ground.folders.outbox,
    meter: ground.meter,
    gate: ground.gate,
    credentials: ground.credentials,
    tableFaults: options.tableFaults,
  });
  try {
    const synthesized =
      options.assembly === undefined ? synthesize(ground.folders.assembly) : readAssembly(options.assembly);
    const [emulators, stacks] = await Promise.all([starting, synthesized]);
    const account = { region: REGION, accountId: ACCOUNT_ID, sqsEndpoint: emulators.queues.endpoint };
    const pipeline = await deploy(readTopology(stacks, account), emulators, ground, http);
    listener.handle = consoleListener(pipeline, options.console);
    await writeRun(directory, pipeline.run);
    const stop = async (): Promise<void> => {
      await removeRun(directory);
      await pipeline.stop();
    };
    return { ...pipeline, stop };
  } catch (error) {
    const emulators = await starting.catch(() => undefined);
    await Promise.all([http.close(), emulators?.close()]);
    releaseTime();
    throw error;
  }
}

/** What a run stands on beside the emulators. */
type Ground = {
  readonly folders: Folders;
  readonly meter: Meter;
  readonly gate: AccessGate;
  readonly credentials: RunCredentials;
  readonly offset: SharedOffset;
  readonly reaper: Reaper;
};

/** Creates the resources of the templates on the emulators and sets the system to work. */
async function deploy(
  topology: Topology,
  emulators: Emulators,
  { folders, meter, gate, credentials, offset, reaper }: Ground,
  http: HttpService,
): Promise<LocalPipeline> {
  const run = LocalRun.parse({
    consoleUrl: http.endpoint,
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials: credentials.client,
    endpoints: emulators.endpoints,
    resources: resourcesOf(topology.outputs),
    outboxDir: folders.outbox,
  });
  await createResources(topology, emulators);
  const onFault = (fault: unknown): void => console.error(fault);
  const cloudWatch = startCloudWatch({ topology, emulators, functions: () => functions, onFault });
  gate.enforce(topology);
  const credentialsOf = (functionName: string): KeyPair => credentials.ofFunction(functionName);
  const { agenda, functions, named, later, quiescence, ...system } = startSystem({
    topology,
    emulators,
    gate,
    offset,
    logDir: folders.logs,
    credentialsOf,
    onLine: cloudWatch.takeLine,
    onBegun: (functionName) => reaper.began(functionName),
    onEnded: (functionName, durationMs) => {
      reaper.ended(functionName);
      cloudWatch.invocationEnded(functionName, durationMs);
    },
    onFault,
  });
  reaper.connect((functionName) => void named(functionName).kill('Killed by plan'));
  // Alarms are evaluated each time that the pipeline comes to rest, so that none is missed while the clock is moved.
  const quiet = async (): Promise<void> => {
    await quiescence.quiet();
    await cloudWatch.look();
  };
  const clock = new MovableClock({ agenda, quiet, nextReturn: () => quiescence.nextReturn() });
  const functionOf = (nameOrOutput: string) => named(topology.outputs.get(nameOrOutput) ?? nameOrOutput);
  const door = new Door(credentials);
  return {
    run,
    topology,
    clock,
    meter,
    gate,
    credentialsOf,
    quiet,
    alarms: cloudWatch.look,
    alarmChanges: cloudWatch.alarmChanges,
    metrics: cloudWatch.series,
    dashboard: cloudWatch.dashboard,
    depths: () => emulators.queues.depths(),
    invoke: async (functionName, event) => functionOf(functionName).invoke(event),
    invokeLater: (functionName, event) => void later(functionOf(functionName).name, event).catch(onFault),
    mayInvoke: async (request, body, functionName) => {
      const caller = gate.principalOf(await door.admit(request, body));
      const resource = functionArn(functionOf(functionName).name, topology.account);
      gate.pass(caller, [{ action: 'lambda:InvokeFunction', resource }]);
    },
    killed: () => reaper.killed,
    heaps: async () =>
      new Map(await Promise.all(functions.map(async (each) => [each.name, await each.heapBytes()] as const))),
    killSandbox: (functionName) => functionOf(functionName).kill('Killed on demand'),
    outboxDir: folders.outbox,
    logDir: folders.logs,
    stop: async () => {
      await http.close();
      await Promise.all([clock.stop(), cloudWatch.stop()]);
      await system.stop();
      releaseTime();
    },
  };
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

/** Where a run keeps what it makes. */
type Folders = {
  readonly outbox: string;
  readonly logs: string;
  readonly objects: string;
  /** Made by the synthesis. */
  readonly assembly: string;
};

/** The folders of a run, empty. Only what a run itself puts there is taken away. */
async function emptyFolders(directory: string): Promise<Folders> {
  const folders: Folders = {
    outbox: join(directory, 'outbox'),
    logs: join(directory, 'logs'),
    objects: join(directory, 'objects'),
    assembly: join(directory, 'cdk.out'),
  };
  await removeRun(directory);
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
  for (const folder of [folders.outbox, folders.logs, folders.objects]) await mkdir(folder, { recursive: true });
  return folders;
}
