import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { STACK_OUTPUTS } from '../../functions/contracts/outputs.ts';
import { faultInWords, naming } from '../../functions/operator/aws-fault.ts';
import { runCpl } from '../support/cpl-command.ts';
import { temporaryFolder } from '../support/small-assembly.ts';

afterEach(() => vi.unstubAllEnvs());

/** What AWS answers to every request. */
const answering = (statusCode: number, body: string) => ({
  region: 'eu-west-2',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => ({ response: new HttpResponse({ statusCode, headers: {}, body: Readable.from([body]) }) }),
  },
});

/** What an operator reads when a table answers so. */
const ofTable = async (name: string, message: string): Promise<unknown> => {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb#${name}`, message });
  const client = naming(new DynamoDBClient(answering(400, body)));
  return client.send(new GetItemCommand({ TableName: 't', Key: {} })).catch(faultInWords);
};

describe('a fault of AWS in one line', () => {
  test('what a policy does not allow: the action, and which policy has it', async () => {
    const iam =
      'User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-2:1:table/t because no identity-based policy allows the dynamodb:GetItem action';
    expect(await ofTable('AccessDeniedException', iam)).toBe(
      `AWS does not allow dynamodb:GetItem: attach the policy of the output OperatorPolicyArn to your role (DynamoDB GetItem: ${iam})`,
    );
    const s3 = naming(
      new S3Client(answering(403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>')),
    );
    const denied = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })).catch(faultInWords);
    expect(denied).toMatch(/^AWS does not allow this request: .* \(S3 GetObject: Access Denied\)$/);
  });

  test.each([
    [
      'ExpiredTokenException',
      'The security token\nincluded in the request is expired',
      'The AWS credentials have expired',
    ],
    ['UnrecognizedClientException', 'The security token is invalid', 'AWS does not know these credentials'],
    ['ResourceNotFoundException', 'Requested resource not found', 'AWS does not have what the outputs file names'],
    ['ValidationException', 'Something else', 'AWS did not do what was asked'],
  ])('%s', async (name, message, words) => {
    const said = await ofTable(name, message);
    expect(said).toMatch(new RegExp(`^${words}`));
    expect(said).toContain(`(DynamoDB GetItem: ${message.replace('\n', ' ')})`);
  });

  test('a pipeline on this machine that was killed, whose file is left', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566'), { code: 'ECONNREFUSED' });
    expect(faultInWords(refused)).toMatch(/^The pipeline of \.local\/run\.json no longer runs/);
  });

  test('a fault of this program is none of AWS', () => {
    expect(faultInWords(new TypeError('x is not a function'))).toBeUndefined();
    expect(faultInWords(Object.assign(new Error('connect'), { code: 'ENOENT' }))).toBeUndefined();
    for (const thrown of ['text', undefined, null]) expect(faultInWords(thrown)).toBeUndefined();
  });
});

describe('the region', () => {
  const folder = temporaryFolder();
  const outputs = (queueUrl: string): string => {
    const file = join(folder, 'outputs.json');
    const all = STACK_OUTPUTS.map((name) => [name, name.endsWith('Url') ? queueUrl : 'a-name']);
    writeFileSync(file, JSON.stringify({ stack: Object.fromEntries(all) }));
    return file;
  };
  const noEnvironment = () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'no-config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'no-credentials'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  };

  test('is that of the queues, so that a profile without one will do; then credentials are what is missing', async () => {
    noEnvironment();
    const file = outputs('https://sqs.eu-west-2.amazonaws.com/123456789012/q');
    const { exitCode, complained } = await runCpl('status', '--aws', '--outputs', file);
    expect([exitCode, complained]).toEqual([1, expect.stringMatching(/^There are no usable AWS credentials/)]);
  });

  test('is that of the environment where the queues name none', async () => {
    noEnvironment();
    const { exitCode, complained } = await runCpl('status', '--aws', '--outputs', outputs('http://127.0.0.1:9/0/q'));
    expect([exitCode, complained]).toEqual([1, expect.stringMatching(/^No AWS region/)]);
  });
});
