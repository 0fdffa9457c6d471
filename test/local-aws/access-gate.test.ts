import {
  CreateTableCommand,
  DynamoDBClient,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  BatchGetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyPair } from '../../infra/local-aws/access/run-credentials.ts';
import type { RunningApp } from '../../infra/local-aws/app.ts';
import { handlerFunction, smallAssembly } from '../support/small-assembly.ts';
import { startSmallApp } from '../support/small-app.ts';

const at = (logicalId: string, below = '') => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [logicalId, 'Arn'] }, below]] });
const allow = (Action: string | readonly string[], Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const simpleTable = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'of', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOf',
      KeySchema: [{ AttributeName: 'of', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

let pipeline: RunningApp;
let asFunction: ReturnType<typeof clients>;
let asOperator: ReturnType<typeof clients>;

function clients({ endpoints }: RunningApp, credentials: KeyPair) {
  const shared = { region: 'eu-west-2', credentials, maxAttempts: 1 };
  return {
    s3: new S3Client({ ...shared, endpoint: endpoints.s3, forcePathStyle: true }),
    sqs: new SQSClient({ ...shared, endpoint: endpoints.sqs }),
    dynamodb: new DynamoDBClient({ ...shared, endpoint: endpoints.dynamodb }),
    ses: new SESv2Client({ ...shared, endpoint: endpoints.sesv2 }),
  };
}

beforeAll(async () => {
  const assembly = smallAssembly({
    app: {
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'policy',
            Roles: [{ Ref: 'Role' }],
            PolicyDocument: document(
              allow(['s3:GetObject', 's3:PutObject'], at('Listed', '/mine/*')),
              allow('s3:ListBucket', at('Listed')),
              allow('s3:GetObject', at('Unlisted', '/*')),
              allow('s3:GetObject', at('Locked', '/*')),
              allow('dynamodb:GetItem', at('Table')),
              allow(['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:DeleteItem'], at('Table'), {
                'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['mine', 'mine#*'] },
              }),
              allow('dynamodb:Query', at('Table', '/index/byOf')),
              allow(['sqs:SendMessage', 'sqs:Send*'], at('Queue')),
              allow('ses:SendEmail', '*', {
                StringEquals: { 'ses:FromAddress': 'me@example.org' },
                'ForAllValues:StringEquals': { 'ses:Recipients': ['you@example.org', 'them@example.org'] },
              }),
            ),
          },
        },
        LockedPolicy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { Ref: 'Locked' },
            PolicyDocument: document({
              Effect: 'Deny',
              Action: 's3:*',
              Resource: at('Locked', '/*'),
              Principal: { AWS: '*' },
            }),
          },
        },
        Worker: handlerFunction('notebook', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
        Listed: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
        Unlisted: { Type: 'AWS::S3::Bucket' },
        Locked: { Type: 'AWS::S3::Bucket' },
        Table: { Type: 'AWS::DynamoDB::Table', Properties: simpleTable },
        Queue: { Type: 'AWS::SQS::Queue' },
        Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.org' } },
      },
    },
  });
  pipeline = await startSmallApp(assembly);
  asFunction = clients(pipeline, pipeline.credentialsOf('app-Worker'));
  asOperator = clients(pipeline, pipeline.credentials);
});

afterAll(async () => {
  await pipeline.stop();
});

const table = 'app-Table';
const queue = () => `${pipeline.endpoints.sqs}/000000000000/app-Queue`;
const key = { pk: { S: 'one' } };
const put = (pk: string) => new PutItemCommand({ TableName: table, Item: { pk: { S: pk } } });
const query = (IndexName?: string, partition = 'one') =>
  new QueryCommand({
    TableName: table,
    ...(IndexName === undefined ? {} : { IndexName }),
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': IndexName === undefined ? 'pk' : 'of' },
    ExpressionAttributeValues: { ':key': { S: partition } },
  });
const mail = (FromEmailAddress: string, more: object = {}, others: object = {}) =>
  new SendEmailCommand({
    FromEmailAddress,
    Destination: { ToAddresses: ['You <you@example.org>'], ...others },
    Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } }, ...more } },
  });

