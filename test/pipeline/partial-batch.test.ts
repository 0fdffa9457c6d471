import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClients, type QueueName } from '../../functions/operator/pipeline-access.ts';
import { cplCsv, entryKeyOf } from '../support/cpl-csv.ts';
import type { LogLine } from '../support/lambda.ts';
import { type LaneDriver, laneDriver } from '../support/lane-driver.ts';
import { duis, envelope, prenotification } from '../support/srv-messages.ts';
import { deviceIdOf } from '../support/trial-records.ts';

/** What DynamoDB does not take: every write whose request has one of these words. */
const refused = new Set<string>();
let driver: LaneDriver;
let linesBefore = 0;

beforeAll(async () => {
  driver = await laneDriver({
    clockFrom: '2026-11-02T10:00:00.000Z',
    tableFaults: (action, body) =>
      /^(Put|Update)Item$/.test(action) && [...refused].some((word) => JSON.stringify(body).includes(word)),
  });
});

afterAll(() => driver.stop());

beforeEach(() => {
  refused.clear();
  linesBefore = batchLines().length;
});

/** The lines that functions wrote of their batches, oldest first. */
function batchLines(service = 'srv-events'): readonly LogLine[] {
  const { logDir } = driver.pipeline;
  return readdirSync(logDir)
    .flatMap((file) => readFileSync(join(logDir, file), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{') && line.includes(`"service":"${service}"`))
    .map((line): LogLine => JSON.parse(line))
    .filter(({ message }) => message === 'batch');
}

/** The lines of the batches since the test began, or since as many of them. */
const linesSince = (skipped = 0): readonly LogLine[] => batchLines().slice(linesBefore + skipped);
const total = (lines: readonly LogLine[], field: string): number =>
  lines.reduce((sum, line) => sum + Number(line[field]), 0);

/** Sends messages to the srv-events queue in one request, so that they are one batch. */
async function send(...bodies: readonly string[]): Promise<void> {
  const { run } = driver.pipeline;
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const { sqs } = localClients(run);
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: run.resources.srvEventsQueueUrl, Entries }));
}

const joins = (deviceId: string): string =>
  envelope('uk.smartdcc.srv.request', duis('12.2', prenotification({ deviceId })), { id: `join-${deviceId}` });
const activatesFirmware = (deviceId: string): string => {
  const data = { deviceId, firmwareVersion: '00000009', trigger: '11.3' };
  return envelope('uk.smartdcc.device.firmware-changed', data, { id: `fw-${deviceId}`, time: '2026-03-02T09:30:00Z' });
};

async function recorded(deviceIds: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(deviceIds.map((deviceId) => driver.access.ports.devices.find(deviceId)));
  return found.flatMap((device) => (device?.known === true ? [device.deviceId] : []));
}

async function depthOf(name: QueueName) {
  const depths = await driver.access.ports.queueDepths();
  return depths.find(({ queue }) => queue === name);
}

describe('a batch of SRV events', () => {
  test('of which one device cannot be written comes back in part, and in the end all are recorded, each once', async () => {
    const devices = [1, 2, 3, 4, 5].map(deviceIdOf);
    const [, failing = '', ...others] = devices;
    refused.add(failing);
    await send(...devices.map(joins), activatesFirmware(failing));
    await driver.pipeline.quiet();
    expect(linesSince()).toMatchObject([{ messages: 6, retried: 2, devices: 5, writes: 4, faults: 1 }]);
    expect(await recorded(devices)).toEqual([deviceIdOf(1), ...others]);
    expect(await depthOf('srv-events')).toMatchObject({ visible: 0, inFlight: 2, deadLetters: 0 });

    refused.clear();
    await driver.pipeline.clock.advance('PT7M');
    expect(await recorded(devices)).toEqual(devices);
    expect(await driver.access.ports.devices.find(failing)).toMatchObject({ firmwareVersion: '00000009' });
    expect(await depthOf('srv-events')).toMatchObject({ visible: 0, inFlight: 0, deadLetters: 0 });
    // Only the two came again, and no event of any device was counted twice.
    expect(total(linesSince(1), 'messages')).toBe(2);
    expect(total(linesSince(1), 'retried')).toBe(0);
    expect(total(linesSince(), 'repeats')).toBe(0);
  });

  test('of which one device can never be written leaves that message in the dead-letter queue, and no other', async () => {
    const [failing, other] = [deviceIdOf(11), deviceIdOf(12)];
    refused.add(failing);
    await send(joins(failing), joins(other));
    await driver.pipeline.clock.advance('PT40M');
    expect(linesSince()).toMatchObject([
      { messages: 2, retried: 1 },
      ...Array.from({ length: 4 }, () => ({ messages: 1, retried: 1 })),
    ]);
    expect(await recorded([failing, other])).toEqual([other]);
    expect(await depthOf('srv-events')).toMatchObject({ visible: 0, inFlight: 0, deadLetters: 1 });

    // Nothing of it is lost: an operator moves it back, and it is recorded.
    refused.clear();
    await driver.access.redrive('srv-events');
    await driver.pipeline.quiet();
    expect(await recorded([failing])).toEqual([failing]);
    expect(await depthOf('srv-events')).toMatchObject({ visible: 0, inFlight: 0, deadLetters: 0 });
  });
});

test('[R12] a change that the DSP cannot take yet comes back and holds back those of its Device Model alone', async () => {
  const rows = [
    { entry: 1, firmware: '00000100' },
    { entry: 1, number: 2, firmware: '00000200' },
    { entry: 2, number: 3, firmware: '00000100' },
  ];
  const held = async (): Promise<readonly string[]> => {
    const models = ['00010101', '00020101'].map((model) => driver.access.ports.deviceModels.ofModel('AB01', model));
    return (await Promise.all(models)).flat().map(({ entryNumber }) => entryNumber);
  };
  refused.add(entryKeyOf({ entry: 1, firmware: '00000100' }));
  await driver.access.inbox.put('cpl/cpl-1.1.csv', cplCsv(rows), 'text/csv');
  await driver.pipeline.quiet();
  expect(await held()).toEqual(['000003']);
  expect(batchLines('dsp-ingestion')).toContainEqual(expect.objectContaining({ retried: 1 }));

  refused.clear();
  await driver.pipeline.clock.advance('PT4M');
  expect(await held()).toEqual(['000001', '000002', '000003']);
  expect(await depthOf('dsp-updates')).toMatchObject({ visible: 0, inFlight: 0, deadLetters: 0 });
});
