import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LANE_MESSAGE_GROUP } from '../contracts/lane-command.ts';
import { printable } from '../domain/findings/printable.ts';

/** Characters of a reason that are sent; the rest of a longer one is cut off. */
const REASON_LENGTH = 500;

/** A dead-letter queue to which a function sends what can never succeed, without waiting for it to fail again. */
export function sqsDeadLetters(client: SQSClient, queueUrl: string) {
  /** A FIFO queue, which is the lane's, also wants an id by which it knows a repeat, and the group it is moved back to. */
  const fifo = (body: string) =>
    queueUrl.endsWith('.fifo')
      ? {
          MessageGroupId: LANE_MESSAGE_GROUP,
          MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
        }
      : {};
  return {
    async send(body: string, reason: string): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          ...fifo(body),
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
