import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { deviceItem } from '../../functions/contracts/device-record.ts';
import { type DeviceRecord, emptyRecord, takeIn } from '../../functions/domain/devices/device-record.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { type ContractTables, contractTables } from '../support/contract-services.ts';
import { DEVICES_TABLE } from '../support/devices-table.ts';
import { throttledPartitions } from '../support/throttled-partitions.ts';

/** A tenth of the writes a second that DynamoDB takes of one key, and of those of a feed that is ordered by model. */
const UNITS = 100;
const FEED = 400;

const recordOf = (deviceId: string, events: readonly DeviceEvent[]): DeviceRecord =>
  takeIn(emptyRecord(deviceId), events).record;

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

/** Ids as a manufacturer hands them out: one after the other, or in steps. */
const idOf = (number: number, step: number): string => {
  const hex = (number * step).toString(16).toUpperCase().padStart(6, '0');
  return `00-DB-12-34-56-${hex.slice(0, 2)}-${hex.slice(2, 4)}-${hex.slice(4)}`;
};

const prenotified: DeviceEvent = {
  id: 'a',
  at: '2026-03-02T09:00:00.000Z',
  change: { kind: 'prenotified', details: { manufacturer: 'AB01', model: '010A030B', firmwareVersion: '00000001' } },
};
const updated: DeviceEvent = {
  id: 'f',
  at: '2026-03-02T10:00:00.000Z',
  change: { kind: 'firmware', firmwareVersion: '00000002', restores: false },
};

test('a feed of one model holds four times what DynamoDB takes of one key of an index', async () => {
  let second = 0;
  const throttled = throttledPartitions(tables.client, UNITS, () => second);
  const devices = dynamoDevices(throttled.client, await tables.createTable(DEVICES_TABLE));
  const put = async (events: readonly DeviceEvent[], revision: number): Promise<void> => {
    const outcomes = await Promise.all(
      Array.from({ length: FEED }, (_, number): DeviceRecord => ({
        ...recordOf(idOf(number, 1), events),
        revision,
      })).map((record) => devices.put(record, revision - 1)),
    );
    expect(new Set(outcomes)).toEqual(new Set(['written']));
    second += 1;
  };
  // Installation of one model, and then a campaign that moves all of it from one firmware to another.
  await put([prenotified], 1);
  await put([prenotified, updated], 2);
  expect(throttled.refusals()).toBe(0);
  const all = await devices.countByFirmware('AB01', '010A030B', '00000002', 100_000);
  expect(all.total).toBe(FEED);
  expect((await Array.fromAsync(devices.idsByFirmware('AB01', '010A030B', '00000002'))).toSorted()).toEqual(
    Array.from({ length: FEED }, (_, number) => idOf(number, 1)).toSorted(),
  );
});

test('one key of an index takes so many writes a second, and the table gives the next one back', async () => {
  const throttled = throttledPartitions(tables.client, UNITS, () => 0);
  const devices = dynamoDevices(throttled.client, await tables.createTable(DEVICES_TABLE));
  const record = recordOf(idOf(1, 1), [prenotified]);
  for (let revision = 1; revision <= UNITS; revision += 1)
    expect(await devices.put({ ...record, revision }, revision - 1)).toBe('written');
  await expect(devices.put({ ...record, revision: UNITS + 1 }, UNITS)).rejects.toThrow('Too much of one key');
});

test.each([1, 2, 8, 16, 256])('ids in steps of %d fall evenly into the keys of the index', (step) => {
  const ofKey = new Map<string | undefined, number>();
  for (let number = 0; number < 4000; number += 1) {
    const { firmwareKey } = deviceItem(recordOf(idOf(number, step), [prenotified]), '2026-03-02T09:00:00.000Z');
    ofKey.set(firmwareKey, (ofKey.get(firmwareKey) ?? 0) + 1);
  }
  // Of 4,000 writes a second; a key takes 1,000, so there is room for half as much again.
  expect(Math.max(...ofKey.values())).toBeLessThan(667);
});
