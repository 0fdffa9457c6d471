import { type Message, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { discard, redrive } from '../../functions/adapters/sqs-dead-letter-acts.ts';
import { queueDepth, readDeadLetters } from '../../functions/adapters/sqs-queue-look.ts';
import { type ContractQueues, contractQueues, SERVICES } from '../support/contract-services.ts';
import { simulatedClient } from '../support/simulated-client.ts';

let queues: ContractQueues;
beforeAll(async () => {
  queues = await contractQueues();
});
afterAll(() => queues.stop());

const Asked = z.object({ MessageBody: z.string().optional(), ReceiptHandle: z.string().optional() });

/** An instant after which nothing of these tests is sent. */
const LATER = '2999-01-01T00:00:00.000Z';

async function filled(kind: 'standard' | 'fifo', bodies: readonly string[]) {
  const [deadLettersUrl, queueUrl] = [await queues.createQueue(kind), await queues.createQueue(kind)];
  for (const [index, MessageBody] of bodies.entries()) {
    const fifo = kind === 'fifo' ? { MessageGroupId: 'lane', MessageDeduplicationId: `${index}` } : {};
    await queues.client.send(new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody, ...fifo }));
  }
  return { deadLettersUrl, queueUrl };
}

const bodies = (count: number): string[] => Array.from({ length: count }, (_, index) => `message ${index}`);

test.each(['standard', 'fifo'] as const)(`on ${SERVICES} a %s queue gets back what lay there, once`, async (kind) => {
  const { deadLettersUrl, queueUrl } = await filled(kind, bodies(12));
  const steps: number[] = [];
  const { handled, found } = await redrive(queues.client, queueUrl, {
    deadLettersUrl,
    began: LATER,
    onProgress: (so) => steps.push(so.handled),
  });
  expect([handled, found, steps.at(-1)]).toEqual([12, 12, 12]);
  expect(await queueDepth(queues.client, deadLettersUrl)).toEqual({ visible: 0, inFlight: 0 });
  expect(await queueDepth(queues.client, queueUrl)).toMatchObject({ visible: 12 });
});

test(`on ${SERVICES} a look at dead letters shows all of them with their reasons, and leaves them there`, async () => {
  const { deadLettersUrl } = await filled('standard', bodies(23));
  const letters = await readDeadLetters(queues.client, deadLettersUrl);
  expect(new Set(letters.map(({ body }) => body)).size).toBe(23);
  expect(await readDeadLetters(queues.client, deadLettersUrl)).toHaveLength(23);
});

const isEven = ({ body }: { readonly body: string }): boolean => Number(body.split(' ')[1]) % 2 === 0;

test(`on ${SERVICES} only the chosen ones of many are moved, and the others stay in sight`, async () => {
  const { deadLettersUrl, queueUrl } = await filled('standard', bodies(25));
  const chosen = { deadLettersUrl, began: LATER, isChosen: isEven };
  expect(await redrive(queues.client, queueUrl, chosen)).toEqual({ found: 25, handled: 13 });
  expect(await queueDepth(queues.client, deadLettersUrl)).toEqual({ visible: 12, inFlight: 0 });
  expect((await readDeadLetters(queues.client, deadLettersUrl)).some(isEven)).toBe(false);
});

test(`on ${SERVICES} what is discarded is kept before it is deleted, and what cannot be kept stays`, async () => {
  const { deadLettersUrl } = await filled('standard', bodies(14));
  const kept: string[] = [];
  const keep = async ({ body }: { readonly body: string }) => {
    if (kept.length === 3) throw new Error('S3 is away');
    kept.push(body);
  };
  const chosen = { deadLettersUrl, began: LATER };
  await expect(discard(queues.client, keep, chosen)).rejects.toThrow('S3 is away');
  const left = (await readDeadLetters(queues.client, deadLettersUrl)).map(({ body }) => body);
  expect([...kept, ...left].toSorted()).toEqual(bodies(14).toSorted());
  expect(left).toHaveLength(11);
});

