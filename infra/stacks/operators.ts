import type { Stack } from 'aws-cdk-lib/core';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../constructs/acknowledge.ts';
import type { Permission } from '../constructs/service-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { Functions } from './functions.ts';
import { allow, objects, onIndex, onItems, onTable, send } from './permissions.ts';
import type { Storage } from './storage.ts';

/** The policies for people, by what they are for. */
export type OperatorPolicies = {
  readonly operator: ManagedPolicy;
  readonly doctor: ManagedPolicy;
  readonly backfill: ManagedPolicy;
};

/**
 * What people need for the CLI with `--aws`, as policies to attach to a role of theirs: one for its commands, which read,
 * upload, ask the lane and redrive, and one for `doctor`, which reads how the stage is set up. Neither may delete an
 * object or write a table: whatever changes goes through the lane. The third is for whoever loads an existing inventory, once:
 * it alone writes devices, and nothing else.
 */
export function operatorPolicies(scope: Stack, storage: Storage, functions: Functions): OperatorPolicies {
  return {
    operator: policy(scope, 'OperatorPolicy', 'Commands of the operator CLI', commands(storage, functions)),
    doctor: policy(scope, 'DoctorPolicy', 'cpl doctor: how a stage is set up', readings(scope, storage, functions)),
    backfill: policy(scope, 'BackfillPolicy', 'npm run backfill: loads an existing inventory', loading(storage)),
  };
}

function loading({ archive, tables }: Storage): Permission[] {
  return [
    onTable(tables.devices, 'BatchGetItem', 'PutItem'),
    // The agreed list and settings by which devices are flagged as they are loaded.
    onItems(tables.ledger, ['GOVERNANCE'], 'GetItem'),
    allow(objects(archive, 'governance/'), 's3:GetObject'),
  ];
}

function commands({ inbox, archive, reports, tables, ...queues }: Storage, { reports: made }: Functions): Permission[] {
  const { ledger, devices, deviceModels } = tables;
  const redriven = [queues.lane, queues.dspUpdates, queues.srvEvents];
  return [
    allow(objects(inbox.bucket, 'cpl/', 'governance/'), 's3:PutObject'),
    allow(objects(archive, 'lists/', 'changesets/', 'governance/', 'receipts/'), 's3:GetObject'),
    allow(objects(reports, 'ssc/', 'esi-034/', 'esi-034i/', 'opr/', 'letters/'), 's3:GetObject'),
    // Without it S3 answers "forbidden", not "not found", for what is not there yet.
    allow([archive.bucketArn, reports.bucketArn], 's3:ListBucket'),
    onTable(ledger, 'GetItem', 'Query'),
    // The whole of it only for a report on the past.
    onTable(devices, 'GetItem', 'Scan'),
    onIndex(devices, 'byFirmware'),
    onIndex(devices, 'byTrial'),
    onTable(deviceModels, 'Scan', 'BatchGetItem'),
    onIndex(deviceModels, 'byModel'),
    // Approvals, and what is moved back.
    ...redriven.map(({ queue }) => send(queue)),
    allow(both(redriven), 'sqs:GetQueueAttributes'),
    allow(
      redriven.map(({ deadLetters }) => deadLetters.queueArn),
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
    ),
    allow([made.lambda.functionArn], 'lambda:InvokeFunction'),
  ];
}

function readings(pipeline: Stack, storage: Storage, functions: Functions): Permission[] {
  const { inbox, archive, reports, tables, mailer, operations } = storage;
  const { account, region } = pipeline;
  const stacks = [storage.stackName, pipeline.stackName];
  const ofAccount = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  return [
    allow(
      stacks.map((name) => ofAccount('cloudformation', `stack/${name}/*`)),
      'cloudformation:DescribeStacks',
      'cloudformation:ListStackResources',
    ),
    allow(
      Object.values(functions).map(({ lambda }) => lambda.functionArn),
      'lambda:GetFunctionConfiguration',
    ),
    allow(
      [operations.topic.topicArn, operations.onCall.topicArn],
      'sns:ListSubscriptionsByTopic',
      'sns:GetTopicAttributes',
    ),
    allow([mailer.identity.emailIdentityArn], 'ses:GetEmailIdentity'),
    allow(
      [tables.ledger, tables.devices, tables.deviceModels].map(({ tableArn }) => tableArn),
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
    ),
    allow(
      [inbox.bucket, archive, reports].map(({ bucketArn }) => bucketArn),
      's3:GetEncryptionConfiguration',
      's3:GetBucketVersioning',
      's3:GetBucketPublicAccessBlock',
    ),
    // The schedules and queues of the stage; CloudFormation names them, beginning with the stack.
    allow([ofAccount('scheduler', `schedule/default/${pipeline.stackName}-*`)], 'scheduler:GetSchedule'),
    allow(
      stacks.map((name) => ofAccount('sqs', `${name}-*`)),
      'sqs:GetQueueAttributes',
    ),
    // None of these is about a resource.
    allow(['*'], ...ABOUT_NO_RESOURCE),
  ];
}

/** Requests for which AWS knows no resource: a policy can allow them on `*` alone. */
const ABOUT_NO_RESOURCE = [
  'lambda:GetAccountSettings',
  'lambda:GetEventSourceMapping',
  'cloudwatch:DescribeAlarms',
  'ses:GetAccount',
];

function both(queues: readonly WorkQueue[]): readonly string[] {
  return queues.flatMap(({ queue, deadLetters }) => [queue.queueArn, deadLetters.queueArn]);
}

function policy(scope: Construct, id: string, description: string, permissions: readonly Permission[]): ManagedPolicy {
  const made = new ManagedPolicy(scope, id, { description });
  for (const { actions, on, when } of permissions) {
    const conditions = when === undefined ? {} : { conditions: when };
    made.addStatements(new PolicyStatement({ actions: [...actions], resources: [...on], ...conditions }));
    acknowledgeWildcards(made, on, on.includes('*') ? NO_RESOURCE : OBJECTS_AND_NAMES);
  }
  return made;
}

const NO_RESOURCE = 'AWS knows no resource for these requests, which read settings of the account and alarms.';

const OBJECTS_AND_NAMES =
  'The names of objects, of versions of a stack and of what CloudFormation names are only known later, under this prefix.';
