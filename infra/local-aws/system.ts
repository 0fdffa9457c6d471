import type { AccessGate, Principal } from './access/access-gate.ts';
import type { KeyPair } from './access/run-credentials.ts';
import type { Need } from './access/statement.ts';
import type { SharedOffset } from './clock/moved-date.ts';
import { Agenda } from './clock/agenda.ts';
import { scheduleOf } from './emulators/schedule-service.ts';
import type { Emulators } from './emulators/emulators.ts';
import { EventBus } from './events/event-bus.ts';
import { objectCreated } from './events/object-created.ts';
import { ScheduleBook } from './events/schedule-book.ts';
import { AsynchronousInvoker, type AsynchronousTarget } from './lambda/asynchronous.ts';
import { EventSourceMapping } from './lambda/event-source-mapping.ts';
import { LocalFunction, type LogAction } from './lambda/local-function.ts';
import { Quiescence } from './quiescence.ts';
import { FUNCTION } from './template/readers/compute.ts';
import { type Account, arn } from './template/resource-kind.ts';
import { type FunctionModel, nameOfArn, type Topology } from './template/topology.ts';

/** What a system is built on. */
export type SystemGround = {
  readonly topology: Topology;
  readonly emulators: Emulators;
  readonly gate: AccessGate;
  readonly offset: SharedOffset;
  readonly logDir: string;
  /** Each function has credentials of its own, so that an emulator knows who asks. */
  readonly credentialsOf: (functionName: string) => KeyPair;
  /** Takes each line that a function prints. */
  readonly onLine: (line: string) => void;
  /** Hears of each invocation that begins. */
  readonly onBegun: (functionName: string) => void;
  /** Hears of each invocation that ended, and how many milliseconds it took. */
  readonly onEnded: (functionName: string, durationMs: number) => void;
  readonly onFault: (fault: unknown) => void;
};

/** The topology at work: functions, what feeds them, and what falls due. */
export type RunningSystem = {
  readonly agenda: Agenda;
  readonly functions: readonly LocalFunction[];
  /** A function by its name; throws a RangeError when there is none. */
  readonly named: (name: string) => LocalFunction;
  /** Invokes a function by its name, as a schedule does. */
  readonly later: (name: string, event: unknown) => Promise<string>;
  readonly quiescence: Quiescence;
  readonly stop: () => Promise<void>;
};

/** Creates the resources on the emulators. Nothing runs yet. */
export async function createResources(topology: Topology, { objects, queues, tables, mail }: Emulators): Promise<void> {
  for (const { name, properties } of topology.buckets)
    objects.create(name, properties.VersioningConfiguration?.Status === 'Enabled');
  for (const { name } of topology.emailIdentities) mail.setup.identities.add(name.toLowerCase());
  for (const { name } of topology.configurationSets) mail.setup.configurationSets.add(name);
  await Promise.all([queues.create(topology), ...topology.tables.map((table) => tables.create(table))]);
}

