import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { deviceItem } from '../../functions/contracts/device-record.ts';
import { NO_DEVICES } from '../../functions/domain/devices/device-count.ts';
import {
  compacted,
  type DeviceRecord,
  emptyRecord,
  evaluated,
  takeIn,
} from '../../functions/domain/devices/device-record.ts';
import { listsInForce, NO_LISTS } from '../support/lists-in-force.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { type ContractTables, contractTables, SERVICES } from '../support/contract-services.ts';
import { DEVICES_TABLE } from '../support/devices-table.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { SUPPLIER } from '../support/fake-lane.ts';
import { agreedList } from '../support/srv-messages.ts';
import { steadyServices } from '../simulation/steady.ts';

let table: string;
let tables: ContractTables;

beforeAll(async () => {
  tables = await contractTables();
  table = await tables.createTable(DEVICES_TABLE);
});

afterAll(() => tables.stop());

let made = 0;
/** A device no other test uses: the service's table is one for all. */
function device(firmwareVersion: string, responsibleParty?: string): DeviceRecord {
  const deviceId = `00-DB-12-34-56-78-${String(Math.floor((made += 1) / 100)).padStart(2, '0')}-${String(made % 100).padStart(2, '0')}`;
  const details = {
    manufacturer: 'AB01',
    model: '010A030B',
    firmwareVersion,
    ...(responsibleParty === undefined ? {} : { responsibleParty }),
  };
  const at = '2026-03-02T09:00:00.000Z';
  return {
    ...takeIn(emptyRecord(deviceId), [{ id: 'a', at, change: { kind: 'prenotified', details } }]).record,
    revision: 1,
  };
}

describe('an item', () => {
  const writtenAt = '2026-03-02T10:00:00.000Z';
  const waiting = takeIn(emptyRecord('00-DB-12-34-56-78-90-A0'), [
    { id: 'b', at: '2026-03-02T09:00:00.000Z', change: { kind: 'details', details: { model: '010A030B' } } },
  ]).record;
  const expiresAt = (record: DeviceRecord) => deviceItem({ ...record, revision: 1 }, writtenAt).expiresAt;

  test('of a device that was never pre-notified expires 90 days after it was written', () => {
    expect(expiresAt(waiting)).toBe(Date.parse('2026-05-31T10:00:00.000Z') / 1000);
    const burst = Array.from({ length: 300 }, (_, index) => ({
      id: `event-${index}`,
      at: '2026-03-02T09:00:00.000Z',
      change: { kind: 'restored' } as const,
    }));
    expect(expiresAt(compacted(takeIn(waiting, burst).record, writtenAt, NO_LISTS))).toBeDefined();
  });

  test('of a device that is known, or was deleted, is kept for ever', () => {
    const known = device('0000000A');
    expect(expiresAt(known)).toBeUndefined();
    const at = '2026-03-02T09:10:00.000Z';
    expect(expiresAt(takeIn(known, [{ id: 'd', at, change: { kind: 'deleted' } }]).record)).toBeUndefined();
  });

  test('of a device with a few events fits into one write unit', () => {
    const at = '2026-03-02T09:10:00.000Z';
    const { record } = takeIn(
      device('0000000A'),
      ['1b671a64-40d5-491e-99b0-da01ff1f3341', '2', '3', '4', '5', '6'].map((id) => ({
        source: 'urn:example:dsp:inventory',
        id: `${id}-1b671a64-40d5-491e-99b0-da01ff1f3341`,
        at,
        change: { kind: 'firmware', firmwareVersion: '0002012F', restores: true } as const,
      })),
    );
    expect(JSON.stringify(deviceItem({ ...record, revision: 7 }, writtenAt)).length).toBeLessThan(1_024);
  });
});

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const clock = { now: () => A_MONDAY };

