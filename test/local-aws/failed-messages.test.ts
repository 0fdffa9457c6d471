import { expect, test } from 'vitest';
import { failedMessages, type ReceivedMessage } from '../../infra/local-aws/lambda/sqs-records.ts';

const message = (MessageId: string): ReceivedMessage => ({
  MessageId,
  ReceiptHandle: `receipt of ${MessageId}`,
  MD5OfBody: '',
  Body: MessageId,
  Attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1793610000000',
    SenderId: '000000000000',
    ApproximateFirstReceiveTimestamp: '1793610000000',
  },
  MessageAttributes: {},
});
const BATCH = ['m-1', 'm-2', 'm-3'].map(message);
const ALL = ['m-1', 'm-2', 'm-3'];
const items = (...ids: readonly unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test.each([
  ['none', items(), []],
  ['nothing at all', undefined, []],
  ['null', null, []],
  ['no list', {}, []],
  ['null for the list', { batchItemFailures: null }, []],
  ['one', items('m-2'), ['m-2']],
  ['two, one of them twice', items('m-3', 'm-1', 'm-3'), ['m-1', 'm-3']],
  ['all', items(...ALL), ALL],
  ['one that is not in the batch', items('m-2', 'm-9'), ALL],
  ['an empty id', items(''), ALL],
  ['null for an id', items(null), ALL],
  ['ids under another name', { batchItemFailures: [{ messageId: 'm-2' }] }, ALL],
  ['ids as they are', { batchItemFailures: ['m-2'] }, ALL],
  ['what is no list', { batchItemFailures: 'm-2' }, ALL],
])('a function that reports %s has those come back that Lambda would bring back', (_said, answer, expected) => {
  expect([...failedMessages(answer, BATCH)].toSorted()).toEqual(expected);
});
