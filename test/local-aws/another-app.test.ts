import { join } from 'node:path';
import { ScanCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App, CfnOutput, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { buildSync } from 'esbuild';
import { afterEach, expect, test } from 'vitest';
import type { RunningApp } from '../../infra/local-aws/app.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { startSmallApp } from '../support/small-app.ts';

const HANDLER = join(import.meta.dirname, '..', 'fixtures', 'local', 'another-app', 'handler.ts');

/** Another app than the pipeline: what comes into a bucket or a queue, and each call of a schedule, is kept in a table. */
class Keepsakes extends Stack {
  constructor(app: App) {
    super(app, 'Keepsakes');
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
    });
    const code = temporaryFolder();
    buildSync({ entryPoints: [HANDLER], bundle: true, platform: 'node', outfile: join(code, 'index.cjs') });
    const keeper = new LambdaFunction(this, 'Keeper', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      timeout: Duration.seconds(10),
      environment: { TABLE: table.tableName },
    });
    table.grantWriteData(keeper);
    const queue = new Queue(this, 'Queue');
    keeper.addEventSource(new SqsEventSource(queue));
    const bucket = new Bucket(this, 'Bucket');
    const { defaultChild } = bucket.node;
    if (defaultChild instanceof CfnBucket)
      defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    const arrived = new Rule(this, 'FileArrived', {
      eventPattern: { source: ['aws.s3'], detailType: ['Object Created'] },
    });
    arrived.addTarget(new SqsQueue(queue));
    new Schedule(this, 'Daily', {
      schedule: ScheduleExpression.cron({ hour: '3', minute: '0', timeZone: TimeZone.EUROPE_LONDON }),
      target: new LambdaInvoke(keeper),
    });
    for (const [name, value] of Object.entries({
      table: table.tableName,
      queue: queue.queueUrl,
      bucket: bucket.bucketName,
    }))
      new CfnOutput(this, `${name}Name`, { value });
  }
}

let running: RunningApp | undefined;

afterEach(async () => {
  await running?.stop();
});

test('an app that is not the pipeline runs as its CDK says: bucket, event, queue, function, table and schedule', async () => {
  const app = new App({ outdir: temporaryFolder(), analyticsReporting: false });
  const stack = new Keepsakes(app);
  running = await startSmallApp(app.synth().directory);
  const { endpoints, credentials, topology, quiet, clock } = running;
  const client = { region: 'eu-west-2', credentials };
  const named = (name: string): string => topology.outputs.get(`${name}Name`) ?? stack.stackName;
  const kept = async (): Promise<readonly string[]> => {
    const dynamodb = new DynamoDBClient({ ...client, endpoint: endpoints.dynamodb });
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: named('table') }));
    return Items.map(({ id }) => id?.S ?? '').sort();
  };

  const sqs = new SQSClient({ ...client, endpoint: endpoints.sqs });
  await sqs.send(new SendMessageCommand({ QueueUrl: named('queue'), MessageBody: 'a message' }));
  await quiet();
  expect(await kept()).toEqual(['a message']);

  const s3 = new S3Client({ ...client, endpoint: endpoints.s3, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: named('bucket'), Key: 'a file.txt', Body: 'x' }));
  await quiet();
  expect((await kept()).filter((each) => each.includes('"key":"a file.txt"'))).toHaveLength(1);

  await clock.advance('P1D');
  expect(await kept()).toContain('called by the schedule');
});
