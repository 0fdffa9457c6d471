import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { dynamoInventory } from '../../functions/adapters/dynamo-inventory.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import { deviceItem } from '../../functions/contracts/device-record.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { recordedClient, throwing } from '../support/recorded-client.ts';

const dynamo = recordedClient<DynamoDBDocumentClient>;

const REFUSED = new ConditionalCheckFailedException({ message: 'refused', $metadata: {} });
const AWAY = new Error('The table is away');
const LISTED = { TableName: 't', KeyConditionExpression: 'pk = :pk', ConsistentRead: true };

describe('the ledger asks DynamoDB', () => {
  test('to keep a claim for 400 days from the second in which it was made, and anything else for ever', async () => {
    const { client, inputs } = dynamo({});
    const ledger = dynamoLedger(client, 't');
    await ledger.put('mailClaims', { mailId: 'm', state: 'sent', at: '2026-11-02T09:00:00.900Z' });
    await ledger.put('incidentEvents', { eventId: 'e', incidentId: 'i', at: A_MONDAY, event: 'breached' });
    expect(inputs()).toStrictEqual([
      {
        TableName: 't',
        Item: {
          mailId: 'm',
          state: 'sent',
          at: '2026-11-02T09:00:00.900Z',
          pk: 'MAIL#m',
          sk: 'CLAIM',
          expiresAt: Date.parse('2027-12-07T09:00:00.000Z') / 1000,
        },
      },
      {
        TableName: 't',
        Item: { eventId: 'e', incidentId: 'i', at: A_MONDAY, event: 'breached', pk: 'INCIDENT#i', sk: 'e' },
      },
    ]);
  });

  test('for what stands there now, in the order of a kind, and for no more than a page needs', async () => {
    const { client, inputs } = dynamo({});
    const ledger = dynamoLedger(client, 't');
    await ledger.get('lane');
    await ledger.list('incidents');
    await ledger.last('uploads');
    await ledger.page('uploads', 25, undefined);
    await ledger.page('uploads', 25, 'u');
    const uploads = { ...LISTED, ExpressionAttributeValues: { ':pk': 'UPLOADS' } };
    expect(inputs()).toStrictEqual([
      { TableName: 't', Key: { pk: 'LANE', sk: 'STATE' }, ConsistentRead: true },
      { ...LISTED, ExpressionAttributeValues: { ':pk': 'INCIDENTS' }, ScanIndexForward: true },
      { ...uploads, ScanIndexForward: true, Limit: 1 },
      { ...uploads, ScanIndexForward: false, Limit: 26 },
      { ...uploads, ScanIndexForward: false, ExclusiveStartKey: { pk: 'UPLOADS', sk: 'u' }, Limit: 26 },
    ]);
  });

  test('to count a kind page by page, also where a page says no number', async () => {
    const { client, inputs } = dynamo(
      { Count: 2, LastEvaluatedKey: { pk: 'a' } },
      { LastEvaluatedKey: { pk: 'b' } },
      { Count: 3 },
    );
    expect(await dynamoLedger(client, 't').count('incidents')).toBe(5);
    const query = {
      ...LISTED,
      ExpressionAttributeValues: { ':pk': 'INCIDENTS' },
      ScanIndexForward: true,
      Select: 'COUNT',
    };
    expect(inputs()).toStrictEqual([
      query,
      { ...query, ExclusiveStartKey: { pk: 'a' } },
      { ...query, ExclusiveStartKey: { pk: 'b' } },
    ]);
  });

  test('to take over the claim of a mail that was made more than 45 seconds ago', async () => {
    const { client, inputs } = dynamo({});
    await mailClaims(dynamoLedger(client, 't')).claim('m', '2026-11-02T09:00:45.000Z');
    expect(inputs()).toMatchObject([{ ExpressionAttributeValues: { ':stale': '2026-11-02T09:00:00.000Z' } }]);
  });

  test('to move the lane on from the revision before, and says which that is where it moved on already', async () => {
    const { client, inputs } = dynamo(throwing(REFUSED));
    await expect(dynamoLedger(client, 't').replace('lane', { ...EMPTY_LANE, revision: 7 })).rejects.toThrow(
      'The lane moved on: revision 6 is no longer current',
    );
    expect(inputs()).toMatchObject([{ ExpressionAttributeValues: { ':before': 6 } }]);
  });
});

