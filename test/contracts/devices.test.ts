import { type AddressInfo, type Server } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient } from '../../functions/adapters/clients.ts';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { type DeviceRecord, emptyRecord, judged, takeIn } from '../../functions/domain/device-record.ts';
import { listsInForce } from '../../functions/domain/trial-flag.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { agreedList } from '../support/srv-messages.ts';

const TABLE = 'devices';
let server: Server;
let client: DynamoDBClient;

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['deviceId', 'firmwareKey', 'trialId'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'deviceId', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byFirmware',
          KeySchema: [
            { AttributeName: 'firmwareKey', KeyType: 'HASH' },
            { AttributeName: 'deviceId', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: 'byTrial',
          KeySchema: [
            { AttributeName: 'trialId', KeyType: 'HASH' },
            { AttributeName: 'deviceId', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await new Promise((closed) => server.close(closed));
});

let made = 0;
/** A device no other test uses: the emulator's table is one for all. */
function device(firmwareVersion: string, at = '2026-03-02T09:00:00.000Z'): DeviceRecord {
  const deviceId = `00-DB-12-34-56-78-${String(Math.floor((made += 1) / 100)).padStart(2, '0')}-${String(made % 100).padStart(2, '0')}`;
  const details = { manufacturer: 'AB01', model: '010A030B', firmwareVersion };
  return {
    ...takeIn(emptyRecord(deviceId), [{ id: 'a', at, change: { kind: 'prenotified', details } }]).record,
    revision: 1,
  };
}

const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(items);

describe.each([
  ['fake', () => fakeDevices()],
  ['table in the emulator', () => dynamoDevices(documentClient(client), TABLE)],
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
    expect(await collected(devices.idsByFirmware('AB01', '010A030B', '0000000D'))).toEqual([
      one.deviceId,
      two.deviceId,
    ]);
    const deleted = takeIn(one, [{ id: 'd', at: '2026-03-02T09:10:00.000Z', change: { kind: 'deleted' } }]).record;
    await devices.put({ ...deleted, revision: 2 }, 1);
    expect(await collected(devices.idsByFirmware('AB01', '010A030B', '0000000D'))).toEqual([two.deviceId]);
    expect(await collected(devices.idsByFirmware('AB01', '010A030B', 'FFFFFFFF'))).toEqual([]);
  });

  test('[R65] trial devices are found by their trial for as long as they are flagged', async () => {
    const devices = make();
    const firmwareVersion = '0000000E';
    const lists = listsInForce([agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T-E', firmwareVersion }])]);
    const record = judged(device(firmwareVersion), lists);
    await devices.put(device(firmwareVersion), 0);
    await devices.put(record, 0);
    expect(await collected(devices.trialDevices('T-E'))).toEqual([record]);
    expect(await collected(devices.idsOfTrial('T-E'))).toEqual([record.deviceId]);
    const updated = takeIn(record, [
      {
        id: 'f',
        at: '2026-03-02T09:10:00.000Z',
        change: { kind: 'firmware', firmwareVersion: '0000000F', restores: false },
      },
    ]).record;
    await devices.put({ ...judged(updated, lists), revision: 2 }, 1);
    expect(await collected(devices.idsOfTrial('T-E'))).toEqual([]);
  });
});
