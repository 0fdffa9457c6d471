import { DeleteMessageCommand, type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  type DeadLetter,
  deadLetter,
  MOST_DEAD_LETTERS,
  queueDepth,
  receiveDeadLetters,
  showAgain,
} from './sqs-queue-look.ts';

/** The dead-letter queue on which something is done, and which of its messages it is done with. */
export type Chosen = {
  readonly deadLettersUrl: string;
  /** Instant of the queue's clock: what came to lie there since then stays as it is. */
  readonly began: string;
  /** @default every message */
  readonly isChosen?: (letter: DeadLetter) => boolean;
  /** Hears how far it is, after each few messages. */
  readonly onProgress?: (handled: Handled) => void;
};

/** How many messages lay in the queue at the beginning, about, and with how many of them something was done. */
export type Handled = { readonly found: number; readonly handled: number };

/**
 * Moves chosen dead letters back to their queue, oldest first, each message at most once and each sent before it is
 * deleted: a crash in between repeats a message and loses none. What comes to lie there meanwhile, such as a message that
 * was moved and failed again, stays; so it ends, whatever comes back.
 */
export async function redrive(client: SQSClient, queueUrl: string, chosen: Chosen): Promise<Handled> {
  return withChosen(client, chosen, async ({ MessageId, Body, Attributes }) => {
    const group = Attributes?.MessageGroupId;
    const fifo = group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: `redrive-${MessageId}` };
    const sent = await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body, ...fifo }));
    return sent.MessageId;
  });
}

/** Takes chosen dead letters away, each once it is kept: a crash in between keeps a message twice and loses none. */
export async function discard(
  client: SQSClient,
  keep: (letter: DeadLetter) => Promise<void>,
  chosen: Chosen,
): Promise<Handled> {
  return withChosen(client, chosen, async (message) => {
    await keep(deadLetter(message));
    return undefined;
  });
}

/**
 * Does something with each chosen message that lay there at the beginning, and deletes it then. It ends when as many
 * as were counted there have been seen, or SQS shows nothing new; of what SQS shows at one time it leaves out none.
 *
 * @param act answers the id under which the message may come back, if it may
 */
async function withChosen(
  client: SQSClient,
  { deadLettersUrl, began, isChosen = () => true, onProgress = () => undefined }: Chosen,
  act: (message: Message) => Promise<string | undefined>,
): Promise<Handled> {
  const { visible, inFlight } = await queueDepth(client, deadLettersUrl);
  const found = visible + inFlight;
  // SQS counts approximately: a queue that it takes for empty is looked into all the same.
  const most = found === 0 ? MOST_DEAD_LETTERS : Math.min(found, MOST_DEAD_LETTERS);
  const mayComeBack = new Set<string | undefined>();
  const seen = new Set<string | undefined>();
  const held = new Map<string | undefined, Message>();
  let [handled, old] = [0, 0];
  try {
    while (old < most) {
      const messages = await receiveDeadLetters(client, deadLettersUrl);
      const hasNew = messages.some(({ MessageId }) => !seen.has(MessageId));
      for (const message of messages) held.set(message.MessageId, message);
      if (!hasNew) break;
      for (const message of messages) {
        const { MessageId, ReceiptHandle } = message;
        if (seen.has(MessageId) || mayComeBack.has(MessageId) || isLater(message, began)) continue;
        old += 1;
        if (!isChosen(deadLetter(message))) continue;
        mayComeBack.add(await act(message));
        await client.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle }));
        held.delete(MessageId);
        handled += 1;
      }
      for (const { MessageId } of messages) seen.add(MessageId);
      onProgress({ found, handled });
    }
  } finally {
    await showAgain(client, deadLettersUrl, [...held.values()]);
  }
  return { found: Math.max(found, handled), handled };
}

function isLater({ Attributes }: Message, instant: string): boolean {
  return Number(Attributes?.SentTimestamp ?? 0) > Date.parse(instant);
}
