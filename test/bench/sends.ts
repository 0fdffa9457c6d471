import { sqsDspUpdates } from '../../functions/adapters/sqs-dsp-updates.ts';
import { workLane } from '../../functions/intake/lane/work-lane.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { countingQueue } from './extracts/counting-queue.ts';
import type { Figure } from './figure.ts';

const FEW = 1000;
const MANY = 11_000;

/** Requests to the FIFO queue of the DSP for each further row that changes: what a file costs anyway is left out. */
export async function sendFigures(): Promise<readonly Figure[]> {
  const [few, many] = [await requestsFor(FEW), await requestsFor(MANY)];
  const perRow = (many - few) / (MANY - FEW);
  console.log(
    `${few} requests for ${FEW} changed rows, ${many} for ${MANY}: ${few - perRow * FEW} for the file itself`,
  );
  return [{ name: 'intake.fifoSendsPerChangedRow', value: perRow, atMost: 0.1 }];
}

/** Lets the lane work off one extract of so many new entries, and counts what it asks of SQS. */
async function requestsFor(rows: number): Promise<number> {
  const lane = new FakeLane();
  const { client, requests } = countingQueue();
  const key = 'cpl/cpl-20261102.csv';
  lane.inbox.set(key, cplCsv(Array.from({ length: rows }, (_, index) => ({ entry: index + 1 }))));
  const event = {
    id: 'event',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: lane.now,
    detail: { bucket: { name: 'inbox' }, object: { key, size: 1 } },
  };
  const message = { messageId: 'm', body: JSON.stringify(event), sentAt: lane.now, receiveCount: 1, senderId: '' };
  await workLane(
    [{ ...message, messageGroupId: 'lane' }],
    { ...lane.ports(), dspUpdates: sqsDspUpdates(client, 'http://127.0.0.1/dsp-updates.fifo') },
    { remainingMs: () => 60_000 },
  );
  return [...requests.values()].reduce((sum, count) => sum + count, 0);
}
