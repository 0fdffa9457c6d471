import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';

/** A message as SQS hands it out when all its attributes are asked for. */
export const ReceivedMessage = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  MD5OfBody: z.string(),
  Body: z.string(),
  MD5OfMessageAttributes: z.string().optional(),
  Attributes: z.object({
    ApproximateReceiveCount: z.string(),
    SentTimestamp: z.string(),
    SenderId: z.string(),
    ApproximateFirstReceiveTimestamp: z.string(),
    MessageGroupId: z.string().optional(),
    MessageDeduplicationId: z.string().optional(),
    SequenceNumber: z.string().optional(),
  }),
  MessageAttributes: z
    .record(
      z.string(),
      z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() }),
    )
    .default({}),
});
export type ReceivedMessage = z.infer<typeof ReceivedMessage>;

/** A message as Lambda gives it to a function. */
export function sqsRecord(message: ReceivedMessage, queueArn: string, region: string): SQSRecord {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          dataType: DataType,
          ...(StringValue === undefined ? {} : { stringValue: StringValue }),
          ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

const BatchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * Which messages of a batch a function asks to have again. An answer that Lambda could not read, an empty identifier
 * or one that is not in the batch means the whole batch.
 */
export function failedMessages(answer: unknown, batch: readonly ReceivedMessage[]): ReadonlySet<string> {
  const all = new Set(batch.map(({ MessageId }) => MessageId));
  const response = BatchResponse.safeParse(answer);
  if (!response.success) return all;
  const failures = (response.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failures.every((id) => all.has(id)) ? new Set(failures) : all;
}
