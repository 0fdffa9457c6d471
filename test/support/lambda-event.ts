import type { SQSRecord } from 'aws-lambda';

/** Calls a handler as Lambda does, with an event and a context; its answer. */
export async function callHandler(
  handler: (event: never, context: never) => unknown,
  event: unknown,
  { requestId, remainingMs }: { readonly requestId: string; readonly remainingMs: () => number },
): Promise<unknown> {
  const context = { awsRequestId: requestId, getRemainingTimeInMillis: remainingMs };
  const answer: unknown = await Reflect.apply(handler, undefined, [event, context]);
  return answer;
}

/** A message as SQS hands it to Lambda: its id and body, and of the rest what a test is about. */
export function sqsRecord(
  messageId: string,
  body: string,
  attributes: Partial<SQSRecord['attributes']> = {},
): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1793610000000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1793610000500',
      ...attributes,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-2:000000000000:queue',
    awsRegion: 'eu-west-2',
  };
}
