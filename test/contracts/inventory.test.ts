import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoInventory } from '../../functions/adapters/dynamo-inventory.ts';
import { deviceItem } from '../../functions/contracts/device-record.ts';
import type { InventoryPosition } from '../../functions/contracts/inventory-extract.ts';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';
import type { Inventory, InventoryPage } from '../../functions/reports/extract-ports.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { steadyServices } from '../simulation/steady.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { fakeInventory } from '../support/fake-inventory.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const MORNING = '2026-11-03T08:00:00.000Z';
const EVENING = '2026-11-03T20:00:00.000Z';

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

type Written = readonly (readonly [DeviceRecord, string])[];

async function inMemory(written: Written): Promise<Inventory> {
  const devices = fakeDevices();
  for (const [record, at] of written) devices.items.set(record.deviceId, deviceItem(record, at));
  return fakeInventory(devices);
}

async function onService(written: Written): Promise<Inventory> {
  const table = await tables.createTable(stringKeys('deviceId'));
  for (const [record, at] of written) {
    await tables.client.send(new PutCommand({ TableName: table, Item: deviceItem(record, at) }));
  }
  return dynamoInventory(tables.client, table);
}

const ids = async (pages: AsyncIterable<InventoryPage>): Promise<string[]> =>
  (await Array.fromAsync(pages, ({ found }) => found.map(({ record }) => record.deviceId))).flat().sort();

async function simulated(written: Written): Promise<Inventory> {
  const { dynamo } = steadyServices();
  for (const [record, at] of written) {
    await dynamo.send(new PutCommand({ TableName: 'devices', Item: deviceItem(record, at) }));
  }
  return dynamoInventory(dynamo, 'devices');
}

describe.each([
  ['in memory', inMemory],
  ['in the simulated table', simulated],
  [`in the table on ${SERVICES}`, onService],
])('the inventory %s', (_, make) => {
  const certified = evaluatedRecord(2, LISTS, { firmwareVersion: '00020200' });
  const flagged = evaluatedRecord(1, LISTS);
  const left = evaluatedRecord(3, LISTS, {
    more: [{ id: '3', at: EVENING, change: { kind: 'firmware', firmwareVersion: '00020200', restores: false } }],
  });

  test('is read as a whole, each record once, with the time of its last write', async () => {
    const many = Array.from({ length: 60 }, (_, number) => [evaluatedRecord(number, LISTS), MORNING] as const);
    const inventory = await make(many);
    expect(await ids(inventory.all())).toEqual(many.map((_, number) => deviceIdOf(number)));
    const [first] = (await Array.fromAsync(inventory.all())).flatMap(({ found }) => found);
    expect(first?.changedAt).toBe(MORNING);
  });

  test('is read on from where an earlier reading came to, so that nothing is missing and nothing is there twice', async () => {
    const many = Array.from({ length: 60 }, (_, number) => [evaluatedRecord(number, LISTS), MORNING] as const);
    const inventory = await make(many);
    const found: string[] = [];
    let readings = 0;
    for (let from: InventoryPosition | undefined; from === undefined || from.some((after) => after !== null);) {
      readings += 1;
      // One page of each reading is enough; another one is on its way, and is read again.
      for await (const page of inventory.all(from)) {
        found.push(...page.found.map(({ record }) => record.deviceId));
        from = page.position;
        break;
      }
    }
    expect(found.sort()).toEqual(many.map((_, number) => deviceIdOf(number)));
    expect(readings).toBeGreaterThan(1);
  });

  test('gives what was written since an instant, and on demand every flagged device', async () => {
    const inventory = await make([
      [flagged, MORNING],
      [certified, MORNING],
      [left, EVENING],
    ]);
    expect(await ids(inventory.changedSince(EVENING, false))).toEqual([deviceIdOf(3)]);
    expect(await ids(inventory.changedSince(EVENING, true))).toEqual([deviceIdOf(1), deviceIdOf(3)]);
  });

  test('[R69] gives the devices that were ever trial devices', async () => {
    const inventory = await make([
      [flagged, MORNING],
      [certified, MORNING],
      [left, MORNING],
    ]);
    expect(await ids(inventory.everTrial())).toEqual([deviceIdOf(1), deviceIdOf(3)]);
  });

  test('of nothing is empty', async () => {
    expect(await ids((await make([])).all())).toEqual([]);
  });
});
