import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LANE_MESSAGE_GROUP } from '../contracts/lane-command.ts';
import type { QueueMessage } from '../contracts/queue.ts';
import { printable } from '../domain/findings/printable.ts';

/** Characters of a reason that are sent; the rest of a longer one is cut off. */
const REASON_LENGTH = 500;

/** A dead-letter queue to which a function sends what can never succeed, without waiting for it to fail again. */
export function sqsDeadLetters(client: SQSClient, queueUrl: string) {
  /**
   * A FIFO queue, which is the lane's, also wants the group a message is moved back to, and an id by which it knows a
   * repeat. That names the delivery: the same command, sent or moved back once more, is dead once more.
   */
  const fifo = (messageId: string) =>
    queueUrl.endsWith('.fifo')
      ? { MessageGroupId: LANE_MESSAGE_GROUP, MessageDeduplicationId: `dead-${messageId}` }
      : {};
  return {
    async send({ messageId, body }: Pick<QueueMessage, 'messageId' | 'body'>, reason: string): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          ...fifo(messageId),
          MessageAttributes: { reason: { DataType: 'String', StringValue: attributeText(reason) } },
        }),
      );
    },
  };
}

/** SQS refuses a message with a control character in an attribute, and the reason may quote the sender. */
function attributeText(reason: string): string {
  const text = printable(reason.slice(0, REASON_LENGTH), '\t\n\r').replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '?');
  return text.trim() === '' ? 'no reason given' : text;
}
