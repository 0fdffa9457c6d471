import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import { handler } from '../../functions/dsp-ingestion/handler.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, SUSPENSION } from '../support/trial-records.ts';

const NOW = '2026-11-02T11:00:00.000Z';
/** The entry that the DeviceModels table does not take. */
let refused: string | undefined;
let at: FunctionAtWork;

beforeAll(async () => {
  at = await functionAtWork('dsp-ingestion', NOW, {
    tableFaults: (action, body) =>
      action === 'UpdateItem' && refused !== undefined && JSON.stringify(body).includes(refused),
  });
});

afterAll(() => at.stop());

const change = (number: number, modelIdentifier: string, firmwareVersion: string, more: Partial<DspChange> = {}) =>
  dspChange(number, cplEntry({ modelIdentifier, firmwareVersion }), more);
const record = (message: DspChange | DeviceSuspension, group: string, messageId: string) =>
  sqsRecord(messageId, JSON.stringify(message), { MessageGroupId: group });
const answer = (...ids: readonly string[]) => ({
  answer: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

async function held(model: string): Promise<readonly string[]> {
  const models = await at.access.ports.deviceModels.ofModel('AB01', `${model}030B`);
  return models.map(({ firmwareVersion }) => firmwareVersion).toSorted();
}

test('[R7] a change is in the DeviceModels, with when the queue took it and when it was put there', async () => {
  const Records = [sqsRecord('m-1', JSON.stringify(change(1, '0001', '00000001')), { SentTimestamp: '1793610060000' })];
  expect(await invoke(handler, { Records })).toMatchObject({ ...answer(), lines: [{ UploadHours: 2 }] });
  expect(await at.access.ports.deviceModels.ofModel('AB01', '0001030B')).toMatchObject([
    { history: [{ sentAt: '2026-11-02T09:01:00.000Z', uploadedAt: NOW }] },
  ]);
});

test('[R8] a change that the DSP refuses is given back to the lane, with the reason', async () => {
  const refusedByDsp = change(2, '0002', '00000001', { gbcsVersion: 'next' });
  const Records = [record({ ...refusedByDsp, entry: { ...refusedByDsp.entry, gbcsVersion: 'next' } }, 'B', 'm-1')];
  expect(await invoke(handler, { Records })).toMatchObject(answer());
  expect(await held('0002')).toEqual([]);
  expect((await at.sentTo('lane')).map((body): unknown => JSON.parse(body))).toMatchObject([
    { command: 'dsp-refused', change: { order: refusedByDsp.order }, reason: expect.stringContaining('GBCS next') },
  ]);
});

test('[R59] a device of a trial that is over is suspended: the inventory hears of it by an event', async () => {
  const list = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }]);
  await at.access.reportPorts.devices.put(evaluatedRecord(1, [list]), 0);
  expect(
    await invoke(handler, { Records: [record({ ...SUSPENSION, requestedAt: NOW }, 'device', 'm-1')] }),
  ).toMatchObject(answer());
  expect((await at.sentTo('srv-events')).map((body): unknown => JSON.parse(body))).toMatchObject([
    { id: 'suspend-1', data: { deviceId: deviceIdOf(1), status: 'Suspended' } },
  ]);
});

test('[R12] a change that the table does not take comes back with those of its Device Model behind it', async () => {
  const Records = [
    record(change(11, '000A', '00000001'), 'A', 'a-1'),
    record(change(12, '000B', '00000001'), 'B', 'b-1'),
    record(change(13, '000A', '00000002'), 'A', 'a-2'),
    record(change(14, '000A', '00000003'), 'A', 'a-3'),
    record(change(15, '000B', '00000002'), 'B', 'b-2'),
  ];
  refused = 'ESME/AB01/000A/030B/00000002';
  expect(await invoke(handler, { Records })).toMatchObject(answer('a-2', 'a-3'));
  expect([await held('000A'), await held('000B')]).toEqual([['00000001'], ['00000001', '00000002']]);
  refused = undefined;
  expect(await invoke(handler, { Records: [2, 3].flatMap((index) => Records[index] ?? []) })).toMatchObject(answer());
  expect(await held('000A')).toEqual(['00000001', '00000002', '00000003']);
});

test('it makes no request that its role does not allow', () => {
  expect(at.gate.refusals).toEqual([]);
});
