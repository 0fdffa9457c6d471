import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import * as z from 'zod';
import { batchGet } from '../../functions/adapters/batch-get.ts';
import { documentClient, dynamoClient, s3Client, sqsClient } from '../../functions/adapters/clients.ts';
import { dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { queriedItems } from '../../functions/adapters/queried-items.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { sesClient } from '../../functions/adapters/ses-mailer.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { stageMail } from '../../functions/adapters/stage-mail.ts';
import { someMail } from '../support/fake-mail.ts';
import { recordedClient } from '../support/recorded-client.ts';
import { simulatedClient } from '../support/simulated-client.ts';

afterEach(() => void vi.restoreAllMocks());

describe('a service of AWS', () => {
  let asked: string[];
  let answer: (response: ServerResponse) => void;
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(request.headers.host ?? '');
    answer(response);
  });
  beforeEach(async () => {
    asked = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-2');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['DynamoDB', 15_000, () => dynamoClient().send(new ListTablesCommand({}))],
    ['SQS', 15_000, () => sqsClient().send(new ListQueuesCommand({}))],
    ['S3', 35_000, () => s3Client().send(new ListBucketsCommand({}))],
    ['SES', 15_000, () => sesClient().send(new SendEmailCommand({ Content: {} }))],
  ])('that takes a request and never answers is given up and asked again, some times: %s', async (_, ms, ask) => {
    answer = () => undefined;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ended: unknown[] = [];
    const asking = ask().catch((error: unknown) => void ended.push(error));
    for (let tries = 1; ended.length === 0; tries += 1) {
      await vi.waitUntil(() => asked.length >= tries || ended.length > 0, { timeout: PATIENCE_MS, interval: 5 });
      await vi.advanceTimersByTimeAsync(ms);
    }
    await asking;
    expect(ended).toMatchObject([{ name: 'TimeoutError' }]);
    expect(asked.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['DynamoDB', 10_000, () => dynamoClient()],
    ['SQS', 10_000, () => sqsClient()],
    ['S3', 30_000, () => s3Client()],
    ['S3, for a large object', 60_000, () => s3Client({}, 60_000)],
    ['SES', 9000, () => sesClient()],
  ])(
    'is given up when it does not connect in three seconds, or answer in time: %s',
    async (_, requestTimeout, made) => {
      answer = (response) => response.end();
      const { requestHandler } = made().config;
      const { hostname, port } = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');
      await requestHandler.handle(new HttpRequest({ hostname, port: Number(port), protocol: 'http:' }));
      const limits = { connectionTimeout: 3000, requestTimeout, throwOnRequestTimeout: true };
      expect(requestHandler).toMatchObject({ config: limits });
    },
  );

  test('is asked in the region of the environment, or in another one that is given', async () => {
    const regions = [dynamoClient(), sqsClient(), s3Client()].map(({ config }) => config.region());
    const others = [dynamoClient, sqsClient, s3Client].map((made) => made({ region: 'eu-west-1' }).config.region());
    expect(await Promise.all([...regions, ...others])).toEqual([
      'eu-west-2',
      'eu-west-2',
      'eu-west-2',
      'eu-west-1',
      'eu-west-1',
      'eu-west-1',
    ]);
    expect(await sesClient().config.maxAttempts()).toBe(3);
  });

  test('is not sent fields that are undefined', async () => {
    const bodies: string[] = [];
    answer = (response) => response.end('{}');
    server.once('request', (request: IncomingMessage) => {
      void request.toArray().then((parts) => bodies.push(Buffer.concat(parts).toString()));
    });
    await documentClient().send(new PutCommand({ TableName: 't', Item: { a: 'b', c: { d: undefined } } }));
    await vi.waitUntil(() => bodies.length === 1, { timeout: PATIENCE_MS, interval: 5 });
    expect(bodies).toEqual(['{"TableName":"t","Item":{"a":{"S":"b"},"c":{"M":{}}}}']);
  });

  test('sends a mail of a stage from its address, with a link to its console, once', async () => {
    const bodies: string[] = [];
    answer = (response) => response.end('{"MessageId":"1"}');
    server.once('request', (request: IncomingMessage) => {
      void request.toArray().then((parts) => bodies.push(Buffer.concat(parts).toString()));
    });
    const { client } = recordedClient<DynamoDBDocumentClient>({});
    const mail = stageMail(dynamoLedger(client, 'ledger'), {
      MAIL_FROM: 'cpl@example.org',
      MAIL_CONFIGURATION_SET: 'cpl-mail',
      CONSOLE_ADDRESS: 'http://127.0.0.1:4381',
    });
    expect(await mail.sendOnce(someMail({ page: '/lists/u' }))).toBe('sent');
    await vi.waitUntil(() => bodies.length === 1, { timeout: PATIENCE_MS, interval: 5 });
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      FromEmailAddress: 'cpl@example.org',
      ConfigurationSetName: 'cpl-mail',
      Content: { Simple: { Body: { Text: { Data: expect.stringContaining('http://127.0.0.1:4381/lists/u') } } } },
    });
  });

  test('is asked where the environment says, whatever host stands in the URL of a queue', async () => {
    answer = (response) =>
      response.end(JSON.stringify({ MessageId: 'm', MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' }));
    const QueueUrl = 'https://sqs.eu-west-2.amazonaws.com/000000000000/lane';
    await sqsClient().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(asked).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
  });
});

describe('an object that must be the first of its key', () => {
  const refused = (status: number) =>
    new S3ServiceException({ name: 'Refused', $fault: 'client', $metadata: { httpStatusCode: status } });
  const putting = (...statuses: readonly number[]) => {
    const left = [...statuses];
    const client = simulatedClient<S3Client>(async (_, input) => {
      expect(input).toMatchObject({ IfNoneMatch: '*' });
      const status = left.shift() ?? 200;
      if (status !== 200) throw refused(status);
      return {};
    });
    return s3Objects(client, 'reports').putNew('a', 'x', 'text/plain');
  };

  test('is put again when S3 says that two writes conflict, and is then there or there already', async () => {
    expect(await putting(409)).toBe('put');
    expect(await putting(409, 409)).toBe('put');
    expect(await putting(409, 412)).toBe('there-already');
  });

  test('is a fault when S3 goes on saying so, or says anything else', async () => {
    await expect(putting(409, 409, 409)).rejects.toThrow();
    await expect(putting(403)).rejects.toThrow();
  });
});

const Asked = z.object({
  RequestItems: z.object({ devices: z.object({ Keys: z.array(z.object({ id: z.string() })) }) }),
});

test('what DynamoDB leaves unprocessed is asked for again, nothing of it a second time, and after pauses that grow', async () => {
  // The longest that may be drawn: 100 ms, then 200.
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const asked: string[][] = [];
  const client = simulatedClient<DynamoDBDocumentClient>(async (_, input) => {
    const { Keys } = Asked.parse(input).RequestItems.devices;
    asked.push(Keys.map(({ id }) => id));
    return { Responses: { devices: Keys.slice(0, 1) }, UnprocessedKeys: { devices: { Keys: Keys.slice(1) } } };
  });
  const keys = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  const began = performance.now();
  expect(await batchGet(client, 'devices', keys)).toEqual(keys);
  expect(performance.now() - began).toBeGreaterThan(290);
  expect(asked).toEqual([['a', 'b', 'c', 'd'], ['b', 'c', 'd'], ['c', 'd'], ['d']]);
});

test('the entries of a Device Model are read to the last page of them', async () => {
  const starts: unknown[] = [];
  const client = simulatedClient<DynamoDBDocumentClient>(async (_, input) => {
    const { ExclusiveStartKey: start } = z.object({ ExclusiveStartKey: z.optional(z.number()) }).parse(input);
    starts.push(start);
    return { Items: [], ...(start === 2 ? {} : { LastEvaluatedKey: (start ?? 0) + 1 }) };
  });
  expect(await dynamoDeviceModels(client, 'device-models').ofModel('AB01', '010A030B')).toEqual([]);
  expect(starts).toEqual([undefined, 1, 2]);
});

test('what a query finds is read to its last page', async () => {
  const starts: unknown[] = [];
  const client = simulatedClient<DynamoDBDocumentClient>(async (_, input) => {
    const { ExclusiveStartKey } = z.object({ ExclusiveStartKey: z.optional(z.number()) }).parse(input);
    starts.push(ExclusiveStartKey);
    const page = (ExclusiveStartKey ?? 0) + 1;
    // A page may be empty, and another one behind it not.
    return { Items: page === 2 ? [] : [{ page }], ...(page < 3 ? { LastEvaluatedKey: page } : {}) };
  });
  expect(await Array.fromAsync(queriedItems(client, { TableName: 'device-models' }))).toEqual([
    { page: 1 },
    { page: 3 },
  ]);
  expect(starts).toEqual([undefined, 1, 2]);
});
