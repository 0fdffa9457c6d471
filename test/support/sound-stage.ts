import type { Deployment } from '../../functions/operator/find-pipeline.ts';
import type { StageClients } from '../../functions/operator/doctor/deployed-stage.ts';
import * as z from 'zod';
import { simulatedClient } from './simulated-client.ts';
import type { Synthesized } from './synthesized.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- an answer of AWS, and what was asked for
type Answer = (input: any) => unknown;
/** What AWS answers, by the name of the request. */
export type Answers = Readonly<Record<string, Answer>>;

const ACCOUNT = '123456789012';
/** What a request is about: its fields that are texts. */
const Asked = z
  .record(z.string(), z.unknown())
  .transform((input) => Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])));

/** The outputs of a stage, as its deployment writes them. */
export function outputsOf({ storage, pipeline }: Synthesized): Deployment['outputs'] {
  const values = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        name.endsWith('Url') ? `https://sqs.eu-west-2.amazonaws.com/${ACCOUNT}/${name}` : `the-${name}`,
      ]),
    );
  return { 'cpl-dev-storage': values(storage.outputs), 'cpl-dev-pipeline': values(pipeline.outputs) };
}

/** A stage on AWS of which everything is as it must be: the resources of its templates, and a sound answer on each. */
export function soundAnswers(stage: Synthesized): Answers {
  const outputs = outputsOf(stage);
  const stackOf = (name: string) => (name === 'cpl-dev-storage' ? stage.storage : stage.pipeline);
  const alarm = (name: string) => ({ AlarmName: name, StateValue: 'OK', ActionsEnabled: true });
  const composite = new Set(stage.pipeline.ofType('AWS::CloudWatch::CompositeAlarm').map(({ id }) => id));
  return {
    GetCallerIdentity: () => ({ Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/operator/somebody` }),
    DescribeStacks: ({ StackName }) => ({
      Stacks: [
        {
          StackStatus: 'UPDATE_COMPLETE',
          Outputs: Object.entries(outputs[StackName] ?? {}).map(([OutputKey, OutputValue]) => ({
            OutputKey,
            OutputValue,
          })),
        },
      ],
    }),
    // In pages, as CloudFormation gives them.
    ListStackResources({ StackName, NextToken = '0' }) {
      const all = stackOf(StackName).resources;
      const to = Number(NextToken) + 40;
      return {
        StackResourceSummaries: all.slice(Number(NextToken), to).map(({ id, type }) => ({
          LogicalResourceId: id,
          PhysicalResourceId: id,
          ResourceType: type,
        })),
        NextToken: to < all.length ? String(to) : undefined,
      };
    },
    GetAccountSettings: () => ({ AccountLimit: { ConcurrentExecutions: 1000 } }),
    GetAccount: () => ({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      EnforcementStatus: 'HEALTHY',
      SendQuota: { Max24HourSend: 50_000, SentLast24Hours: 12 },
    }),
    GetEmailIdentity: () => ({
      VerifiedForSendingStatus: true,
      DkimAttributes: { Status: 'SUCCESS', Tokens: ['one', 'two'], SigningHostedZone: 'dkim.amazonses.com' },
    }),
    GetFunctionConfiguration: () => ({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Environment: { Variables: { SSC_RECIPIENTS: 'ssc@secas.test,other@secas.test', MAIL_FROM: 'cpl@secas.test' } },
    }),
    ListSubscriptionsByTopic: ({ TopicArn }) => ({
      Subscriptions: [{ SubscriptionArn: `${TopicArn}:1`, Endpoint: 'operations@dcc.test' }],
    }),
    GetTopicAttributes: () => ({ Attributes: { KmsMasterKeyId: 'key' } }),
    DescribeAlarms: ({ AlarmNames }) => ({
      MetricAlarms: AlarmNames.filter((name: string) => !composite.has(name)).map(alarm),
      CompositeAlarms: AlarmNames.filter((name: string) => composite.has(name)).map(alarm),
    }),
    GetSchedule: () => ({ State: 'ENABLED' }),
    GetEventSourceMapping: () => ({ State: 'Enabled' }),
    DescribeTable: () => ({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] } }),
    DescribeContinuousBackups: () => ({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    }),
    GetBucketEncryption: () => ({ ServerSideEncryptionConfiguration: { Rules: [{}] } }),
    GetBucketVersioning: () => ({ Status: 'Enabled' }),
    GetPublicAccessBlock: () => ({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
    GetQueueAttributes: ({ QueueUrl }) => ({
      Attributes: {
        SqsManagedSseEnabled: 'true',
        MessageRetentionPeriod: '1209600',
        ApproximateNumberOfMessages: '0',
        ...(/DeadLetters|Undelivered|LostRuns/.test(QueueUrl) ? {} : { RedrivePolicy: '{}' }),
      },
    }),
  };
}

/** Clients of every service that answer so; what is not foreseen fails. */
export function stageAnswering(
  answers: Answers,
  onAsked: (action: string, input: Readonly<Record<string, string>>) => void = () => undefined,
): StageClients {
  const client = simulatedClient<never>(async (action, input) => {
    onAsked(action, Asked.parse(input));
    const answer = answers[action];
    if (answer === undefined) throw new Error(`No answer to ${action}`);
    return answer(input);
  });
  return {
    sts: client,
    cloudformation: client,
    cloudwatch: client,
    lambda: client,
    scheduler: client,
    ses: client,
    sns: client,
    s3: client,
    sqs: client,
    dynamodb: client,
  };
}
