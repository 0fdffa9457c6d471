import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import type { BatchOutcome, Invocation, QueueMessage } from '../../functions/contracts/queue.ts';
import { applyChanges } from '../../functions/dsp-ingestion/apply-changes.ts';
import { queueHandler } from '../../functions/runtime/queue-handler.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { invoke, wired } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const METRICS = { ChangesApplied: 1, ChangesStale: 0, ChangesRefused: 0, UploadHours: [2] };
const outcome = (...retry: string[]): BatchOutcome<'dsp-ingestion'> => ({
  retry,
  summary: { applied: 1 },
  metrics: METRICS,
});
const batchOf = (...ids: string[]) => ({ Records: ids.map((id) => sqsRecord(id, `body of ${id}`)) });
const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

/** A worker whose use case does what the test says; it keeps all that it was given. */
function worker(handleBatch: () => Promise<BatchOutcome<'dsp-ingestion'>> | BatchOutcome<'dsp-ingestion'>) {
  wired('dsp-ingestion');
  const given: { messages: readonly QueueMessage[]; ports: string; invocation: Invocation }[] = [];
  const handler = queueHandler({
    service: 'dsp-ingestion',
    connect: ({ LANE_QUEUE_URL }) => `ports on ${LANE_QUEUE_URL}`,
    handleBatch: async (messages, ports, invocation) => {
      given.push({ messages, ports, invocation });
      return handleBatch();
    },
  });
  return { handler, given };
}