describe.each([
  ['fake', () => fakeDevices()],
  ['simulated table', () => dynamoDevices(steadyServices().dynamo, 'devices', clock)],
  [`table on ${SERVICES}`, () => dynamoDevices(tables.client, table, clock)],
])('the devices as %s', (_name, make) => {
  test('a record is found as it was written', async () => {
    const devices = make();
    const record = device('0000000A');
    expect(await devices.find(record.deviceId)).toBeUndefined();
    expect(await devices.put(record, 0)).toBe('written');
    expect(await devices.find(record.deviceId)).toEqual(record);
  });

  test('a record keeps sources, written digits, times of the queue and folded histories', async () => {
    const devices = make();
    const at = '2026-03-02T09:10:00.000Z';
    const change = { kind: 'status', status: 'Commissioned' } as const;
    const { record } = takeIn(device('0000000A'), [
      { source: 'urn:test:dsp', id: 'b', at, beyondMillis: '0000001', change },
      { source: 'urn:test:dsp', id: 'c', at, timedBy: 'queue', change },
      { source: 'urn:test:hub', id: 'b', at, change },
      { id: 'b', at, beyondMillis: '5', change },
      { id: 'c', at, timedBy: 'queue', change },
    ]);
    const full: DeviceRecord = {
      ...record,
      base: {
        upTo: { source: 'urn:test:dsp', id: 'a', at: '2026-01-02T09:00:00.000Z', beyondMillis: '25' },
        state: {
          prenotifiedAt: '2026-01-01T09:00:00.000Z',
          details: { model: '010A030B' },
          detailsAt: {},
          statusHistory: [
            { status: 'Pending', from: '2026-01-01T09:00:00.000Z', folded: 7 },
            { status: 'Commissioned', from: '2026-01-02T09:00:00.000Z' },
          ],
        },
      },
      trials: [
        { trialId: 'T', from: at, to: '2026-03-02T09:11:00.000Z', listVersion: 1, folded: 9 },
        { trialId: 'T', from: '2026-03-02T09:12:00.000Z', listVersion: 2 },
      ],
    };
    await devices.put(full, 0);
    expect(await devices.find(full.deviceId)).toEqual(full);
  });

  test('many are found at once, and only those there are', async () => {
    const devices = make();
    const records = Array.from({ length: 130 }, () => device('0000000B'));
    for (const record of records) await devices.put(record, 0);
    const found = await devices.findMany([...records.map(({ deviceId }) => deviceId), 'FF-FF-FF-FF-FF-FF-FF-FF']);
    expect(found.size).toBe(130);
    expect(found.get(records[0]?.deviceId ?? '')).toEqual(records[0]);
    expect(await devices.findMany([])).toEqual(new Map());
  });

  test('a write succeeds only over the revision it was made from', async () => {
    const devices = make();
    const record = device('0000000C');
    await devices.put(record, 0);
    expect(await devices.put(record, 0)).toBe('conflict');
    expect(await devices.put({ ...record, revision: 3 }, 2)).toBe('conflict');
    expect(await devices.put({ ...record, revision: 2 }, 1)).toBe('written');
    expect((await devices.find(record.deviceId))?.revision).toBe(2);
  });

  test('devices are found by model and firmware for as long as they are known by it', async () => {
    const devices = make();
    const [one, two] = [device('0000000D'), device('0000000D')];
    for (const record of [one, two]) await devices.put(record, 0);
    await expect
      .poll(async () => (await collected(devices.idsByFirmware('AB01', '010A030B', '0000000D'))).toSorted())
      .toEqual([one.deviceId, two.deviceId].toSorted());
    const deleted = takeIn(one, [{ id: 'd', at: '2026-03-02T09:10:00.000Z', change: { kind: 'deleted' } }]).record;
    await devices.put({ ...deleted, revision: 2 }, 1);
    await expect.poll(() => collected(devices.idsByFirmware('AB01', '010A030B', '0000000D'))).toEqual([two.deviceId]);
    await expect.poll(() => collected(devices.idsByFirmware('AB01', '010A030B', 'FFFFFFFF'))).toEqual([]);
  });

  test('[R80] devices of a firmware are counted by status and by who pre-notified them, up to a bound', async () => {
    const devices = make();
    const count = (atMost: number) => devices.countByFirmware('AB01', '010A030B', '0000000F', atMost);
    const records = [device('0000000F', SUPPLIER), device('0000000F', SUPPLIER), device('0000000F')];
    for (const record of records) await devices.put(record, 0);
    const all = { total: 3, atLeast: false, bySupplier: { [SUPPLIER]: 2, '': 1 } };
    await expect.poll(() => count(100)).toEqual({ ...all, byStatus: { Pending: 3 } });
    const at = '2026-03-02T09:10:00.000Z';
    const [one = device('0000000F')] = records;
    const withdrawn = takeIn(one, [{ id: 's', at, change: { kind: 'status', status: 'Withdrawn' } }]).record;
    await devices.put({ ...withdrawn, revision: 2 }, 1);
    await expect.poll(() => count(3)).toEqual({ ...all, byStatus: { Pending: 2, Withdrawn: 1 } });
    expect(await count(2)).toMatchObject({ total: 2, atLeast: true });
    expect(await devices.countByFirmware('AB01', '010A030B', 'FFFFFFFE', 100)).toEqual(NO_DEVICES);
  });

  test('[R65] trial devices are found by their trial for as long as they are flagged', async () => {
    const devices = make();
    const firmwareVersion = '0000000E';
    const lists = listsInForce([agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T-E', firmwareVersion }])]);
    const record = evaluated(device(firmwareVersion), lists);
    await devices.put(device(firmwareVersion), 0);
    await devices.put(record, 0);
    await expect.poll(() => collected(devices.trialDevices('T-E'))).toEqual([record]);
    await expect.poll(() => collected(devices.idsOfTrial('T-E'))).toEqual([record.deviceId]);
    const updated = takeIn(record, [
      {
        id: 'f',
        at: '2026-03-02T09:10:00.000Z',
        change: { kind: 'firmware', firmwareVersion: '0000000F', restores: false },
      },
    ]).record;
    await devices.put({ ...evaluated(updated, lists), revision: 2 }, 1);
    await expect.poll(() => collected(devices.idsOfTrial('T-E'))).toEqual([]);
  });
});

describe(`the devices table on ${SERVICES}`, () => {
  test('devices of a firmware and of a trial are listed from the one after which a re-evaluation goes on', async () => {
    const devices = dynamoDevices(tables.client, table);
    const firmwareVersion = '000000AF';
    const lists = listsInForce([agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T-F', firmwareVersion }])]);
    const records = Array.from({ length: 20 }, () => evaluated(device(firmwareVersion), lists));
    for (const record of records) await devices.put(record, 0);
    const ids = records.map(({ deviceId }) => deviceId).toSorted();
    const ofFirmware = (after?: string) => collected(devices.idsByFirmware('AB01', '010A030B', firmwareVersion, after));
    await expect.poll(async () => (await ofFirmware()).toSorted()).toEqual(ids);
    const inOrder = await ofFirmware();
    for (const [index, id] of inOrder.entries()) expect(await ofFirmware(id)).toEqual(inOrder.slice(index + 1));
    const [first = '', ...behind] = ids;
    await expect.poll(() => collected(devices.idsOfTrial('T-F', first))).toEqual(behind);
    const found = await collected(devices.trialDevices('T-F', first));
    expect(found.map(({ deviceId }) => deviceId)).toEqual(behind);
    expect(await collected(devices.idsOfTrial('T-F', behind.at(-1)))).toEqual([]);
  });
});