describe('a request of a function that its role allows', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'an object under its prefix',
      () => asFunction.s3.send(new PutObjectCommand({ Bucket: 'app-listed', Key: 'mine/a', Body: 'a' })),
    ],
    ['an item of its table', () => asFunction.dynamodb.send(new GetItemCommand({ TableName: table, Key: key }))],
    ['an item of its own partition', () => asFunction.dynamodb.send(put('mine'))],
    ['an item of a partition that begins as its own', () => asFunction.dynamodb.send(put('mine#1'))],
    ['a query of its own partition', () => asFunction.dynamodb.send(query(undefined, 'mine'))],
    [
      'a mail to those it may write to, openly or not',
      () => asFunction.ses.send(mail('me@example.org', {}, { BccAddresses: ['them@example.org'] })),
    ],
    ['a query of the index', () => asFunction.dynamodb.send(query('byOf'))],
    ['a message', () => asFunction.sqs.send(new SendMessageCommand({ QueueUrl: queue(), MessageBody: 'a' }))],
    [
      'messages in a batch',
      () =>
        asFunction.sqs.send(
          new SendMessageBatchCommand({ QueueUrl: queue(), Entries: [{ Id: 'a', MessageBody: 'a' }] }),
        ),
    ],
    ['a mail from its own address', () => asFunction.ses.send(mail('me@example.org'))],
  ])('passes: %s', async (_, request) => {
    await expect(request()).resolves.toBeDefined();
  });
});

describe('a request of a function that its role does not allow is refused as the service itself refuses', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    [
      'an object elsewhere',
      'AccessDenied',
      () => asFunction.s3.send(new PutObjectCommand({ Bucket: 'app-listed', Key: 'a', Body: 'a' })),
    ],
    [
      'a version by its id',
      'AccessDenied',
      () => asFunction.s3.send(new GetObjectCommand({ Bucket: 'app-listed', Key: 'mine/a', VersionId: 'v' })),
    ],
    [
      'what a bucket policy denies',
      'AccessDenied',
      () => asFunction.s3.send(new GetObjectCommand({ Bucket: 'app-locked', Key: 'a' })),
    ],
    ['a query of another partition', 'AccessDeniedException', () => asFunction.dynamodb.send(query())],
    ['an item of another partition', 'AccessDeniedException', () => asFunction.dynamodb.send(put('LANE'))],
    [
      'the deletion of an item of another partition',
      'AccessDeniedException',
      () => asFunction.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: key })),
    ],
    [
      'a mail to one more',
      'AccessDeniedException',
      () => asFunction.ses.send(mail('me@example.org', {}, { BccAddresses: ['everyone@example.org'] })),
    ],
    [
      'items in a batch',
      'AccessDeniedException',
      () => asFunction.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [key] } } })),
    ],
    ['taking a message', 'AccessDenied', () => asFunction.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue() }))],
    ['a mail in another name', 'AccessDeniedException', () => asFunction.ses.send(mail('you@example.org'))],
    [
      'a mail that SES must compose itself',
      'AccessDeniedException',
      () => asFunction.ses.send(mail('me@example.org', { Headers: [{ Name: 'X-A', Value: 'a' }] })),
    ],
  ])('%s', async (_, name, request) => {
    await expect(request()).rejects.toMatchObject({ name });
  });

  test.each([
    ['app-listed', 404],
    ['app-unlisted', 403],
  ])('an object that is not there, in %s: %i', async (Bucket, httpStatusCode) => {
    const head = asFunction.s3.send(new HeadObjectCommand({ Bucket, Key: 'mine/nothing' }));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode } });
  });
});

test('an operator is not limited', async () => {
  await asOperator.s3.send(new PutObjectCommand({ Bucket: 'app-listed', Key: 'anywhere', Body: 'a' }));
  await asOperator.dynamodb.send(query());
  await expect(
    asOperator.dynamodb.send(
      new CreateTableCommand({
        TableName: 'another',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    ),
  ).resolves.toBeDefined();
});

describe('a grant is needed when a request that was allowed is refused without it', () => {
  const unusedGrants = () => pipeline.gate.unusedGrants().map(({ action, resource }) => `${action} ${resource}`);

  test('as the one grant of a request is, and one that no request was met by is not', () => {
    expect(unusedGrants()).toContain('s3:GetObject arn:aws:s3:::app-locked/*');
    expect(unusedGrants()).not.toContain('dynamodb:GetItem arn:aws:dynamodb:eu-west-2:000000000000:table/app-Table');
  });

  test('so neither of two that say the same is', () => {
    expect(unusedGrants()).toContain('sqs:SendMessage arn:aws:sqs:eu-west-2:000000000000:app-Queue');
    expect(unusedGrants()).toContain('sqs:Send* arn:aws:sqs:eu-west-2:000000000000:app-Queue');
  });
});

test('what is asked for without being requested, such as leave to log, is among the refusals too', () => {
  const worker = pipeline.gate.principalOf('app-Worker');
  expect(pipeline.gate.allows(worker, { action: 'logs:PutLogEvents', resource: 'its log' })).toBe(false);
  expect(pipeline.gate.refusals).toContainEqual(expect.stringContaining('logs:PutLogEvents on resource: its log'));
});
