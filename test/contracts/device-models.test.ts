import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DynamoDeviceModels, dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { steadyServices } from '../simulation/steady.ts';

let tables: ContractTables;
let models: DynamoDeviceModels;
const REACHED = { sentAt: '2026-11-02T09:01:00.000Z', uploadedAt: '2026-11-02T09:02:00.000Z' };

beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

async function onService(): Promise<DynamoDeviceModels> {
  const keys = stringKeys('entryKey');
  const table = await tables.createTable({
    ...keys,
    AttributeDefinitions: [...keys.AttributeDefinitions, { AttributeName: 'modelKey', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byModel',
        KeySchema: [
          { AttributeName: 'modelKey', KeyType: 'HASH' },
          { AttributeName: 'entryKey', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  return dynamoDeviceModels(tables.client, table);
}

describe.each([
  ['the simulated DeviceModels table', async () => dynamoDeviceModels(steadyServices().dynamo, 'device-models')],
  [`the DeviceModels table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  beforeEach(async () => {
    models = await make();
  });

  test('[R20] holds the full GBCS version, declared and uploaded, and the three times of an entry', async () => {
    const entry = cplEntry({ gbcsVersion: '4.10' });
    await models.apply(
      dspChange(1, entry, { kind: 'added', gbcsVersion: '4.1', declaredGbcsVersion: '4.10' }),
      REACHED,
    );
    expect(await models.find(entry.entryKey)).toMatchObject({
      gbcsVersion: '4.1',
      declaredGbcsVersion: '4.10',
      publishedAt: '2026-11-02T09:00:00.000Z',
      ...REACHED,
    });
  });

  test('takes no stale or repeated change', async () => {
    const entry = cplEntry();
    expect(await models.apply(dspChange(2, cplEntry({ status: 'Removed' })), REACHED)).toBe('applied');
    expect(await models.apply(dspChange(1, entry), REACHED)).toBe('stale');
    expect(await models.apply(dspChange(2, entry), REACHED)).toBe('stale');
    expect(await models.find(entry.entryKey)).toMatchObject({ status: 'Removed' });
  });

  test('[R15] keeps the history of an entry: each change once, in order', async () => {
    const entry = cplEntry();
    for (const number of [1, 1, 2, 1, 3]) await models.apply(dspChange(number, entry), REACHED);
    const found = await models.find(entry.entryKey);
    expect(found?.history.map(({ uploadId }) => uploadId)).toEqual(['upload-1', 'upload-2', 'upload-3']);
  });

  test('gives the entries of a Device Model, and the orders of many entries at once', async () => {
    const entries = Array.from({ length: 130 }, (_, number) =>
      cplEntry({ firmwareVersion: number.toString(16).toUpperCase().padStart(8, '0') }),
    );
    await Promise.all(entries.map((entry, index) => models.apply(dspChange(index + 1, entry), REACHED)));
    // An index follows its table a moment later, on AWS.
    await expect.poll(() => models.ofModel('AB01', '010A030B')).toHaveLength(130);
    const orders = await models.orders([...entries.map(({ entryKey }) => entryKey), 'not/there']);
    expect(orders.size).toBe(130);
    expect(await Array.fromAsync(models.all())).toHaveLength(130);
  });
});