/** A dead-letter queue to which each message that is moved comes back at once, as a function's or as SQS's own. */
function restless(count: number, began: number, asSqs: boolean) {
  const lying: Message[] = bodies(count).map((Body, index) => letter(`${index}`, Body, began - 1));
  const moved: string[] = [];
  const client = simulatedClient<SQSClient>(async (action, input) => {
    const { MessageBody, ReceiptHandle } = Asked.parse(input);
    if (action === 'GetQueueAttributes') return { Attributes: { ApproximateNumberOfMessages: '0' } };
    if (action === 'ReceiveMessage') return { Messages: lying.slice(0, 10) };
    if (action === 'DeleteMessage')
      lying.splice(
        lying.findIndex((each) => each.ReceiptHandle === ReceiptHandle),
        1,
      );
    if (action !== 'SendMessage') return {};
    const MessageId = `sent-${moved.length}`;
    moved.push(MessageBody ?? '');
    // SQS keeps id and sent time of what it gives up itself; a function sends another message.
    lying.push(
      asSqs ? letter(MessageId, MessageBody, began - 1) : letter(`dead-${moved.length}`, MessageBody, began + 1),
    );
    return { MessageId };
  });
  return { client, moved, lying };
}

function letter(MessageId: string, Body: string | undefined, sent: number): Message {
  return { MessageId, Body, ReceiptHandle: MessageId, Attributes: { SentTimestamp: String(sent) } };
}

test.each([
  ['by SQS', true],
  ['by its function', false],
])('it ends although each message comes back at once, given up %s, and moves none twice', async (_by, asSqs) => {
  const began = Date.parse('2026-11-02T09:00:00.000Z');
  const { client, moved, lying } = restless(300, began, asSqs);
  const chosen = { deadLettersUrl: 'dead', began: new Date(began).toISOString() };
  expect(await redrive(client, 'q', chosen)).toEqual({ found: 300, handled: 300 });
  expect(moved.toSorted()).toEqual(bodies(300).toSorted());
  expect(lying).toHaveLength(300);
});

test('it moves all of what SQS shows at one time, although SQS counted fewer', async () => {
  const lying = bodies(8).map((Body, index) => letter(`${index}`, Body, 0));
  const client = simulatedClient<SQSClient>(async (action) => {
    if (action === 'GetQueueAttributes') return { Attributes: { ApproximateNumberOfMessages: '3' } };
    return action === 'ReceiveMessage' ? { Messages: lying } : {};
  });
  const chosen = { deadLettersUrl: 'dead', began: LATER };
  expect(await redrive(client, 'q', chosen)).toEqual({ found: 8, handled: 8 });
});

test('a message that SQS does not take stays, and those before it were moved', async () => {
  const deleted: unknown[] = [];
  const client = simulatedClient<SQSClient>(async (action, input) => {
    if (action === 'ReceiveMessage') return { Messages: bodies(2).map((Body, index) => letter(`${index}`, Body, 0)) };
    if (action === 'DeleteMessage') deleted.push(input);
    if (action === 'SendMessage' && deleted.length === 1) throw new Error('SQS is away');
    return {};
  });
  await expect(redrive(client, 'q', { deadLettersUrl: 'dead', began: LATER })).rejects.toThrow('SQS is away');
  expect(deleted).toMatchObject([{ ReceiptHandle: '0' }]);
});

test('the id that a message is moved back under is that of its delivery', async () => {
  const { queueUrl, deadLettersUrl } = await filled('fifo', bodies(1));
  await redrive(queues.client, queueUrl, { deadLettersUrl, began: LATER });
  const attributes = { MessageSystemAttributeNames: ['All' as const] };
  const { Messages: [back] = [] } = await queues.client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, ...attributes }),
  );
  expect(back?.Attributes).toMatchObject({ MessageGroupId: 'lane' });
  expect(back?.Attributes?.MessageDeduplicationId).toMatch(/^redrive-/);
});
