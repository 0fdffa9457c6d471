import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { type DeviceRecord, emptyRecord, judged, takeIn } from '../../functions/domain/devices/device-record.ts';
import { listsInForce } from '../../functions/domain/trials/trial-flag.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { type ContractTables, contractTables, SERVICES } from '../support/contract-services.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { agreedList } from '../support/srv-messages.ts';
import { steadyServices } from '../simulation/steady.ts';

let table: string;
let tables: ContractTables;

beforeAll(async () => {
  tables = await contractTables();
  const index = (IndexName: string, key: string, ProjectionType: 'ALL' | 'KEYS_ONLY') => ({
    IndexName,
    KeySchema: [
      { AttributeName: key, KeyType: 'HASH' as const },
      { AttributeName: 'deviceId', KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType },
  });
  table = await tables.createTable({
    AttributeDefinitions: ['deviceId', 'firmwareKey', 'trialId'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [{ AttributeName: 'deviceId', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [index('byFirmware', 'firmwareKey', 'KEYS_ONLY'), index('byTrial', 'trialId', 'ALL')],
  });
});

afterAll(() => tables.stop());

let made = 0;
/** A device no other test uses: the service's table is one for all. */
function device(firmwareVersion: string, at = '2026-03-02T09:00:00.000Z'): DeviceRecord {
  const deviceId = `00-DB-12-34-56-78-${String(Math.floor((made += 1) / 100)).padStart(2, '0')}-${String(made % 100).padStart(2, '0')}`;
  const details = { manufacturer: 'AB01', model: '010A030B', firmwareVersion };
  return {
    ...takeIn(emptyRecord(deviceId), [{ id: 'a', at, change: { kind: 'prenotified', details } }]).record,
    revision: 1,
  };
}

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
      .poll(() => collected(devices.idsByFirmware('AB01', '010A030B', '0000000D')))
      .toEqual([one.deviceId, two.deviceId]);
    const deleted = takeIn(one, [{ id: 'd', at: '2026-03-02T09:10:00.000Z', change: { kind: 'deleted' } }]).record;
    await devices.put({ ...deleted, revision: 2 }, 1);
    await expect.poll(() => collected(devices.idsByFirmware('AB01', '010A030B', '0000000D'))).toEqual([two.deviceId]);
    await expect.poll(() => collected(devices.idsByFirmware('AB01', '010A030B', 'FFFFFFFF'))).toEqual([]);
  });

  test('[R65] trial devices are found by their trial for as long as they are flagged', async () => {
    const devices = make();
    const firmwareVersion = '0000000E';
    const lists = listsInForce([agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T-E', firmwareVersion }])]);
    const record = judged(device(firmwareVersion), lists);
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
    await devices.put({ ...judged(updated, lists), revision: 2 }, 1);
    await expect.poll(() => collected(devices.idsOfTrial('T-E'))).toEqual([]);
  });
});
