import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Characters of a reason that are sent; the rest of a longer one is cut off. */
const REASON_LENGTH = 500;

/** A dead-letter queue to which a function sends what can never succeed, without waiting for it to fail again. */
export function sqsDeadLetters(client: SQSClient, queueUrl: string) {
  return {
    async send(body: string, reason: string): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: 'String', StringValue: attributeText(reason) } },
        }),
      );
    },
  };
}

/** SQS refuses a message with a control character in an attribute, and the reason may quote the sender. */
function attributeText(reason: string): string {
  return reason.slice(0, REASON_LENGTH).replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '?') || 'no reason given';
}
