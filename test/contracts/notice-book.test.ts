import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { noticeBook } from '../../functions/adapters/notice-book.ts';
import type { Notice } from '../../functions/contracts/notice.ts';
import type { NoticeBook } from '../../functions/watch/ports.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { steadyServices } from '../simulation/steady.ts';

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

async function onService(): Promise<NoticeBook> {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  return noticeBook(dynamoLedger(tables.client, table));
}

const AT = '2026-11-16T07:00:00.000Z';
const notice = (factId: string, level: number): Notice => ({ factId, level, reportedAt: AT });

describe.each([
  ['the book of notices in memory', async (): Promise<NoticeBook> => noticeBook(new FakeLedger())],
  ['the simulated book of notices', async () => noticeBook(dynamoLedger(steadyServices().dynamo, 'ledger'))],
  [`the book of notices in the ledger table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('has no level for a fact that was never reported', async () => {
    expect(await (await make()).levelsReported(['a', 'b'])).toEqual(new Map());
    expect(await (await make()).levelsReported([])).toEqual(new Map());
  });

  test('keeps the highest level at which a fact was reported', async () => {
    const book = await make();
    await book.note([notice('a', 1), notice('b', 2)]);
    await book.note([notice('a', 2), notice('b', 1)]);
    expect(await book.levelsReported(['a', 'b', 'c'])).toEqual(
      new Map([
        ['a', 2],
        ['b', 2],
      ]),
    );
  });

  test('answers for more facts than the table reads at once', async () => {
    const book = await make();
    const notices = Array.from({ length: 230 }, (_, index) => notice(`fact-${index}`, 1));
    await book.note(notices);
    expect((await book.levelsReported(notices.map(({ factId }) => factId))).size).toBe(230);
  });
});