describe('the DeviceModels table', () => {
  const model = {
    ...cplEntry(),
    declaredGbcsVersion: '4.1',
    order: '1',
    uploadId: 'u',
    issue: '1.1',
    publishedAt: A_MONDAY,
    sentAt: A_MONDAY,
    uploadedAt: A_MONDAY,
    history: [],
  };

  test('keeps in the history of an entry since when it was blocked, if it was', async () => {
    const { client, inputs } = dynamo({});
    const models = dynamoDeviceModels(client, 't');
    const reached = { sentAt: A_MONDAY, uploadedAt: A_MONDAY };
    expect(await models.apply(dspChange(1), reached)).toBe('applied');
    await models.apply(dspChange(2, cplEntry(), { blockedSince: A_MONDAY }), reached);
    const lines = inputs().map(({ ExpressionAttributeValues }) => Object(ExpressionAttributeValues)[':line']);
    const line = {
      order: dspChange(1).order,
      kind: 'changed',
      uploadId: 'upload-1',
      issue: '1.1',
      entryNumber: '000001',
      status: 'Current',
      smetsChtsVersion: 'SMETS V5.1',
      declaredGbcsVersion: '4.1',
      uploadedGbcsVersion: '4.1',
      publishedAt: '2026-11-02T09:00:00.000Z',
      ...reached,
    };
    expect(lines).toStrictEqual([
      [line],
      [{ ...line, order: dspChange(2).order, uploadId: 'upload-2', blockedSince: A_MONDAY }],
    ]);
  });

  test('that is away is a fault, and no stale change', async () => {
    const models = dynamoDeviceModels(dynamo(throwing(AWAY)).client, 't');
    await expect(models.apply(dspChange(1), { sentAt: '', uploadedAt: '' })).rejects.toBe(AWAY);
  });

  test('is asked for an entry as it stands now, or for some of them, each once', async () => {
    const { client, inputs } = dynamo({ Item: model }, {}, { Responses: { t: [model] } });
    const models = dynamoDeviceModels(client, 't');
    expect(await models.find(model.entryKey)).toEqual(model);
    expect(await models.find('e')).toBeUndefined();
    expect(await models.ofEntries([model.entryKey, 'e', 'e'])).toEqual(new Map([[model.entryKey, model]]));
    expect(inputs()).toStrictEqual([
      { TableName: 't', Key: { entryKey: model.entryKey }, ConsistentRead: true },
      { TableName: 't', Key: { entryKey: 'e' }, ConsistentRead: true },
      { RequestItems: { t: { Keys: [{ entryKey: model.entryKey }, { entryKey: 'e' }], ConsistentRead: true } } },
    ]);
  });

  test('is read to its last page, also where a page is empty, and by the entries of a model', async () => {
    const { client, inputs } = dynamo({ LastEvaluatedKey: { entryKey: 'e' } }, { Items: [model] });
    const models = dynamoDeviceModels(client, 't');
    expect(await Array.fromAsync(models.all())).toEqual([model]);
    expect(await models.ofModel('AB01', '010A030B')).toEqual([model]);
    expect(inputs().slice(0, 2)).toStrictEqual([
      { TableName: 't' },
      { TableName: 't', ExclusiveStartKey: { entryKey: 'e' } },
    ]);
  });
});

describe('the Devices table', () => {
  test('is asked for a device as it stands now, and one that is away is a fault, and no conflict', async () => {
    const { client, inputs } = dynamo({}, throwing(AWAY));
    const devices = dynamoDevices(client, 't', { now: () => A_MONDAY });
    expect(await devices.find('d')).toBeUndefined();
    expect(inputs()).toStrictEqual([{ TableName: 't', Key: { deviceId: 'd' }, ConsistentRead: true }]);
    await expect(devices.put({ ...emptyRecord('d'), revision: 1 }, 0)).rejects.toBe(AWAY);
  });

  test('is asked by the key of the index that has what is looked for', async () => {
    const { client, inputs } = dynamo({});
    const devices = dynamoDevices(client, 't');
    expect(await Array.fromAsync(devices.idsOfTrial('T', 'd'))).toEqual([]);
    await Array.fromAsync(devices.idsByFirmware('AB01', '010A030B', '0002012F'));
    expect(inputs().slice(0, 2)).toMatchObject([
      { ExclusiveStartKey: { trialId: 'T', deviceId: 'd' }, ExpressionAttributeNames: { '#key': 'trialId' } },
      { IndexName: 'byFirmware', ExpressionAttributeNames: { '#key': 'firmwareKey' } },
    ]);
  });
});

describe('the inventory', () => {
  test('is read in four parts from their beginning, or in those of an earlier reading that are not at their end', async () => {
    const { client, inputs } = dynamo({});
    const inventory = dynamoInventory(client, 't');
    expect((await Array.fromAsync(inventory.all())).map(({ found }) => found)).toEqual([[], [], [], []]);
    await Array.fromAsync(inventory.all(['', null, 'd']));
    expect(inputs()).toStrictEqual([
      ...[0, 1, 2, 3].map((Segment) => ({ TableName: 't', TotalSegments: 4, Segment })),
      { TableName: 't', TotalSegments: 3, Segment: 0 },
      { TableName: 't', TotalSegments: 3, Segment: 2, ExclusiveStartKey: { deviceId: 'd' } },
    ]);
  });

  test('leaves no fault unhandled of a page that nobody waits for any more', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const record = deviceItem({ ...emptyRecord('d'), revision: 1 }, A_MONDAY);
      const { client, asked } = dynamo(
        { Items: [record], LastEvaluatedKey: { deviceId: 'd' } },
        {},
        {},
        {},
        throwing(AWAY),
      );
      for await (const { found } of dynamoInventory(client, 't').all()) {
        expect(found).toHaveLength(1);
        break;
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect([asked.length, unhandled]).toEqual([5, []]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
