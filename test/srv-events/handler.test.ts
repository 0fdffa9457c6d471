import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handler } from '../../functions/srv-events/handler.ts';
import { type FunctionAtWork, functionAtWork } from '../support/function-at-work.ts';
import { invoke } from '../support/lambda.ts';
import { sqsRecord } from '../support/lambda-event.ts';
import { agreedList, DEVICE, duis, envelope, prenotification } from '../support/srv-messages.ts';
import { deviceIdOf } from '../support/trial-records.ts';

const NOW = '2026-11-02T09:00:00.000Z';
/** Devices that the Devices table does not take. */
const refused = new Set<string>();
let at: FunctionAtWork;

beforeAll(async () => {
  at = await functionAtWork('srv-events', NOW, {
    tableFaults: (action, body) =>
      action === 'PutItem' && [...refused].some((device) => JSON.stringify(body).includes(device)),
  });
});

afterAll(() => at.stop());

beforeEach(() => {
  refused.clear();
});

const joins = (deviceId: string): string =>
  envelope('uk.smartdcc.srv.request', duis('12.2', prenotification({ deviceId })), { id: `join-${deviceId}` });
const batch = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => sqsRecord(`m-${index + 1}`, body)),
});
const answer = (...ids: readonly string[]) => ({
  answer: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

test('[R53] a device is recorded, and flagged by the agreed list that is active', async () => {
  const { ledger } = at.access.rehearsalBase;
  const list = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T1', firmwareVersion: '0002012F' }]);
  const key = 'governance/agreed-list/000001.json';
  await at.access.archive.put(key, JSON.stringify(list), 'application/json');
  const active = { version: 1, uploadId: 'upload-1', key, receivedAt: NOW, activatedAt: NOW };
  await ledger.put('activeGovernance', { revision: 1, agreedList: active });
  expect(await invoke(handler, batch(joins(DEVICE)))).toMatchObject(answer());
  expect(await at.access.ports.devices.find(DEVICE)).toMatchObject({ known: true, trial: { trialId: 'T1' } });
});

test('a message that can never succeed is set aside with its reason, and holds up no other', async () => {
  expect(await invoke(handler, batch('{', joins(deviceIdOf(1))))).toMatchObject(answer());
  expect(await at.access.deadLetters('srv-events')).toMatchObject([
    { body: '{', reason: expect.stringContaining('JSON') },
  ]);
  expect(await at.access.ports.devices.find(deviceIdOf(1))).toMatchObject({ known: true });
});

test('the messages of a device that cannot be written come back, and no others', async () => {
  const [one, two, three] = [deviceIdOf(11), deviceIdOf(12), deviceIdOf(13)];
  refused.add(two);
  expect(await invoke(handler, batch(joins(one), joins(two), joins(three)))).toMatchObject(answer('m-2'));
  refused.clear();
  expect(await invoke(handler, batch(joins(two)))).toMatchObject(answer());
  expect(await at.access.ports.devices.find(two)).toMatchObject({ known: true });
});

test('the messages of a device whose record cannot be read come back, and no others', async () => {
  const [one, two] = [deviceIdOf(31), deviceIdOf(32)];
  await at.putItem('devicesTable', { deviceId: two, revision: 1, changedAt: 1, record: 'no record' });
  expect(await invoke(handler, batch(joins(one), joins(two)))).toMatchObject(answer('m-2'));
  expect(await at.access.ports.devices.find(one)).toMatchObject({ known: true });
});

test('what there is no time left for comes back', async () => {
  const device = deviceIdOf(21);
  expect(await invoke(handler, batch(joins(device)), { remainingMs: () => 2_999 })).toMatchObject(answer('m-1'));
  expect(await at.access.ports.devices.find(device)).toBeUndefined();
});

test('it makes no request that its role does not allow', () => {
  expect(at.gate.refusals).toEqual([]);
});