/** Sets the topology to work on resources that exist. */
export function startSystem(ground: SystemGround): RunningSystem {
  const { topology, emulators, gate, onFault } = ground;
  const { account } = topology;
  const agenda = new Agenda();
  const functions = topology.functions.map((model) => {
    const { accessKeyId, secretAccessKey } = ground.credentialsOf(model.name);
    return new LocalFunction(model, {
      offset: ground.offset,
      logDir: ground.logDir,
      onLine: ground.onLine,
      onBegun: ground.onBegun,
      onEnded: ground.onEnded,
      functionArn: functionArn(model.name, account),
      mayLog: (action) => gate.allows(gate.principalOf(model.name), logNeed(action, model, account)),
      environment: {
        ...awsEnvironment(account, emulators),
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
  });
  const named = (name: string): LocalFunction => {
    const found = functions.find((each) => each.name === name);
    if (found === undefined) throw new RangeError(`The template has no function ${name}`);
    return found;
  };

  const mappings = topology.eventSourceMappings.map(
    ({ properties }) =>
      new EventSourceMapping({
        model: properties,
        queues: emulators.queues,
        target: named(nameOfArn(properties.FunctionName)),
        region: account.region,
        onFault,
      }),
  );
  const invoker = new AsynchronousInvoker(agenda, emulators.queues);
  const schedules = new ScheduleBook(agenda, async ({ Arn, RoleArn, DeadLetterConfig }, event) => {
    const starter = { kind: 'role', arn: RoleArn } as const;
    if (!isInTemplates(RoleArn, topology) || gate.allows(starter, { action: 'lambda:InvokeFunction', resource: Arn }))
      return invoker.invoke(asynchronousTarget(named(nameOfArn(Arn)), topology), event);
    return notStarted(starter, { Arn, DeadLetterConfig }, event);
  });
  /** What the Scheduler may not start goes to the schedule's dead-letter queue, if its role may do that. */
  async function notStarted(
    starter: Principal,
    {
      Arn,
      DeadLetterConfig,
    }: { readonly Arn: string; readonly DeadLetterConfig: { readonly Arn: string } | undefined },
    event: unknown,
  ): Promise<string> {
    const resource = DeadLetterConfig?.Arn ?? '';
    if (!gate.allows(starter, { action: 'sqs:SendMessage', resource })) return `not allowed to start ${Arn}, and lost`;
    const queue = emulators.queues.queueUrl(nameOfArn(resource));
    await emulators.queues.call('SendMessage', { QueueUrl: queue, MessageBody: JSON.stringify(event) }, 'scheduler');
    return `not allowed to start ${Arn}`;
  }
  for (const { name, properties } of topology.schedules) schedules.add(scheduleOf(name, properties, account));
  const bus = new EventBus(topology, emulators.queues, gate, onFault);

  const notified = new Set(
    topology.buckets
      .filter(({ properties }) => properties.NotificationConfiguration?.EventBridgeConfiguration !== undefined)
      .map(({ name }) => name),
  );
  emulators.connect({
    schedules,
    onCreated: (created) => {
      if (notified.has(created.bucket)) bus.put(objectCreated(created, account));
    },
  });

  for (const each of functions) each.warm();
  const polling = mappings.filter(({ enabled }) => enabled).map((mapping) => mapping.run().catch(onFault));
  return {
    agenda,
    functions,
    named,
    later: (name, event) => invoker.invoke(asynchronousTarget(named(name), topology), event),
    quiescence: new Quiescence({ bus, mappings, functions, queues: emulators.queues, objects: emulators.objects }),
    stop: async () => {
      for (const mapping of mappings) mapping.stop();
      for (const each of functions) each.stop();
      await emulators.close();
      await Promise.all(polling);
    },
  };
}

function asynchronousTarget(target: LocalFunction, topology: Topology): AsynchronousTarget {
  const model = topology.functions.find(({ name }) => name === target.name);
  const config = topology.eventInvokeConfigs.find(
    ({ properties }) => nameOfArn(properties.FunctionName) === target.name,
  );
  return {
    target,
    functionArn: functionArn(target.name, topology.account),
    config: config?.properties,
    deadLetterArn: model?.properties.DeadLetterConfig?.TargetArn,
  };
}

function isInTemplates(roleArn: string, { roles, account }: Topology): boolean {
  return roles.some(({ name }) => roleArn === `arn:aws:iam::${account.accountId}:role/${name}`);
}

/** What a function needs to write its log. */
function logNeed(action: LogAction, { name, properties }: FunctionModel, account: Account): Need {
  const group = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  return { action: `logs:${action}`, resource: arn('logs', account, `log-group:${group}:log-stream:local`) };
}

/** The ARN of a function, by its name. */
export function functionArn(name: string, account: Account): string {
  return FUNCTION.attributes?.['Arn']?.(name, account) ?? name;
}

/** What Lambda itself puts into a function's environment, and where the SDK finds the emulators. */
function awsEnvironment({ region }: Account, { endpoints }: Emulators): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SESV2: endpoints.sesv2,
    AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
  };
}
