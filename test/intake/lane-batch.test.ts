import { afterEach, expect, test, vi } from 'vitest';
import { workLane } from '../../functions/intake/lane/work-lane.ts';
import { queueHandler } from '../../functions/runtime/queue-handler.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { Crash, FakeLane } from '../support/fake-lane.ts';
import { invoke, wired } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const KEY = 'cpl/cpl-1.1.csv';
const ENTRIES = 10_500;

/** A lane with a list in its inbox that takes more than one invocation, and a batch that begins before its event. */
function laneWithLongWork() {
  wired('intake');
  const lane = new FakeLane();
  lane.inbox.pieceBytes = 64 * 1024;
  lane.archive.pieceBytes = 64 * 1024;
  lane.inbox.set(KEY, cplCsv(Array.from({ length: ENTRIES }, (_, index) => ({ entry: index + 1 }))), lane.now, {});
  const arrived = {
    id: 'event-1',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: lane.now,
    detail: { bucket: { name: 'inbox' }, object: { key: KEY, size: 1, sequencer: '1' } },
  };
  const group = { MessageGroupId: 'lane' };
  const Records = [
    sqsRecord('m-1', 'no command', group),
    sqsRecord('m-2', JSON.stringify(arrived), group),
    sqsRecord('m-3', 'no command either', group),
  ];
  const handler = queueHandler({ service: 'intake', connect: () => lane.ports(), handleBatch: workLane });
  return { lane, handler, Records };
}

const again = (...ids: string[]) => ({
  answer: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

test('when time is up, the command under way and all behind it come back; what was done before does not', async () => {
  const { lane, handler, Records } = laneWithLongWork();
  expect(await invoke(handler, { Records }, { remainingMs: () => 9_999 })).toMatchObject(again('m-2', 'm-3'));
  expect(lane.deadLetters.map(({ body }) => body)).toEqual(['no command']);
  expect(await invoke(handler, { Records: Records.slice(1) })).toMatchObject(again());
  expect(lane.sent).toHaveLength(ENTRIES);
  expect(lane.deadLetters.map(({ body }) => body)).toEqual(['no command', 'no command either']);
});

test('a command that dies on the way fails the invocation, so that the whole batch comes back', async () => {
  const { lane, handler, Records } = laneWithLongWork();
  lane.crashAt = 3;
  expect(await invoke(handler, { Records: Records.slice(1) })).toMatchObject({ thrown: expect.any(Crash) });
});
