import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoExpiredBook } from '../../functions/adapters/expired-book.ts';
import type { ExpiredBook } from '../../functions/watch/ports.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { steadyServices } from '../simulation/steady.ts';
import { fakeExpiredBook } from '../support/fake-expired-book.ts';

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

async function onService(): Promise<ExpiredBook> {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  return dynamoExpiredBook(tables.client, table);
}

const entry = (entryKey: string) => ({
  entryKey,
  entryNumber: '000001',
  gbcsVersion: '1.0',
  expiredOn: '2018-05-07',
  noticedOn: '2018-05-08',
});

describe.each([
  ['the book of expired GBCS versions in memory', async (): Promise<ExpiredBook> => fakeExpiredBook()],
  [
    'the book in the simulated ledger',
    async (): Promise<ExpiredBook> => dynamoExpiredBook(steadyServices().dynamo, 'ledger'),
  ],
  [`the book of expired GBCS versions in the ledger table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('starts empty, with no look', async () => {
    const book = await make();
    expect(await book.entries()).toEqual([]);
    expect(await book.lastLook()).toBeUndefined();
  });

  test('[R24] keeps an entry as it was kept last, until it is removed', async () => {
    const book = await make();
    await book.keep(entry('ESME/1'));
    await book.keep(entry('ESME/2'));
    await book.keep({ ...entry('ESME/1'), told: 'month-left' });
    expect(await book.entries()).toEqual([{ ...entry('ESME/1'), told: 'month-left' }, entry('ESME/2')]);
    await book.remove(entry('ESME/1'));
    expect(await book.entries()).toEqual([entry('ESME/2')]);
  });

  test('knows the last look, and what it counted', async () => {
    const book = await make();
    const uses = [{ gbcsVersion: '1.0', entries: 3, models: 2, manufacturers: 1 }];
    const look = { londonDay: '2018-05-08', registerVersion: 1, acceptedUploadId: 'u', uses };
    await book.noteLook(look);
    await book.noteLook({ ...look, registerVersion: 2 });
    expect(await book.lastLook()).toEqual({ ...look, registerVersion: 2 });
  });
});
