import { AppResources } from './app-resources.ts';
import type { SynthesizedStack } from './assembly.ts';
import { NotUnderstood } from './intrinsics.ts';
import { BUCKET_POLICY, MANAGED_POLICY, POLICY, QUEUE_POLICY, ROLE } from './readers/access.ts';
import {
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  FUNCTION,
  RULE,
  SCHEDULE,
  SCHEDULE_GROUP,
} from './readers/compute.ts';
import {
  ALARM,
  COMPOSITE_ALARM,
  CONFIGURATION_SET,
  DASHBOARD,
  EMAIL_IDENTITY,
  SUBSCRIPTION,
  TOPIC,
} from './readers/notification.ts';
import { SET_ASIDE } from './readers/set-aside.ts';
import { BUCKET, GLOBAL_TABLE, QUEUE, TABLE } from './readers/storage.ts';
import type { Account } from './resource-kind.ts';

/** The system that the templates describe, as far as it means something on one machine. */
export type Topology = ReturnType<typeof readTopology>;

/** A function of the system, with the folder of its bundle. */
export type FunctionModel = Topology['functions'][number];

/** A table of the system. */
export type TableModel = Topology['tables'][number];

/**
 * Reads the synthesized stacks into one model of the system.
 *
 * @throws NotUnderstood for a resource type or property that the local run does not know.
 */
export function readTopology(stacks: readonly SynthesizedStack[], account: Account) {
  const resources = new AppResources(stacks, account, [
    BUCKET,
    TABLE,
    GLOBAL_TABLE,
    QUEUE,
    FUNCTION,
    EVENT_SOURCE_MAPPING,
    EVENT_INVOKE_CONFIG,
    RULE,
    SCHEDULE,
    SCHEDULE_GROUP,
    EMAIL_IDENTITY,
    CONFIGURATION_SET,
    TOPIC,
    SUBSCRIPTION,
    ALARM,
    COMPOSITE_ALARM,
    DASHBOARD,
    ROLE,
    POLICY,
    MANAGED_POLICY,
    BUCKET_POLICY,
    QUEUE_POLICY,
    ...SET_ASIDE,
  ]);
  const assets = new Map(stacks.flatMap((stack) => [...stack.assets]));
  const functions = resources.all(FUNCTION).map((understood) => {
    const bundle = assets.get(understood.properties.Code.S3Key);
    if (bundle === undefined)
      throw new NotUnderstood(
        `Function ${understood.logicalId}: no asset has the key ${understood.properties.Code.S3Key}`,
      );
    return { ...understood, bundle };
  });
  return {
    account,
    buckets: resources.all(BUCKET),
    tables: [...resources.all(TABLE), ...resources.all(GLOBAL_TABLE)],
    queues: resources.all(QUEUE),
    functions,
    eventSourceMappings: resources.all(EVENT_SOURCE_MAPPING),
    eventInvokeConfigs: resources.all(EVENT_INVOKE_CONFIG),
    rules: resources.all(RULE),
    schedules: resources.all(SCHEDULE),
    scheduleGroups: resources.all(SCHEDULE_GROUP),
    emailIdentities: resources.all(EMAIL_IDENTITY),
    configurationSets: resources.all(CONFIGURATION_SET),
    topics: resources.all(TOPIC),
    subscriptions: resources.all(SUBSCRIPTION),
    alarms: resources.all(ALARM),
    compositeAlarms: resources.all(COMPOSITE_ALARM),
    dashboards: resources.all(DASHBOARD),
    roles: resources.all(ROLE),
    policies: resources.all(POLICY),
    managedPolicies: resources.all(MANAGED_POLICY),
    bucketPolicies: resources.all(BUCKET_POLICY),
    queuePolicies: resources.all(QUEUE_POLICY),
    outputs: resources.outputs(),
  };
}

/** The last part of an ARN of a queue, topic or function: its name. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
