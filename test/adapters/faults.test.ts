import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NotFound, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { undeliveredChanges } from '../../functions/adapters/undelivered-changes.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { sqsDspUpdates } from '../../functions/adapters/sqs-dsp-updates.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { simulatedClient } from '../support/simulated-client.ts';

const NOW = '2026-11-02T09:00:00.000Z';
const THROTTLED = new Error('The table is throttled');
const REFUSED = new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
const throwing = (error: unknown) => async () => {
  throw error;
};
const failing = (error: unknown) => simulatedClient<DynamoDBDocumentClient & SQSClient>(throwing(error));

/** A table that takes no item, and has the mail as sent. */
const puttingFails = (error: Error) =>
  simulatedClient<DynamoDBDocumentClient>(async (action) => {
    if (action === 'Put') throw error;
    return error === REFUSED ? {} : { Item: { mailId: 'A', state: 'sent', at: NOW } };
  });

describe('a fault of DynamoDB is a fault, not an outcome', () => {
  test.each([
    ['a claim of a mail', () => mailClaims(dynamoLedger(puttingFails(THROTTLED), 'ledger')).claim('A', NOW)],
    ['a mail given up', () => mailClaims(dynamoLedger(failing(THROTTLED), 'ledger')).giveUp('A', NOW)],
    [
      'a fact noted as reported',
      () => noticeBook(dynamoLedger(failing(THROTTLED), 'ledger')).note([{ factId: 'F', level: 1, reportedAt: NOW }]),
    ],
  ])('%s', async (_name, work) => {
    await expect(work()).rejects.toBe(THROTTLED);
  });

  test('a claim that is gone when it is looked at is left to the next attempt', async () => {
    expect(await mailClaims(dynamoLedger(puttingFails(REFUSED), 'ledger')).claim('A', NOW)).toBe('claimed-elsewhere');
  });
});

test('what is written to an object is discarded without a word to S3 while none of it has been sent', async () => {
  const writer = s3Objects(simulatedClient(throwing(new Error('Nothing was begun'))), 'archive').writer(
    'a',
    'text/plain',
  );
  await writer.write(new TextEncoder().encode('a few bytes'));
  await expect(writer.discard()).resolves.toBeUndefined();
});

test('an object that is put as a new one fails with the fault of the network, where it is not S3 that refuses it', async () => {
  const unreachable = new Error('The network is away');
  const bucket = s3Objects(simulatedClient(throwing(unreachable)), 'archive');
  await expect(bucket.putNew('known.json', '{}', 'application/json')).rejects.toBe(unreachable);
});

describe('the facts of an object', () => {
  const factsOf = (answer: () => Promise<unknown>) => s3Objects(simulatedClient(answer), 'inbox').facts('cpl/a.csv');
  const answered = (httpStatusCode: number) =>
    new S3ServiceException({ name: 'Unknown', $fault: 'client', $metadata: { httpStatusCode } });

  test('are none when S3 has none, however it says so', async () => {
    for (const error of [new NotFound({ message: '', $metadata: {} }), answered(404)]) {
      expect(await factsOf(throwing(error))).toBeUndefined();
    }
  });

  test('are a fault when S3 says anything else, or leaves out when the object was written', async () => {
    await expect(factsOf(throwing(answered(403)))).rejects.toMatchObject({ name: 'Unknown' });
    await expect(factsOf(async () => ({ ContentLength: 1 }))).rejects.toThrow(
      'S3 gave no LastModified for inbox/cpl/a.csv',
    );
  });
});

describe('changes for the DSP', () => {
  const change = (number: number) =>
    dspChange(number, cplEntry({ modelIdentifier: number.toString(16).padStart(4, '0') }));

  test('are sent in as few requests as SQS allows, and none for none', async () => {
    const requests: number[] = [];
    const client = simulatedClient<Parameters<typeof sqsDspUpdates>[0]>(async (_action, input) => {
      requests.push(JSON.stringify(input).split('MessageBody').length - 1);
      return {};
    });
    await sqsDspUpdates(client, 'q').send([]);
    expect(requests).toEqual([]);
    await sqsDspUpdates(client, 'q').send(Array.from({ length: 25 }, (_, number) => change(number)));
    expect(requests.toSorted((one, other) => other - one)).toEqual([10, 10, 5]);
  });

  test('that SQS does not take are a fault', async () => {
    const updates = sqsDspUpdates(failing(THROTTLED), 'q');
    const sixHundred = Array.from({ length: 600 }, (_, number) => change(number));
    await expect(updates.send(sixHundred)).rejects.toBe(THROTTLED);
  });

  test('of which SQS takes a part only are a fault, with its reason', async () => {
    const client = simulatedClient<SQSClient>(async () => ({ Failed: [{ Id: '0', Message: 'too many' }] }));
    await expect(sqsDspUpdates(client, 'q').send([change(1), change(2)])).rejects.toThrow(
      'SQS did not take 1 of 2 messages: too many',
    );
  });

  test('that are in flight are looked up many at a time', async () => {
    const archive = new FakeObjects();
    const log = Array.from({ length: 2500 }, (_, number) => JSON.stringify({ effect: 'send', change: change(number) }));
    archive.set('log', `${log.join('\n')}\n`);
    const lookedUp: number[] = [];
    const deviceModels = {
      orders: async (keys: readonly string[]) => {
        lookedUp.push(keys.length);
        return new Map<string, string>();
      },
    };
    const sources = { ledger: new FakeLedger(), archive, deviceModels };
    const missing: string[] = [];
    for await (const { order } of undeliveredChanges({ effectsKey: 'log' }, sources)) missing.push(order);
    expect(missing).toHaveLength(2500);
    expect(lookedUp).toEqual([1000, 1000, 500]);
  });
});
