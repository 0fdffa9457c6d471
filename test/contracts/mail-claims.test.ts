import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import type { MailClaims } from '../../functions/email/mail-once.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { steadyServices } from '../simulation/steady.ts';

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

async function onService(): Promise<MailClaims> {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  return mailClaims(dynamoLedger(tables.client, table));
}

const AT = '2026-11-16T07:00:00.000Z';
const SOON_AFTER = '2026-11-16T07:00:30.000Z';
const LATER = '2026-11-16T07:01:00.000Z';

describe.each([
  ['mail claims in memory', async (): Promise<MailClaims> => mailClaims(new FakeLedger())],
  [
    'simulated mail claims',
    async (): Promise<MailClaims> => mailClaims(dynamoLedger(steadyServices().dynamo, 'ledger')),
  ],
  [`mail claims in the ledger table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('give a mail to one of many who claim it at once', async () => {
    const claims = await make();
    const answers = await Promise.all(Array.from({ length: 8 }, () => claims.claim('A', AT)));
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'claimed-elsewhere')).toHaveLength(7);
  });

  test('hold for as long as its sender may live, then may be taken over', async () => {
    const claims = await make();
    await claims.claim('A', AT);
    expect(await claims.claim('A', SOON_AFTER)).toBe('claimed-elsewhere');
    expect(await claims.claim('A', LATER)).toBe('claimed');
    expect(await claims.claim('A', LATER)).toBe('claimed-elsewhere');
  });

  test('never give away a mail that was sent', async () => {
    const claims = await make();
    await claims.claim('A', AT);
    await claims.confirm('A', AT);
    expect(await claims.claim('A', LATER)).toBe('sent');
    await claims.giveUp('A', LATER);
    expect(await claims.claim('A', LATER)).toBe('sent');
  });

  test('may be taken at once where they were given up', async () => {
    const claims = await make();
    await claims.claim('A', AT);
    await claims.giveUp('A', AT);
    expect(await claims.claim('A', AT)).toBe('claimed');
  });

  test('are one for each mail', async () => {
    const claims = await make();
    await claims.claim('A', AT);
    expect(await claims.claim('B', AT)).toBe('claimed');
  });
});

test('an attempt that the SDK makes again, its answer lost, still is the claim of the same sender', async () => {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  const { client } = tables;
  const lossy: typeof client = Object.create(client, {
    send: {
      value: async (command: Parameters<typeof client.send>[0]) => {
        await client.send(command);
        return client.send(command);
      },
    },
  });
  expect(await mailClaims(dynamoLedger(lossy, table)).claim('A', AT)).toBe('claimed');
  expect(await mailClaims(dynamoLedger(client, table)).claim('A', SOON_AFTER)).toBe('claimed-elsewhere');
});
