import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { redrive } from '../../functions/adapters/sqs-dead-letter-acts.ts';
import {
  deadLetter,
  MOST_DEAD_LETTERS,
  queueDepth,
  readDeadLetters,
  receiveDeadLetters,
} from '../../functions/adapters/sqs-queue-look.ts';
import { recordedClient } from '../support/recorded-client.ts';

const BEGAN = '2026-11-02T09:00:00.000Z';
const letter = (id: number | string, sentAt = 0): Message => ({
  MessageId: `${id}`,
  Body: `body ${id}`,
  ReceiptHandle: `handle ${id}`,
  Attributes: { SentTimestamp: `${sentAt}` },
});
const letters = (first: number, last: number): Message[] =>
  Array.from({ length: last - first + 1 }, (_, index) => letter(first + index));

/** A dead-letter queue that counts so many messages, and what it shows each time it is asked, the last for ever. */
function queue(counted: number, ...shown: readonly (readonly Message[])[]) {
  let times = 0;
  const { client, asked } = recordedClient<SQSClient>((action: string) => {
    if (action === 'GetQueueAttributes') return { Attributes: { ApproximateNumberOfMessages: `${counted}` } };
    if (action !== 'ReceiveMessage') return { MessageId: `sent ${asked.length}` };
    times += 1;
    return { Messages: shown[Math.min(times, shown.length) - 1] };
  });
  const of = (action: string) => asked.filter((each) => each.action === action).map(({ input }) => input);
  return { client, of, looks: () => of('ReceiveMessage').length };
}

describe('a look at a queue', () => {
  test('asks for what is visible, in flight and delayed, and takes what SQS leaves out for none', async () => {
    const { client, inputs } = recordedClient<SQSClient>(
      {
        Attributes: {
          ApproximateNumberOfMessages: '1',
          ApproximateNumberOfMessagesNotVisible: '20',
          ApproximateNumberOfMessagesDelayed: '300',
        },
      },
      {},
    );
    expect(await queueDepth(client, 'q')).toEqual({ visible: 1, inFlight: 320 });
    expect(await queueDepth(client, 'q')).toEqual({ visible: 0, inFlight: 0 });
    expect(inputs()[0]).toStrictEqual({
      QueueUrl: 'q',
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    });
  });

  test('asks all servers of SQS, and hides what it sees for two minutes', async () => {
    const { client, inputs } = recordedClient<SQSClient>({});
    expect(await receiveDeadLetters(client, 'q')).toEqual([]);
    expect(inputs()).toStrictEqual([
      {
        QueueUrl: 'q',
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 120,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
    ]);
    expect(MOST_DEAD_LETTERS).toBe(10_000);
  });

  test('sees a message with its reason and its time, as far as it has them', () => {
    const reason = { DataType: 'String', StringValue: 'why' };
    expect(deadLetter({ ...letter(1, 1000), MessageAttributes: { reason } })).toEqual({
      messageId: '1',
      body: 'body 1',
      reason: 'why',
      sentAt: '1970-01-01T00:00:01.000Z',
    });
    expect(deadLetter({ MessageAttributes: {} }).reason).toBeNull();
    expect(deadLetter({})).toEqual({ messageId: '', body: '', reason: null, sentAt: '1970-01-01T00:00:00.000Z' });
  });

  test.each([
    ['once where it sees as many as SQS counts', 3, [letters(1, 3)], 3, 1],
    ['again where it sees fewer', 5, [letters(1, 3), letters(4, 5)], 5, 2],
    ['again where it sees as many as SQS gives at one time', 10, [letters(1, 10), letters(11, 11)], 11, 2],
    ['until it sees nothing new', 5, [letters(1, 3), letters(1, 3)], 3, 2],
    ['until it sees nothing new, full as it is', 50, [letters(1, 10), letters(1, 10)], 10, 2],
    ['on where it sees something new beside what it has seen', 6, [letters(1, 3), letters(3, 5), letters(6, 6)], 6, 3],
  ])('looks %s', async (_, counted, shown, seen, looks) => {
    const dead = queue(counted, ...shown);
    expect(await readDeadLetters(dead.client, 'q')).toHaveLength(seen);
    expect(dead.looks()).toBe(looks);
    const again = dead.of('ChangeMessageVisibilityBatch').flatMap(({ Entries }) => Object(Entries));
    expect(again).toHaveLength(seen);
  });

  test('ends with as many as are asked for', async () => {
    const dead = queue(50, letters(1, 10), letters(11, 20), letters(21, 30));
    expect(await readDeadLetters(dead.client, 'q', 20)).toHaveLength(20);
    expect(dead.looks()).toBe(2);
  });
});

describe('messages that are moved back', () => {
  const chosen = { deadLettersUrl: 'dead', began: BEGAN };

  test('are sent as they are, of a group in theirs, and not shown again', async () => {
    const { Attributes: _attributes, ...bare } = letter(1);
    const grouped: Message = { ...letter(2), Attributes: { MessageGroupId: 'lane' } };
    const dead = queue(2, [bare, grouped]);
    expect(await redrive(dead.client, 'q', chosen)).toEqual({ found: 2, handled: 2 });
    expect(dead.of('SendMessage')).toStrictEqual([
      { QueueUrl: 'q', MessageBody: 'body 1' },
      { QueueUrl: 'q', MessageBody: 'body 2', MessageGroupId: 'lane', MessageDeduplicationId: 'redrive-2' },
    ]);
    expect(dead.of('ChangeMessageVisibilityBatch')).toEqual([]);
    expect(dead.looks()).toBe(1);
  });

  test('are those that lay there at the beginning, to its very instant, in flight or not', async () => {
    const began = Date.parse(BEGAN);
    const { client, asked } = recordedClient<SQSClient>((action: string) => {
      const Attributes = { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' };
      if (action === 'GetQueueAttributes') return { Attributes };
      return action === 'ReceiveMessage' ? { Messages: [letter(1, began), letter(2, began + 1)] } : {};
    });
    expect(await redrive(client, 'q', chosen)).toEqual({ found: 3, handled: 1 });
    expect(asked.filter(({ action }) => action === 'SendMessage').map(({ input }) => input['MessageBody'])).toEqual([
      'body 1',
    ]);
  });

  test('are moved once, though SQS shows one again that was deleted, beside another', async () => {
    const dead = queue(3, letters(1, 1), letters(1, 2), letters(1, 3));
    expect(await redrive(dead.client, 'q', chosen)).toEqual({ found: 3, handled: 3 });
    expect(dead.of('SendMessage').map(({ MessageBody }) => MessageBody)).toEqual(['body 1', 'body 2', 'body 3']);
    expect(dead.looks()).toBe(3);
  });
});
