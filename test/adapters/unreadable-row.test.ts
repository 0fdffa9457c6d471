import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts';
import { dynamoDeviceModels } from '../../functions/adapters/dynamo-device-models.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { readRow, UnreadableRow } from '../../functions/adapters/read-row.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { simulatedClient } from '../support/simulated-client.ts';

const clock = { now: () => A_MONDAY };

/** A table in which somebody put a row by hand. */
const holding = (row: Readonly<Record<string, unknown>>) =>
  simulatedClient<DynamoDBDocumentClient>(async (action) => (action === 'Get' ? { Item: row } : { Items: [row] }));

/** A reader that refuses every row, with an error that has these issues. */
const refusing = (issues: unknown) => () => {
  throw Object.assign(new Error('refused'), { issues });
};

describe('a row that cannot be read', () => {
  test.each([
    [
      'an upload that is none',
      () => dynamoLedger(holding({ pk: 'UPLOADS', sk: '1', state: 7 }), 'Ledger').list('uploads'),
      /^The row with pk "UPLOADS", sk "1" of the table Ledger cannot be read \(\w+: .+\)\. Correct or delete it there/,
    ],
    [
      'a state of the lane that is none',
      () => dynamoLedger(holding({ pk: 'LANE', sk: 'STATE', revision: 'many' }), 'Ledger').get('lane'),
      /^The row with pk "LANE", sk "STATE" of the table Ledger cannot be read/,
    ],
    [
      'a device whose record is no JSON',
      () =>
        dynamoDevices(holding({ deviceId: 'a', revision: 1, record: '{', changedAt: 1 }), 'Devices', clock).find('a'),
      /^The row with deviceId "a" of the table Devices cannot be read/,
    ],
    [
      'an entry of another form, deep within it',
      () => dynamoDeviceModels(holding({ entryKey: 'e' }), 'DeviceModels').find('e'),
      /^The row with entryKey "e" of the table DeviceModels cannot be read \(\w+: .+\)\./,
    ],
    [
      'a row whose reader says what is wrong within it',
      async () => readRow('T', { pk: 'P' }, refusing([{ path: ['a', 'b'], message: 'is bad' }])),
      'The row with pk "P" of the table T cannot be read (a.b: is bad).',
    ],
    [
      'a row whose reader says what is wrong with all of it',
      async () => readRow('T', { pk: 'P' }, refusing([{ path: [], message: 'is bad' }])),
      'The row with pk "P" of the table T cannot be read (the whole: is bad).',
    ],
    [
      'a row whose reader counts what is wrong',
      async () => readRow('T', { pk: 'P' }, refusing(7)),
      'The row with pk "P" of the table T cannot be read (refused).',
    ],
    [
      'a row that its reader refuses with a bare text',
      async () =>
        readRow('Ledger', { pk: 'LANE', sk: 'STATE' }, () => {
          const reason: unknown = 'its revision is too new';
          throw reason;
        }),
      'The row with pk "LANE", sk "STATE" of the table Ledger cannot be read (its revision is too new).',
    ],
  ])('%s is named in one sentence, with what to do', async (_what, ask, sentence) => {
    const asked = ask();
    await expect(asked).rejects.toBeInstanceOf(UnreadableRow);
    await expect(asked).rejects.toMatchObject({ name: 'UnreadableRow' });
    await expect(asked).rejects.toThrow(sentence);
  });
});
