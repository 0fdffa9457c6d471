import { afterEach, expect, test } from 'vitest';
import type { Note } from '../support/small-assembly.ts';
import { type QueueApp, queueApp, type QueueAppOptions } from '../support/small-app.ts';

/** Seconds: a batch that waits for it comes later than any test waits. */
const LONGEST_WINDOW = 300;

let pipeline: QueueApp | undefined;

async function started(options?: QueueAppOptions): Promise<QueueApp> {
  pipeline = await queueApp(options);
  return pipeline;
}

afterEach(async () => {
  await pipeline?.stop();
  pipeline = undefined;
});

const bodies = (note: Note | undefined): readonly string[] => (note?.event.Records ?? []).map(({ body }) => body);

test('a message reaches the function in the shape that Lambda gives it', async () => {
  const { send, quiet, notes, topology } = await started();
  const messageId = await send('hello', {
    MessageAttributes: { reason: { DataType: 'String', StringValue: 'because' } },
  });
  await quiet();
  expect(notes().map(({ event }) => event)).toEqual([
    {
      Records: [
        {
          messageId,
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: 'AIDACLIENT',
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            reason: { dataType: 'String', stringValue: 'because', stringListValues: [], binaryListValues: [] },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          md5OfMessageAttributes: expect.any(String),
          eventSource: 'aws:sqs',
          eventSourceARN: `arn:aws:sqs:eu-west-2:000000000000:${topology.queues[1]?.name ?? ''}`,
          awsRegion: 'eu-west-2',
        },
      ],
    },
  ]);
});

test('a message that the function reports as failed comes back after its visibility timeout, alone', async () => {
  const { send, quiet, notes, clock } = await started({ mapping: { MaximumBatchingWindowInSeconds: 1 } });
  await Promise.all(['good', 'once', 'fine'].map((body) => send(body)));
  await quiet();
  const first = notes().length;
  const { ran } = await clock.advance('PT31S');
  expect(ran).toEqual([]);
  expect(notes().slice(first).map(bodies)).toEqual([['once']]);
  expect(notes().at(-1)?.event.Records?.[0]?.attributes['ApproximateReceiveCount']).toBe('2');
});

test('a mapping that does not ask for the items that failed takes any answer for success: what failed is gone', async () => {
  const { send, quiet, notes, clock, deadLetters, depths } = await started({ mapping: { FunctionResponseTypes: [] } });
  await send('fail');
  await quiet();
  await clock.advance('PT5M');
  expect(notes().map(bodies)).toEqual([['fail']]);
  expect(await deadLetters()).toEqual([]);
  expect((await depths()).map(({ visible, inFlight }) => visible + inFlight)).toEqual([0, 0]);
});

test('a batch that throws comes back whole', async () => {
  const { send, quiet, notes, clock } = await started({ mapping: { MaximumBatchingWindowInSeconds: 1, BatchSize: 2 } });
  await Promise.all(['throw', 'good'].map((body) => send(body)));
  await quiet();
  await clock.advance('PT31S');
  const received = notes().flatMap(bodies);
  expect(received.filter((body) => body === 'throw')).toHaveLength(2);
});

test('a message that keeps failing is in the dead-letter queue after its last receive', async () => {
  const { send, quiet, notes, clock, deadLetters, depths } = await started();
  await send('fail');
  await quiet();
  expect(await deadLetters()).toEqual([]);
  await clock.advance('PT5M');
  expect(notes().map(bodies)).toEqual([['fail'], ['fail'], ['fail']]);
  expect((await depths()).map(({ visible }) => visible)).toEqual([1, 0]);
  expect(await deadLetters()).toEqual(['fail']);
});

