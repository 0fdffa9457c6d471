import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
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

/** Dead letters that are looked at, at most, and the seconds for which nobody else sees them meanwhile. */
const MOST_LOOKED_AT = 10_000;
const LOOK_SECONDS = 120;

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

/** Looks at the first messages of a dead-letter queue and leaves them there, visible at once again. */
export async function lookAtDeadLetters(client: SQSClient, queueUrl: string): Promise<DeadLetter[]> {
  const messages = await receive(client, queueUrl, { hiddenSeconds: LOOK_SECONDS });
  await showAgain(client, queueUrl, messages);
  return messages.map(deadLetter);
}

/**
 * Looks at every message of a dead-letter queue that SQS shows at one time, and leaves them there. Of a FIFO queue it
 * shows ten of each group.
 */
export async function allDeadLetters(client: SQSClient, queueUrl: string): Promise<DeadLetter[]> {
  const seen = new Map<string | undefined, Message>();
  for (let isNew = true; isNew && seen.size < MOST_LOOKED_AT;) {
    const messages = await receive(client, queueUrl, { hiddenSeconds: LOOK_SECONDS, waitSeconds: 1 });
    isNew = messages.some(({ MessageId }) => !seen.has(MessageId));
    for (const message of messages) seen.set(message.MessageId, message);
  }
  await showAgain(client, queueUrl, [...seen.values()]);
  return [...seen.values()].map(deadLetter);
}

/** What a redrive did: how many messages lay there when it began, about, and how many of them it moved back. */
export type Redriven = { readonly found: number; readonly moved: number };

/**
 * Moves what lies in a dead-letter queue back to its queue, oldest first, each message at most once and each sent
 * before it is deleted: a crash in between repeats a message and loses none. What comes to lie there meanwhile, such as
 * a message that was moved and failed again, stays; so it ends, whatever comes back.
 *
 * @param began instant of the queue's clock: what is there since then is not moved
 * @param onMoved is told how many of those that were found are moved, after each few
 */
export async function redrive(
  client: SQSClient,
  { deadLettersUrl, queueUrl }: { readonly deadLettersUrl: string; readonly queueUrl: string },
  began: string,
  onMoved: (redriven: Redriven) => void = () => undefined,
): Promise<Redriven> {
  const { visible, inFlight } = await queueDepth(client, deadLettersUrl);
  const found = visible + inFlight;
  // SQS counts approximately: a queue that it takes for empty is looked into all the same.
  const most = found === 0 ? Number.POSITIVE_INFINITY : found;
  const sent = new Set<string | undefined>();
  const staying: Message[] = [];
  let moved = 0;
  while (moved < most) {
    // By long polling all of SQS's servers are asked: a short poll may find nothing where something lies.
    const messages = await receive(client, deadLettersUrl, { hiddenSeconds: 60, waitSeconds: 1 });
    const before = moved;
    for (const message of messages) {
      if (moved >= most || sent.has(message.MessageId) || isLater(message, began)) staying.push(message);
      else {
        sent.add(await moveBack(client, { deadLettersUrl, queueUrl }, message));
        moved += 1;
      }
    }
    if (moved === before) break;
    onMoved({ found, moved });
  }
  await showAgain(client, deadLettersUrl, staying);
  return { found: Math.max(found, moved), moved };
}

/** Moves one message; answers the id that it has in its queue, and keeps if SQS gives it up once more. */
async function moveBack(
  client: SQSClient,
  { deadLettersUrl, queueUrl }: { readonly deadLettersUrl: string; readonly queueUrl: string },
  { MessageId, Body, ReceiptHandle, Attributes }: Message,
): Promise<string | undefined> {
  const group = Attributes?.MessageGroupId;
  const fifo = group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: `redrive-${MessageId}` };
  const sent = await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body, ...fifo }));
  await client.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle }));
  return sent.MessageId;
}

function isLater({ Attributes }: Message, instant: string): boolean {
  return Number(Attributes?.SentTimestamp ?? 0) > Date.parse(instant);
}

/** Makes messages that were received visible at once again; one that is gone, or visible by now, stays as it is. */
async function showAgain(client: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

function deadLetter({ MessageId, Body, MessageAttributes, Attributes }: Message): DeadLetter {
  return {
    messageId: MessageId ?? '',
    body: Body ?? '',
    reason: MessageAttributes?.['reason']?.StringValue ?? null,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
  };
}

async function receive(
  client: SQSClient,
  queueUrl: string,
  { hiddenSeconds, waitSeconds = 0 }: { readonly hiddenSeconds: number; readonly waitSeconds?: number },
): Promise<Message[]> {
  const { Messages } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: hiddenSeconds,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages ?? [];
}
