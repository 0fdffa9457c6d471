import { request as httpRequest } from 'node:http';
import { ListTablesCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KeyPair, RunCredentials } from '../../infra/local-aws/access/run-credentials.ts';
import { Agenda } from '../../infra/local-aws/clock/agenda.ts';
import type { Emulators } from '../../infra/local-aws/emulators/emulators.ts';
import { ScheduleBook } from '../../infra/local-aws/events/schedule-book.ts';
import type { Meter } from '../../infra/local-aws/meter.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { ACCOUNT, startedEmulators } from '../support/started-emulators.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

const { region } = ACCOUNT;
const another = new RunCredentials();
let emulators: Emulators;
let own: RunCredentials;
let meter: Meter;

beforeAll(async () => {
  ({ emulators, credentials: own, meter } = await startedEmulators());
  emulators.connect({ schedules: new ScheduleBook(new Agenda(), async () => 'none'), onCreated: () => undefined });
  emulators.objects.create('inbox', false);
  emulators.mail.setup.identities.add('example.org');
});

afterAll(() => emulators.close());

const MAIL = new SendEmailCommand({
  FromEmailAddress: 'cpl@example.org',
  Destination: { ToAddresses: ['ssc@example.org'] },
  Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } } },
});

/** One request to each service, by the AWS SDK. */
const SERVICES = {
  s3: (credentials: KeyPair) =>
    new S3Client({ region, credentials, endpoint: emulators.endpoints.s3 }).send(new ListBucketsCommand({})),
  sqs: (credentials: KeyPair) =>
    new SQSClient({ region, credentials, endpoint: emulators.endpoints.sqs }).send(new ListQueuesCommand({})),
  dynamodb: (credentials: KeyPair) =>
    new DynamoDBClient({ region, credentials, endpoint: emulators.endpoints.dynamodb }).send(new ListTablesCommand({})),
  sesv2: (credentials: KeyPair) =>
    new SESv2Client({ region, credentials, endpoint: emulators.endpoints.sesv2 }).send(MAIL),
  scheduler: (credentials: KeyPair) =>
    new SchedulerClient({ region, credentials, endpoint: emulators.endpoints.scheduler }).send(
      new ListSchedulesCommand({}),
    ),
} as const;
const NAMES = ['s3', 'sqs', 'dynamodb', 'sesv2', 'scheduler'] as const;

/** The answer to a request that is made by hand, with whatever headers. */
function answerTo(endpoint: string, path: string, headers: Readonly<Record<string, string>>, body = '') {
  return new Promise<{ status: number; headers: object; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = httpRequest({ hostname, port, path, method: body === '' ? 'GET' : 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The headers of a DynamoDB request that the run itself would take, signed by its own credentials. */
async function signedScan(headers: Readonly<Record<string, string>> = {}) {
  const { host, port } = new URL(emulators.endpoints.dynamodb);
  const signer = new SignatureV4({
    credentials: own.client,
    region,
    service: 'dynamodb',
    sha256: Hash.bind(undefined, 'sha256'),
  });
  const body = '{}';
  const signed = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: Number(port),
    path: '/',
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      ...headers,
    },
    body,
  });
  return { headers: signed.headers, body };
}

describe('the services of a run', () => {
  test.each(NAMES)('%s answers who signs with the credentials of run.json', async (name) => {
    await expect(SERVICES[name](own.client)).resolves.toBeDefined();
  });

  test.each([
    ['s3', 'InvalidAccessKeyId', 'SignatureDoesNotMatch'],
    ['sqs', 'InvalidClientTokenId', 'SignatureDoesNotMatch'],
    ['dynamodb', 'UnrecognizedClientException', 'InvalidSignatureException'],
    ['sesv2', 'UnrecognizedClientException', 'InvalidSignatureException'],
    ['scheduler', 'UnrecognizedClientException', 'InvalidSignatureException'],
  ] as const)('%s refuses another access key and another secret, as AWS does', async (name, unknownKey, wrong) => {
    const before = meter.readings().length;
    await expect(SERVICES[name](another.client)).rejects.toMatchObject({ name: unknownKey });
    const secretAccessKey = another.client.secretAccessKey;
    await expect(SERVICES[name]({ ...own.client, secretAccessKey })).rejects.toMatchObject({ name: wrong });
    expect(meter.readings()).toHaveLength(before);
  });

  test.each(NAMES)('%s refuses who does not sign, and shows a browser nothing', async (name) => {
    const answer = await answerTo(emulators.endpoints[name], '/', {}, '{}');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toMatch(/MissingAuthenticationToken|AccessDenied/);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('are made for this run alone', () => {
    expect(own.client.accessKeyId).not.toBe(another.client.accessKeyId);
    expect(own.client.secretAccessKey).not.toBe(another.client.secretAccessKey);
    expect(own.ofFunction('a').secretAccessKey).not.toBe(own.ofFunction('b').secretAccessKey);
  });

  test('say nothing of their state to who only looks', async () => {
    const answer = await answerTo(emulators.endpoints.sqs, '/_fauxqs/queues', {});
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('MissingAuthenticationToken')]);
  });
});

describe('a request with the right signature', () => {
  test.each([
    ['as it is', {}, 200],
    ['from the page of another site', { origin: 'http://evil.test' }, 400],
    ['from a page that a browser takes for another site', { 'sec-fetch-site': 'cross-site' }, 400],
    ['at a name that was made to point here', { host: 'evil.test' }, 400],
    ['at another port', { host: '127.0.0.1:1' }, 400],
  ])('%s: %j is answered with %i', async (_how, headers, status) => {
    const { headers: signed, body } = await signedScan(headers);
    const answer = await answerTo(emulators.endpoints.dynamodb, '/', signed, body);
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('of another body is refused', async () => {
    const { headers } = await signedScan();
    const answer = await answerTo(emulators.endpoints.dynamodb, '/', headers, '{ }');
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('InvalidSignatureException')]);
  });

  test('in its address is answered, and refused with another address', async () => {
    const { host, hostname, port } = new URL(emulators.endpoints.s3);
    const signer = new SignatureV4({
      credentials: own.client,
      region,
      service: 's3',
      sha256: Hash.bind(undefined, 'sha256'),
      uriEscapePath: false,
      applyChecksum: false,
    });
    const { query = {} } = await signer.presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path: '/inbox',
        query: { 'list-type': '2' },
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      { unsignableHeaders: new Set(['x-amz-content-sha256']), unhoistableHeaders: new Set(['x-amz-content-sha256']) },
    );
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const answers = await Promise.all(
      [`/inbox?${search}`, `/inbox?${search}&prefix=a`].map((path) => answerTo(emulators.endpoints.s3, path, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  });
});

test.each([
  ['s3', '/inbox/%E0%A4%A', 'InvalidURI'],
  ['scheduler', '//', ''],
] as const)('%s outlives an address that is none: %s', async (name, path, code) => {
  const answer = await answerTo(emulators.endpoints[name], path, {
    authorization: own.inProcess('client', name, region),
  });
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(code)]);
});

test('a body that is larger than the service takes is let go by, and refused', async () => {
  const headers = { authorization: own.inProcess('client', 'scheduler', region) };
  const answer = await answerTo(emulators.endpoints.scheduler, '/schedules/a', headers, 'x'.repeat(2_000_000));
  expect(answer.status).toBe(413);
});
