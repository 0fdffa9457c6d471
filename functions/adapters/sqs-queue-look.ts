import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** How much is in a queue, about: SQS counts approximately. */
export type Depth = { readonly visible: number; readonly inFlight: number };

/** A message that its function gave up on, and the reason if it was given one. */
export type DeadLetter = {
  readonly messageId: string;
  readonly body: string;
  readonly reason: string | null;
  /** ISO instant at which its queue took it. */
  readonly sentAt: string;
};

/** Dead letters that are read, moved or discarded at one time, at most. */
export const MOST_DEAD_LETTERS = 10_000;
/** SQS gives at most so many messages at one time. */
const MOST_AT_ONCE = 10;
/** Seconds for which nobody else sees the messages that are read, unless they are shown again before. */
const HIDDEN_SECONDS = 120;

/** Counts the messages of a queue; delayed ones count as in flight. */
export async function queueDepth(client: SQSClient, queueUrl: string): Promise<Depth> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    visible: Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0),
    inFlight:
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0) +
      Number(Attributes?.['ApproximateNumberOfMessagesDelayed'] ?? 0),
  };
}

/**
 * Reads the messages of a dead-letter queue that SQS shows at one time, and leaves them there. Of a FIFO queue it shows
 * ten of each group.
 *
 * @param most messages after which no more are read
 */
export async function readDeadLetters(
  client: SQSClient,
  queueUrl: string,
  most = MOST_DEAD_LETTERS,
): Promise<DeadLetter[]> {
  const { visible } = await queueDepth(client, queueUrl);
  const seen = new Map<string | undefined, Message>();
  for (let goesOn = true; goesOn && seen.size < most;) {
    const messages = await receiveDeadLetters(client, queueUrl);
    const isNew = messages.some(({ MessageId }) => !seen.has(MessageId));
    for (const message of messages) seen.set(message.MessageId, message);
    // SQS counts approximately; but to ask once more for nothing would cost a second of waiting.
    goesOn = isNew && (messages.length === MOST_AT_ONCE || seen.size < visible);
  }
  await showAgain(client, queueUrl, [...seen.values()]);
  return [...seen.values()].map(deadLetter);
}

/** Makes messages that were received visible at once again; one that is gone, or visible by now, stays as it is. */
export async function showAgain(client: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** A message as SQS gave it, as a dead letter. */
export function deadLetter({ MessageId, Body, MessageAttributes, Attributes }: Message): DeadLetter {
  return {
    messageId: MessageId ?? '',
    body: Body ?? '',
    reason: MessageAttributes?.['reason']?.StringValue ?? null,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
  };
}

/**
 * Receives up to ten messages and hides them. By long polling all of SQS's servers are asked: a short poll may find
 * nothing where something lies.
 */
export async function receiveDeadLetters(client: SQSClient, queueUrl: string): Promise<Message[]> {
  const { Messages } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: MOST_AT_ONCE,
      VisibilityTimeout: HIDDEN_SECONDS,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages ?? [];
}
