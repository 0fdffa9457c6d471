import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessGate } from './access/access-gate.ts';
import { Door } from './access/door.ts';
import { type KeyPair, RunCredentials } from './access/run-credentials.ts';
import { type LocalClock, holdTime, MovableClock, releaseTime } from './clock/local-clock.ts';
import type { SharedOffset } from './clock/moved-date.ts';
import type { AlarmState } from './cloudwatch/alarm-states.ts';
import { type AlarmChange, startCloudWatch } from './cloudwatch/cloudwatch.ts';
import type { DrawnWidget } from './cloudwatch/dashboard-view.ts';
import type { MetricSeries } from './cloudwatch/metric-store.ts';
import { type Emulators, startEmulators } from './emulators/emulators.ts';
import type { QueueDepth } from './emulators/queues.ts';
import type { TableOptions } from './emulators/tables.ts';
import type { InvokeContext } from './lambda/invoke-service.ts';
import { type KillPlan, Reaper } from './lambda/reaper.ts';
import { type Meter, startMeter } from './meter.ts';
import { createResources, functionArn, startSystem } from './system.ts';
import type { SynthesizedStack } from './template/assembly.ts';
import { readTopology, type Topology } from './template/topology.ts';

/** How an app is to run. */
export type AppOptions = TableOptions & {
  /** Folder for outbox, logs and objects; what an earlier run left in these goes. */
  readonly directory: string;
  readonly region: string;
  readonly accountId: string;
  /** The synthesized stacks; the emulators start while they are made. */
  readonly stacks: readonly SynthesizedStack[] | Promise<readonly SynthesizedStack[]>;
  /** Instant at which the app's time begins, ISO 8601; undefined for now. Nobody begins on the machine's day unasked. */
  readonly clockFrom: string | undefined;
  /**
   * Kills functions in the middle of their work, for tests of crashes.
   * @default - none is killed
   */
  readonly killPlan?: KillPlan | undefined;
};

/** An app that runs on this machine. */
export type RunningApp = InvokeContext & {
  /** Where each service answers. */
  readonly endpoints: Emulators['endpoints'];
  /** What a client signs its requests with. */
  readonly credentials: KeyPair;
  readonly topology: Topology;
  readonly clock: LocalClock;
  readonly meter: Meter;
  /** Evaluates every request of a function by its role. */
  readonly gate: AccessGate;
  /** What each function signs its requests with. */
  readonly credentialsOf: (functionName: string) => KeyPair;
  /** Resolves when all that can be worked off now has been; batching windows are not waited for. */
  readonly quiet: () => Promise<void>;
  readonly alarms: () => Promise<readonly AlarmState[]>;
  /** Which alarms began and ended, and when, oldest first. */
  readonly alarmChanges: () => readonly AlarmChange[];
  readonly metrics: () => readonly MetricSeries[];
  /** The widgets of the dashboard, with what they would show. */
  readonly dashboard: () => readonly DrawnWidget[];
  readonly depths: () => Promise<readonly QueueDepth[]>;
  /** Kills a sandbox of a function, a busy one if there is any, as a crash of Lambda's would. */
  readonly killSandbox: (functionName: string) => boolean;
  /** How many invocations the plan has killed. */
  readonly killed: () => number;
  /** Bytes that each function's heap uses now, by the function's name. */
  readonly heaps: () => Promise<ReadonlyMap<string, number>>;
  readonly outboxDir: string;
  readonly logDir: string;
  readonly stop: () => Promise<void>;
};

/**
 * Starts an app: emulators first, then the resources of its templates, then its functions. It can be used when this
 * returns.
 *
 * @throws what the stacks are rejected with, and NotUnderstood for what a template says and no emulator does.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const reaper = new Reaper(options.killPlan);
  const ground = {
    folders: await emptyFolders(options.directory),
    meter: startMeter((caller) => reaper.requested(caller)),
    gate: new AccessGate(),
    credentials: new RunCredentials(),
    offset: holdTime(options.clockFrom === undefined ? undefined : Date.parse(options.clockFrom)),
    reaper,
  };
  const account = { region: options.region, accountId: options.accountId };
  const starting = startEmulators({
    account,
    objectDir: ground.folders.objects,
    outboxDir: ground.folders.outbox,
    meter: ground.meter,
    gate: ground.gate,
    credentials: ground.credentials,
    tableFaults: options.tableFaults,
    dynamoDb: options.dynamoDb,
  });
  try {
    const [emulators, stacks] = await Promise.all([starting, options.stacks]);
    const topology = readTopology(stacks, { ...account, sqsEndpoint: emulators.queues.endpoint });
    return await deploy(topology, emulators, ground);
  } catch (error) {
    const emulators = await starting.catch(() => undefined);
    await emulators?.close();
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
): Promise<RunningApp> {
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
  // Alarms are evaluated each time that the app comes to rest, so that none is missed while the clock is moved.
  const quiet = async (): Promise<void> => {
    await quiescence.quiet();
    await cloudWatch.look();
  };
  const clock = new MovableClock({ agenda, quiet, nextReturn: () => quiescence.nextReturn() });
  const functionOf = (nameOrOutput: string) => named(topology.outputs.get(nameOrOutput) ?? nameOrOutput);
  const door = new Door(credentials);
  return {
    endpoints: emulators.endpoints,
    credentials: credentials.client,
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
      await Promise.all([clock.stop(), cloudWatch.stop()]);
      await system.stop();
      releaseTime();
    },
  };
}

/** Where a run keeps what it makes. */
type Folders = { readonly outbox: string; readonly logs: string; readonly objects: string };

/** The folders of a run, empty. Only what a run itself puts there is taken away. */
async function emptyFolders(directory: string): Promise<Folders> {
  const folders: Folders = {
    outbox: join(directory, 'outbox'),
    logs: join(directory, 'logs'),
    objects: join(directory, 'objects'),
  };
  for (const folder of Object.values(folders)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  return folders;
}
