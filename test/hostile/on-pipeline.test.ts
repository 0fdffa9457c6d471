import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANE_MESSAGE_GROUP } from '../../functions/contracts/lane-command.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import { localClients, pipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { hostileCases, type HostileCase } from '../support/hostile/corpus.ts';
import { EXTRACT_RECIPES } from '../support/hostile/extract-recipes.ts';
import { KEY_RECIPES } from '../support/hostile/key-recipes.ts';
import { SRV_RECIPES } from '../support/hostile/srv-recipes.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { DEVICE, duis, prenotification } from '../support/srv-messages.ts';

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ directory: temporaryFolder(), port: 0, clockFrom: A_MONDAY });
});
afterAll(() => pipeline.stop());

const bytesOf = ({ content }: HostileCase): Buffer => Buffer.from(content);
const textOf = (one: HostileCase): string => bytesOf(one).toString('utf8');
/** What SQS would not take in the first place, and what is no text, cannot come by it. */
const isMessage = (text: string): boolean =>
  text !== '' &&
  !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text) &&
  Buffer.byteLength(text) < 250_000;
/** Extracts whose changes must reach the DSP, through every queue and table on the way. */
const EVERYWHERE = [
  'emoji-name.csv',
  'noncharacter-in-name.csv',
  'cell-of-1000-wide-characters.csv',
  'mail-header-in-name.csv',
];
const everyThird = (_one: unknown, index: number): boolean => index % 3 === 0;

function access() {
  const { run } = pipeline;
  const clients = localClients(run);
  const { ports, archive, deadLetters } = pipelineAccess(clients, run.resources, async () => pipeline.clock.now());
  const put = (Key: string, Body: Buffer | string) =>
    clients.s3.send(new PutObjectCommand({ Bucket: run.resources.inboxBucket, Key, Body }));
  return { ...run.resources, clients, ports, archive, deadLetters, put };
}

test('[R5] hostile extracts and keys are answered by receipts, one for each, and a sound extract behind them goes through', async () => {
  const { put, ports, archive } = access();
  const all = hostileCases('extracts', EXTRACT_RECIPES);
  const throughout = all.filter(({ name }) => EVERYWHERE.includes(name));
  const extracts = all
    .filter((one) => one.expected.startsWith('refused') && one.maxExtractBytes === undefined)
    .filter(everyThird);
  const keys = hostileCases('keys', KEY_RECIPES).filter(
    ({ key = '' }) => /^(?:cpl|governance)\//.test(key) && !key.includes('/../../'),
  );
  expect(extracts.length + keys.length).toBeGreaterThan(50);

  // Each is the next issue: two lists of one issue that arrive within a second cannot be distinguished by their order.
  for (const one of extracts) await put(`cpl/${one.name}`, bytesOf(one));
  for (const [index, one] of throughout.entries())
    await put(`cpl/${one.name}`, ofIssue(bytesOf(one), `1.${index + 1}`));
  for (const one of keys) await put(one.key ?? '', bytesOf(one));
  await put('cpl/neighbour.csv', cplCsv([{ entry: 1 }], '1.9'));
  await pipeline.quiet();

  const uploads = new Map((await ports.ledger.list('uploads')).map((upload) => [upload.key, upload]));
  expect(throughout.map(({ name }) => uploads.get(`cpl/${name}`)?.decision)).toEqual(EVERYWHERE.map(() => 'accepted'));
  expect(await Array.fromAsync(ports.undeliveredChanges())).toEqual([]);
  for (const { name, expected } of extracts)
    expect([name, outcomeOf(uploads.get(`cpl/${name}`))]).toEqual([name, expected]);
  for (const { name, key = '', expected } of keys) {
    const upload = uploads.get(key);
    if (expected === 'passed over') expect([name, upload]).toEqual([name, undefined]);
    else if (expected === 'accepted')
      expect([name, upload?.decision]).toEqual([name, expect.stringMatching(/accepted|repeat|superseded/)]);
    else expect([name, outcomeOf(upload)]).toEqual([name, expected]);
    if (upload !== undefined) expect(JSON.parse(await archive.text(upload.receiptKey)).upload.key).toBe(key);
  }
  expect(uploads.get('cpl/neighbour.csv')?.decision).toBe('accepted');
  expect(await Array.fromAsync(ports.deviceModels.all(), ({ entryKey }) => entryKey)).toContain(
    'ESME/AB01/0001/0101/00000100',
  );
});

test('[R52] hostile messages are in the dead-letter queues with their reasons, and a sound one among them is recorded', async () => {
  const { clients, srvEventsQueueUrl, laneQueueUrl, inboxBucket, deadLetters, ports } = access();
  // Those that are left out say something else under the source and id of another of them.
  const messages = hostileCases('srv-messages', SRV_RECIPES)
    .filter((one) => isMessage(textOf(one)))
    .filter(everyThird)
    .filter(({ name }) => name !== 'key-doubled.json' && name !== 'data-firmware-formula.json');
  const commands = hostileCases('lane-messages', [])
    .filter((one) => isMessage(textOf(one)))
    .filter(everyThird);
  for (const one of messages)
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: srvEventsQueueUrl, MessageBody: textOf(one) }));
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: srvEventsQueueUrl,
      MessageBody: duis('12.2', prenotification(), { counter: '7' }),
    }),
  );
  for (const one of commands) {
    await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: laneQueueUrl,
        // Hostile in all but the bucket, by which it would be known at once.
        MessageBody: textOf(one).replace('"name": "inbox"', `"name": "${inboxBucket}"`),
        MessageGroupId: LANE_MESSAGE_GROUP,
        MessageDeduplicationId: one.name,
      }),
    );
  }
  await pipeline.quiet();

  expect((await ports.devices.find(DEVICE))?.status).toBe('Pending');
  const dead = (cases: readonly HostileCase[]) =>
    cases.filter(({ expected }) => expected.startsWith('dead letter')).length;
  expect(dead(messages)).toBeGreaterThan(30);
  const depths = new Map((await ports.queueDepths()).map(({ queue, ...depth }) => [queue, depth]));
  expect(depths.get('srv-events')).toEqual({ visible: 0, inFlight: 0, deadLetters: dead(messages) });
  expect(depths.get('lane')).toEqual({ visible: 0, inFlight: 0, deadLetters: dead(commands) });
  for (const queue of ['srv-events', 'lane'] as const) {
    for (const { reason } of await deadLetters(queue)) expect(reason).toBeTruthy();
  }
});

/** A list whose rows say that they are of another issue. */
function ofIssue(list: Buffer, issue: string): Buffer {
  return Buffer.from(list.toString('latin1').replaceAll(/Version \d+\.\d+ /g, `Version ${issue} `), 'latin1');
}

function outcomeOf(upload: Upload | undefined): string {
  const codes = new Set(upload?.findings.map(({ code }) => code));
  return upload === undefined ? 'no answer' : `${upload.decision}: ${[...codes].sort().join(' ')}`;
}
