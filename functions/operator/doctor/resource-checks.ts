import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DeployedStage, StageResource } from './deployed-stage.ts';
import { type Check, each, look, ok, type Point, wrong } from './point.ts';

/** CloudWatch describes so many alarms at once. */
const ALARMS_AT_ONCE = 100;

/** What is wrong with each of some resources; what is as it should be says nothing. */
async function troubles(
  of: readonly StageResource[],
  look: (resource: StageResource) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const found = await Promise.all(of.map(async (each) => ({ name: each.name, trouble: await look(each) })));
  return found.flatMap(({ name, trouble }) => (trouble === undefined ? [] : [`${name}: ${trouble}`]));
}

/** A verdict on each resource of a type. */
function ofType(
  about: string,
  type: string,
  look: (resource: StageResource, stage: DeployedStage) => Promise<string | undefined>,
  todo: string,
): Check<DeployedStage> {
  return {
    about,
    async look(stage) {
      const resources = await stage.resources(type);
      return each(about, resources.length, await troubles(resources, (resource) => look(resource, stage)), todo);
    },
  };
}

const AGAIN = 'changed by hand: deploy the stack again';

const topics: Check<DeployedStage> = {
  about: 'Topics',
  async look({ clients, resources }) {
    return Promise.all(
      (await resources('AWS::SNS::Topic')).map(async ({ id: TopicArn, name }): Promise<Point> => {
        const point = `Topic ${name}`;
        const { Subscriptions = [] } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        const { Attributes = {} } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
        if (Subscriptions.length === 0)
          return wrong(point, 'nobody is subscribed', 'give the stage its people, and deploy');
        const pending = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
        if (pending.length > 0) {
          const endpoints = pending.map(({ Endpoint = '' }) => Endpoint).join(', ');
          return wrong(point, `not confirmed: ${endpoints}`, 'have them follow the link that SNS sent them');
        }
        return Attributes['KmsMasterKeyId'] === undefined
          ? wrong(point, 'not encrypted', AGAIN)
          : ok(point, `encrypted, ${Subscriptions.length} confirmed`);
      }),
    );
  },
};

const alarms: Check<DeployedStage> = {
  about: 'Alarms',
  async look({ clients, resources }) {
    const [own, composite] = [
      await resources('AWS::CloudWatch::Alarm'),
      await resources('AWS::CloudWatch::CompositeAlarm'),
    ];
    const names = [...own, ...composite].map(({ id }) => id);
    const states = new Map<string, { readonly state: string; readonly acts: boolean }>();
    for (let from = 0; from < names.length; from += ALARMS_AT_ONCE) {
      const { MetricAlarms = [], CompositeAlarms = [] } = await clients.cloudwatch.send(
        new DescribeAlarmsCommand({
          AlarmNames: names.slice(from, from + ALARMS_AT_ONCE),
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: ALARMS_AT_ONCE,
        }),
      );
      for (const { AlarmName = '', StateValue = '', ActionsEnabled = false } of [...MetricAlarms, ...CompositeAlarms]) {
        states.set(AlarmName, { state: StateValue, acts: ActionsEnabled });
      }
    }
    const faults = names.flatMap((name) => {
      const found = states.get(name);
      if (found === undefined) return [`${name} is gone`];
      return found.acts ? [] : [`${name} notifies nobody`];
    });
    const inState = (state: string) => names.filter((name) => states.get(name)?.state === state);
    const [on, blind] = [inState('ALARM'), inState('INSUFFICIENT_DATA')];
    return [
      each('Alarms', names.length, faults, AGAIN),
      on.length === 0
        ? ok('Alarms that are on', 'none')
        : wrong('Alarms that are on', on.join(', '), 'work through their headings in docs/RUNBOOK.md'),
      ...(blind.length === 0
        ? []
        : [look('Alarms without data', blind.join(', '), 'expected for an hour after a deployment, and not later')]),
    ];
  },
};

const schedules = ofType(
  'Schedules',
  'AWS::Scheduler::Schedule',
  async ({ id: Name }, { clients }) => {
    const { State } = await clients.scheduler.send(new GetScheduleCommand({ Name }));
    return State === 'ENABLED' ? undefined : String(State);
  },
  'enable it: what it starts does not run',
);

const eventSources = ofType(
  'Event sources',
  'AWS::Lambda::EventSourceMapping',
  async ({ id: UUID }, { clients }) => {
    const { State = 'unknown', StateTransitionReason = '' } = await clients.lambda.send(
      new GetEventSourceMappingCommand({ UUID }),
    );
    return State === 'Enabled' ? undefined : `${State} ${StateTransitionReason}`.trim();
  },
  'enable it: its queue is not worked off',
);

const tables = ofType(
  'Tables',
  'AWS::DynamoDB::Table',
  async ({ id: TableName }, { clients }) => {
    const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    if (Table?.TableStatus !== 'ACTIVE' || indexes.some(({ IndexStatus }) => IndexStatus !== 'ACTIVE'))
      return 'not ready';
    const { ContinuousBackupsDescription } = await clients.dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    return recovery?.PointInTimeRecoveryStatus === 'ENABLED' ? undefined : 'no point-in-time recovery';
  },
  AGAIN,
);

/** The buckets by their outputs: the one that keeps the access logs of the others has no versions. */
const buckets: Check<DeployedStage> = {
  about: 'Buckets',
  async look({ clients: { s3 }, output }) {
    const of = (['InboxBucket', 'ArchiveBucket', 'ReportsBucket'] as const).map((name) => ({ name, id: output(name) }));
    const found = await troubles(of, async ({ id: Bucket }) => {
      const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      if ((ServerSideEncryptionConfiguration?.Rules ?? []).length === 0) return 'not encrypted';
      if (Status !== 'Enabled') return 'keeps no earlier versions';
      const closed = [
        block?.BlockPublicAcls,
        block?.BlockPublicPolicy,
        block?.IgnorePublicAcls,
        block?.RestrictPublicBuckets,
      ];
      return closed.every((each) => each === true) ? undefined : 'may be made public';
    });
    return each('Buckets', of.length, found, AGAIN);
  },
};

const DEAD_LETTER_DAYS = 14;

const queues: Check<DeployedStage> = {
  about: 'Queues',
  async look({ clients, resources }) {
    const queuesOfStage = await resources('AWS::SQS::Queue');
    const lying: string[] = [];
    const found = await troubles(queuesOfStage, async ({ id: QueueUrl, name }) => {
      const { Attributes = {} } = await clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      const takesFailures = Attributes['RedrivePolicy'] === undefined;
      const messages = Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
      if (takesFailures && messages > 0) lying.push(`${name}: ${messages}`);
      if (Attributes['SqsManagedSseEnabled'] !== 'true' && Attributes['KmsMasterKeyId'] === undefined)
        return 'not encrypted';
      const days = Number(Attributes['MessageRetentionPeriod'] ?? 0) / 86_400;
      return takesFailures && days < DEAD_LETTER_DAYS ? `keeps messages ${days} days only` : undefined;
    });
    return [
      each('Queues', queuesOfStage.length, found, AGAIN),
      lying.length === 0
        ? ok('Dead letters', 'none')
        : look('Dead letters', lying.join(', '), 'npm run cpl -- dead-letters QUEUE --aws shows them by their reason'),
    ];
  },
};

/** What the resources of a stage must be. */
export const RESOURCE_CHECKS: readonly Check<DeployedStage>[] = [
  topics,
  alarms,
  schedules,
  eventSources,
  tables,
  buckets,
  queues,
];