test('messages of one group stay in order, and one that fails holds back those behind it', async () => {
  const { send, quiet, notes, clock } = await started({
    queue: { FifoQueue: true, ContentBasedDeduplication: true },
    mapping: { BatchSize: 1 },
  });
  for (const body of ['1', 'once', '2', '3']) await send(body, { MessageGroupId: 'lane' });
  await send('other', { MessageGroupId: 'other' });
  await quiet();
  const before = notes().flatMap(bodies);
  expect(before.filter((body) => body !== 'other')).toEqual(['1', 'once']);
  expect(before).toContain('other');
  await clock.advance('PT1M');
  expect(notes().flatMap(bodies).slice(before.length)).toEqual(['once', '2', '3']);
});

test('a full batch does not wait for its window', async () => {
  const { send, notes } = await started({ mapping: { BatchSize: 20, MaximumBatchingWindowInSeconds: LONGEST_WINDOW } });
  await Promise.all(Array.from({ length: 20 }, (_, index) => send(String(index))));
  await expect.poll(() => notes().length).toBe(1);
  expect(bodies(notes()[0])).toHaveLength(20);
});

test('a function gets no more messages at once than its batch size, and each of them once', async () => {
  const { sendTogether, quiet, notes, clock, depths } = await started({
    mapping: { BatchSize: 12, MaximumBatchingWindowInSeconds: 20 },
  });
  const sent = Array.from({ length: 30 }, (_, index) => String(index));
  for (const from of [0, 10, 20]) await sendTogether(sent.slice(from, from + 10));
  await quiet();
  await clock.advance('PT5M');
  expect(Math.max(...notes().map((note) => bodies(note).length))).toBe(12);
  expect(notes().flatMap(bodies).toSorted()).toEqual(sent.toSorted());
  expect((await depths()).map(({ visible, inFlight }) => visible + inFlight)).toEqual([0, 0]);
});

test('a window gathers what arrives within it', async () => {
  const mapping = { BatchSize: 20, MaximumBatchingWindowInSeconds: LONGEST_WINDOW };
  const { send, quiet, notes } = await started({ mapping });
  await send('a');
  await send('b');
  await send('c');
  await quiet();
  expect(notes().map(bodies)).toEqual([['a', 'b', 'c']]);
});

test('a window closes by itself', async () => {
  const { send, notes } = await started({ mapping: { BatchSize: 20, MaximumBatchingWindowInSeconds: 1 } });
  await send('a');
  await expect.poll(() => notes().map(bodies)).toEqual([['a']]);
});

test('a function that overruns its timeout is ended, and the next event finds a fresh copy', async () => {
  const { send, quiet, notes } = await started({ worker: { Timeout: 5 }, mapping: { BatchSize: 1 } });
  await send('before');
  await quiet();
  await send('hang');
  await quiet();
  await send('after');
  await quiet();
  expect(notes().map((note) => [bodies(note)[0], note.invocations])).toEqual([
    ['before', 1],
    ['hang', 2],
    ['after', 1],
  ]);
  expect(notes()[0]?.remaining).toBeLessThanOrEqual(5000);
});

test('a function that ends its own process fails that event only', async () => {
  const { send, quiet, notes, topology, killSandbox } = await started({ mapping: { BatchSize: 1 } });
  await send('exit');
  await quiet();
  expect(killSandbox(topology.functions[0]?.name ?? '')).toBe(false);
  await send('after');
  await quiet();
  expect(notes().map(({ invocations }) => invocations)).toEqual([1, 1]);
  expect(killSandbox(topology.functions[0]?.name ?? '')).toBe(true);
});

test('a bundle that does not load fails every event', async () => {
  const { send, clock, deadLetters } = await started({ handler: 'broken' });
  await send('lost');
  await clock.advance('PT5M');
  expect(await deadLetters()).toEqual(['lost']);
});

test('no more copies of a function run at once than it reserves', async () => {
  const { send, quiet, notes } = await started({
    worker: { ReservedConcurrentExecutions: 1 },
    mapping: { BatchSize: 1 },
  });
  await Promise.all(Array.from({ length: 12 }, (_, index) => send(String(index))));
  await quiet();
  expect(notes().map(({ invocations }) => invocations)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});
