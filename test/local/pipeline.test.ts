import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { LocalRun } from '../../functions/contracts/local-run.ts';
import { listen } from '../../infra/local-aws/emulators/http-service.ts';
import { CannotStart } from '../../infra/local-aws/cannot-start.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { handlerFunction, smallAssembly, temporaryFolder } from '../support/small-assembly.ts';
import { startInboxPipeline } from '../support/inbox-pipeline.ts';
import { queueApp } from '../support/small-app.ts';

const running: LocalPipeline[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

/** An inbox whose new objects reach a function by the lane. */
async function inboxPipeline() {
  const made = await startInboxPipeline();
  running.push(made.pipeline);
  return made;
}

test('an upload reaches the lane as the event that S3 sends through EventBridge', async () => {
  const { pipeline, notes, upload } = await inboxPipeline();
  const { VersionId } = await upload('cpl/a list +1.csv', 'hello');
  await upload('other/ignored.csv', 'x');
  await pipeline.quiet();
  const records = notes().flatMap(({ event }) => event.Records ?? []);
  expect(records.map(({ attributes }) => attributes['MessageGroupId'])).toEqual(['lane']);
  expect(JSON.parse(records[0]?.body ?? '')).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'eu-west-2',
    resources: ['arn:aws:s3:::app-inbox'],
    detail: {
      version: '0',
      bucket: { name: 'app-inbox' },
      object: {
        key: 'cpl/a list +1.csv',
        size: 5,
        etag: '5d41402abc4b2a76b9719d911017c592',
        'version-id': VersionId,
        sequencer: expect.stringMatching(/^[0-9A-F]+$/),
      },
      'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
      requester: '000000000000',
      'source-ip-address': expect.any(String),
      reason: 'PutObject',
    },
  });
});

test('uploads reach the lane in the order in which they came', async () => {
  const { pipeline, notes, upload } = await inboxPipeline();
  for (const name of ['1', '2', '3', '4']) await upload(`cpl/${name}`, name);
  await pipeline.quiet();
  const keys = notes().map(({ event }) => JSON.parse(event.Records?.[0]?.body ?? '').detail.object.key);
  expect(keys).toEqual(['cpl/1', 'cpl/2', 'cpl/3', 'cpl/4']);
});

test('run.json has all that is needed to drive the pipeline, and is deleted when it stops', async () => {
  const { pipeline, directory } = await inboxPipeline();
  const file = join(directory, 'run.json');
  expect(LocalRun.parse(JSON.parse(readFileSync(file, 'utf8')))).toEqual(pipeline.run);
  expect(pipeline.run.resources.inboxBucket).toBe('app-inbox');
  await running.pop()?.stop();
  expect(existsSync(file)).toBe(false);
});

test('a run starts empty', async () => {
  const { pipeline, directory, upload } = await inboxPipeline();
  await upload('cpl/one', 'x');
  await pipeline.quiet();
  expect(readdirSync(pipeline.logDir)).toEqual(['app-Intake.log']);
  await running.pop()?.stop();
  const assembly = smallAssembly({ app: { Resources: {} } });
  const again = await startPipeline({ directory, port: 0, clockFrom: A_MONDAY, assembly });
  running.push(again);
  expect([readdirSync(again.logDir), readdirSync(again.outboxDir)]).toEqual([[], []]);
});

test('a second pipeline in the same folder is refused with the address of the first one', async () => {
  const { pipeline, directory } = await inboxPipeline();
  const assembly = smallAssembly({ app: { Resources: {} } });
  const second = startPipeline({ directory, port: 0, clockFrom: A_MONDAY, assembly });
  await expect(second).rejects.toThrow(`A local pipeline already runs: ${pipeline.run.consoleUrl}`);
});

test('a port that is taken is said plainly, and leaves an earlier run as it is', async () => {
  const other = await listen((_request, response) => response.end());
  const port = Number(new URL(other.endpoint).port);
  const started = startPipeline({ directory: temporaryFolder(), port, clockFrom: A_MONDAY, assembly: 'none' });
  await expect(started).rejects.toThrow(
    new CannotStart(`Port ${port} is taken by another program: choose one with --port`),
  );
  await other.close();
});

test('a function sees its own environment and where the emulators are, and nothing of the machine', async () => {
  const assembly = smallAssembly({
    app: {
      Resources: {
        Worker: handlerFunction('environment', { Environment: { Variables: { MAIL_FROM: 'a@b.example' } } }),
      },
      Outputs: { ReportsFunction: { Value: { Ref: 'Worker' } } },
    },
  });
  const pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: A_MONDAY, assembly });
  running.push(pipeline);
  const path = '/2015-03-31/functions/ReportsFunction/invocations';
  const answer = await fetch(new URL(path, pipeline.run.consoleUrl), { method: 'POST', body: '{}' });
  const environment: unknown = await answer.json();
  expect(environment).toMatchObject({
    MAIL_FROM: 'a@b.example',
    AWS_REGION: 'eu-west-2',
    AWS_LAMBDA_FUNCTION_NAME: 'app-Worker',
    AWS_ENDPOINT_URL_S3: pipeline.run.endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: pipeline.run.endpoints.dynamodb,
  });
  expect(environment).not.toHaveProperty('PATH');
});

test('requests are counted by service, action and caller', async () => {
  const { meter, quiet, send, stop } = await queueApp();
  const before = meter.total('sqs', 'SendMessage');
  await send('one');
  await quiet();
  await stop();
  expect(meter.total('sqs', 'SendMessage') - before).toBe(1);
  expect(meter.readings()).toContainEqual({
    service: 'sqs',
    action: 'DeleteMessageBatch',
    caller: 'app-Worker',
    count: 1,
  });
});

test('an alarm on a dead-letter queue goes off when a message lies in it', async () => {
  const queueAlarm = { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 };
  const alarm = {
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Dead', 'QueueName'] } }],
  };
  const maths = {
    Metrics: [{ Id: 'sum', Expression: 'a+b' }],
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const assembly = smallAssembly({
    app: {
      Resources: {
        Dead: { Type: 'AWS::SQS::Queue' },
        Full: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'Dead letters', ...alarm, ...queueAlarm } },
        Maths: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'Maths', ...maths } },
      },
    },
  });
  const pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: A_MONDAY, assembly });
  running.push(pipeline);
  const states = async () => (await pipeline.alarms()).map(({ name, state }) => [name, state]);
  expect(await states()).toEqual([
    ['Dead letters', 'ok'],
    ['Maths', 'not-evaluated'],
  ]);
  const { region, credentials, endpoints } = pipeline.run;
  const sqs = new SQSClient({ region, credentials, endpoint: endpoints.sqs });
  await sqs.send(new SendMessageCommand({ QueueUrl: `${endpoints.sqs}/000000000000/app-Dead`, MessageBody: 'dead' }));
  expect(await states()).toEqual([
    ['Dead letters', 'alarm'],
    ['Maths', 'not-evaluated'],
  ]);
});
