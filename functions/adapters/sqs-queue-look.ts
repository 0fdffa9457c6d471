import {
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
export type DeadLetter = { readonly messageId: string; readonly body: string; readonly reason: string | null };

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
  const messages = await receive(client, queueUrl, 0);
  return messages.map((message) => ({
    messageId: message.MessageId ?? '',
    body: message.Body ?? '',
    reason: message.MessageAttributes?.['reason']?.StringValue ?? null,
  }));
}

/**
 * Moves every message of a dead-letter queue back to its queue, oldest first, each sent before it is deleted: a
 * crash in between repeats a message and loses none.
 *
 * @returns how many were moved.
 */
export async function redrive(client: SQSClient, deadLettersUrl: string, queueUrl: string): Promise<number> {
  let moved = 0;
  for (;;) {
    // By long polling all of SQS's servers are asked: a short poll may find nothing where something lies.
    const messages = await receive(client, deadLettersUrl, 60, 1);
    if (messages.length === 0) return moved;
    for (const message of messages) {
      const group = message.Attributes?.MessageGroupId;
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: message.Body,
          ...(group === undefined
            ? {}
            : { MessageGroupId: group, MessageDeduplicationId: `redrive-${message.MessageId}` }),
        }),
      );
      await client.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle: message.ReceiptHandle }));
      moved += 1;
    }
  }
}

async function receive(
  client: SQSClient,
  queueUrl: string,
  visibilitySeconds: number,
  waitSeconds = 0,
): Promise<Message[]> {
  const { Messages } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: visibilitySeconds,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages ?? [];
}
