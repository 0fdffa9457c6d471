import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqsDeadLetters } from '../../functions/adapters/sqs-dead-letters.ts';
import { queueUrl } from '../simulation/services.ts';
import { steadyServices } from '../simulation/steady.ts';
import { type ContractQueues, contractQueues, SERVICES } from '../support/contract-services.ts';

type DeadLetter = { readonly body: string; readonly reason: string | undefined; readonly group: string | undefined };
type DeadLetterQueue = ReturnType<typeof sqsDeadLetters> & { readonly next: () => Promise<DeadLetter | undefined> };

let queues: ContractQueues;
beforeAll(async () => {
  queues = await contractQueues();
});
afterAll(() => queues.stop());

async function onService(kind: 'standard' | 'fifo'): Promise<DeadLetterQueue> {
  const { client } = queues;
  const QueueUrl = await queues.createQueue(kind);
  return {
    ...sqsDeadLetters(client, QueueUrl),
    async next() {
      const { Messages: [message] = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
          WaitTimeSeconds: 1,
        }),
      );
      if (message === undefined) return undefined;
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      const { Body = '', MessageAttributes, Attributes } = message;
      return { body: Body, reason: MessageAttributes?.['reason']?.StringValue, group: Attributes?.MessageGroupId };
    },
  };
}

async function simulated(kind: 'standard' | 'fifo'): Promise<DeadLetterQueue> {
  const { sqs, world } = steadyServices();
  const name = kind === 'fifo' ? 'lane-dead' : 'srv-events-dead';
  return {
    ...sqsDeadLetters(sqs, queueUrl(name)),
    async next() {
      const message = world.queues[name].messages.shift();
      return message === undefined ? undefined : { body: message.body, reason: message.reason, group: message.group };
    },
  };
}

describe.each([
  ['the simulated dead-letter queue', simulated],
  [`the dead-letter queue on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test.each([
    ['Not well-formed XML: unclosed tag', 'Not well-formed XML: unclosed tag'],
    ['value is \u0000\u0001a \u{1F600}\u202E!', 'value is   a ? !'],
    ['x'.repeat(2_000), 'x'.repeat(500)],
    ['', 'no reason given'],
  ])('takes a message as it is, with a reason that SQS takes', async (reason, kept) => {
    const deadLetters = await make('standard');
    await deadLetters.send({ messageId: '1', body: '<broken ü>' }, reason);
    expect(await deadLetters.next()).toMatchObject({ body: '<broken ü>', reason: kept });
  });

  test('takes it into the message group of the lane, to which it may be moved back, once', async () => {
    const deadLetters = await make('fifo');
    const message = { messageId: 'first-delivery', body: 'no command' };
    await deadLetters.send(message, 'not a command of the lane');
    await deadLetters.send(message, 'not a command of the lane');
    expect(await deadLetters.next()).toMatchObject({ body: 'no command', group: 'lane' });
    expect(await deadLetters.next()).toBeUndefined();
  });

  test('takes it again after it was moved back and refused again', async () => {
    const deadLetters = await make('fifo');
    for (const messageId of ['first-delivery', 'moved-back']) {
      await deadLetters.send({ messageId, body: 'no command' }, 'not a command of the lane');
      expect(await deadLetters.next()).toMatchObject({ body: 'no command' });
    }
  });
});