test('an invocation is never answered while its work goes on: that would go on beside the next one in the same sandbox', async () => {
  let finish: (() => void) | undefined;
  const { handler } = worker(() => new Promise((resolve) => (finish = () => resolve(outcome()))));
  const states: string[] = [];
  const answered = invoke(handler, batchOf('m-1'), { remainingMs: () => 1 }).then(() => void states.push('answered'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  states.push('out of time');
  finish?.();
  await answered;
  expect(states).toEqual(['out of time', 'answered']);
});

describe('a batch of messages', () => {
  test('reaches the use case in the order of the event, with all that may be known of each message', async () => {
    const { handler, given } = worker(() => outcome());
    const Records = [
      sqsRecord('m-2', '{"second":1}', {
        SentTimestamp: '1793610000123',
        ApproximateReceiveCount: '3',
        MessageGroupId: 'ESME/AB01',
      }),
      sqsRecord('m-1', 'first', { SentTimestamp: '1793609999000', ApproximateReceiveCount: '1' }),
    ];
    await invoke(handler, { Records });
    expect(given.map(({ messages }) => messages)).toEqual([
      [
        {
          messageId: 'm-2',
          body: '{"second":1}',
          sentAt: '2026-11-02T09:00:00.123Z',
          receiveCount: 3,
          messageGroupId: 'ESME/AB01',
          senderId: 'AIDAEXAMPLE',
        },
        {
          messageId: 'm-1',
          body: 'first',
          sentAt: '2026-11-02T08:59:59.000Z',
          receiveCount: 1,
          messageGroupId: undefined,
          senderId: 'AIDAEXAMPLE',
        },
      ],
    ]);
  });

  test.each([
    ['none of which failed is done', []],
    ['of which one failed comes back in part', ['m-2']],
    ['of which several failed comes back in part, in the order of the use case', ['m-3', 'm-1']],
    ['of which all failed comes back whole', ['m-1', 'm-2', 'm-3']],
  ])('%s', async (_fact, retry) => {
    const { handler } = worker(() => outcome(...retry));
    expect(await invoke(handler, batchOf('m-1', 'm-2', 'm-3'))).toMatchObject({ answer: failures(...retry) });
  });

  test('that throws comes back whole: the invocation fails, and no line says that it was worked off', async () => {
    const fault = new Error('The table is away');
    const { handler } = worker(() => {
      throw fault;
    });
    expect(await invoke(handler, batchOf('m-1', 'm-2'))).toEqual({ thrown: fault, lines: [] });
  });

  test('knows how much time is left, as it runs out', async () => {
    const { handler, given } = worker(() => outcome());
    let left = 30_000;
    await invoke(handler, batchOf('m-1'), { remainingMs: () => left });
    const [{ invocation } = { invocation: undefined }] = given;
    expect(invocation?.remainingMs()).toBe(30_000);
    left = 1_200;
    expect(invocation?.remainingMs()).toBe(1_200);
  });

  test('is ended by Lambda alone: with no time left it answers when its work is done, and not before', async () => {
    const { handler } = worker(async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      return outcome('m-2');
    });
    expect(await invoke(handler, batchOf('m-1', 'm-2'), { remainingMs: () => 1 })).toMatchObject({
      answer: failures('m-2'),
    });
  });

  test('is one line of the log: its summary, how much came and went back, and its metrics, and no body', async () => {
    vi.useFakeTimers({ now: 1_793_610_005_000, toFake: ['Date'] });
    const { handler } = worker(() => outcome('m-3', 'm-1'));
    const { lines } = await invoke(handler, batchOf('m-1', 'm-2', 'm-3'), { requestId: 'request-7' });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'batch',
        service: 'dsp-ingestion',
        requestId: 'request-7',
        messages: 3,
        retried: 2,
        applied: 1,
        ChangesApplied: 1,
        ChangesStale: 0,
        ChangesRefused: 0,
        UploadHours: 2,
        _aws: expect.objectContaining({ Timestamp: 1_793_610_005_000 }),
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('body of');
  });
});

describe('the ports of a worker', () => {
  test('are made once, from its environment, and serve every batch', async () => {
    wired('dsp-ingestion');
    const environments: unknown[] = [];
    const seen: unknown[] = [];
    const handler = queueHandler({
      service: 'dsp-ingestion',
      connect: (environment) => {
        environments.push(environment);
        return { number: environments.length };
      },
      handleBatch: async (_messages, ports) => {
        seen.push(ports);
        return outcome();
      },
    });
    expect(environments).toEqual([]);
    await invoke(handler, batchOf('m-1'));
    await invoke(handler, batchOf('m-2'));
    expect(seen).toEqual([{ number: 1 }, { number: 1 }]);
    expect(environments).toEqual([
      Object.fromEntries(ENVIRONMENT['dsp-ingestion'].map((name) => [name, `value of ${name}`])),
    ]);
  });

  test('that could not be made fail the batch, and are made again for the next one', async () => {
    wired('dsp-ingestion');
    let attempts = 0;
    const handler = queueHandler({
      service: 'dsp-ingestion',
      connect: () => {
        attempts += 1;
        if (attempts === 1) throw new Error('No region');
        return attempts;
      },
      handleBatch: async () => outcome('m-1'),
    });
    expect(await invoke(handler, batchOf('m-1'))).toMatchObject({ thrown: new Error('No region'), lines: [] });
    expect(await invoke(handler, batchOf('m-1'))).toMatchObject({ answer: failures('m-1') });
    await invoke(handler, batchOf('m-1'));
    expect(attempts).toBe(2);
  });

  test('of a function that is wired wrongly are not made: the batch comes back until its environment is right', async () => {
    const { handler, given } = worker(() => outcome());
    vi.stubEnv('LANE_QUEUE_URL', '');
    expect(await invoke(handler, batchOf('m-1'))).toMatchObject({
      thrown: new Error('Function dsp-ingestion has no value for LANE_QUEUE_URL'),
    });
    expect(given).toEqual([]);
    vi.stubEnv('LANE_QUEUE_URL', 'lane');
    await invoke(handler, batchOf('m-1'));
    expect(given).toMatchObject([{ ports: 'ports on lane' }]);
  });
});

describe('a batch of a FIFO queue', () => {
  /** A change of a Device Model, as a message of the model's group; its id is the change's order. */
  function record(number: number, model: string) {
    const change = dspChange(number, cplEntry({ modelIdentifier: model }));
    return sqsRecord(change.order, JSON.stringify(change), { MessageGroupId: model });
  }

  /** The DSP ingestion, with a table that does not take the changes of these orders. */
  function dspIngestion(refused: ReadonlySet<string>) {
    wired('dsp-ingestion');
    const applied: DspChange[] = [];
    const handler = queueHandler({
      service: 'dsp-ingestion',
      connect: () => ({
        devices: { find: async () => undefined },
        srvEvents: { suspended: async () => undefined },
        lane: { ask: async () => undefined },
        clock: { now: () => '2026-11-02T09:02:00.000Z' },
        deviceModels: {
          apply: async (change: DspChange): Promise<'applied'> => {
            if (refused.has(change.order)) throw new Error('The table is throttled');
            applied.push(change);
            return 'applied';
          },
        },
      }),
      handleBatch: applyChanges,
    });
    const ordersOf = (model: string) =>
      applied.filter(({ entry }) => entry.modelIdentifier === model).map(({ order }) => order);
    return { handler, ordersOf };
  }

  test('[R12] comes back from the first message of a group that failed on; other groups are done', async () => {
    const a = [1, 3, 5].map((number) => record(number, 'AAAA'));
    const b = [2, 4].map((number) => record(number, 'BBBB'));
    const c = [record(6, 'CCCC')];
    const Records = [...a, ...b, ...c].toSorted((one, other) => (one.messageId < other.messageId ? -1 : 1));
    const idsOf = (records: typeof Records) => records.map(({ messageId }) => messageId);
    const again = [...a.slice(1), ...b];
    const refused = new Set([a[1]?.messageId ?? '', b[0]?.messageId ?? '']);
    const { handler, ordersOf } = dspIngestion(refused);

    expect(await invoke(handler, { Records })).toMatchObject({
      answer: failures(...idsOf(again)),
      lines: [{ messages: 6, retried: 4, fault: 'Error: The table is throttled' }],
    });
    expect(['AAAA', 'BBBB', 'CCCC'].map(ordersOf)).toEqual([idsOf(a.slice(0, 1)), [], idsOf(c)]);

    refused.clear();
    expect(await invoke(handler, { Records: again })).toMatchObject({ answer: failures() });
    expect(['AAAA', 'BBBB', 'CCCC'].map(ordersOf)).toEqual([a, b, c].map(idsOf));
  });
});
