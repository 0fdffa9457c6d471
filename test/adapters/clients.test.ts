import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import * as z from 'zod';
import { batchGet } from '../../functions/adapters/batch-get.ts';
import { dynamoClient, s3Client, sqsClient } from '../../functions/adapters/clients.ts';
import { dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { queriedItems } from '../../functions/adapters/queried-items.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { sesClient } from '../../functions/adapters/ses-mailer.ts';
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
