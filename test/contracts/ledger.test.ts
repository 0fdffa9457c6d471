import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { askedSuspensions } from '../../functions/contracts/asked-suspensions.ts';
import { type DeviceSuspension, suspensionId } from '../../functions/contracts/device-suspension.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { uploadOf } from '../support/fake-operator-ports.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { steadyServices } from '../simulation/steady.ts';
import { incidentOf } from '../support/incidents.ts';

type Ledger = ReturnType<typeof dynamoLedger>;

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

async function onService(): Promise<Ledger> {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  return dynamoLedger(tables.client, table);
}

const expired = (entryKey: string) => ({
  entryKey,
  entryNumber: '000001',
  gbcsVersion: '1.0',
  expiredOn: '2018-05-07',
  noticedOn: '2018-05-08',
});

describe.each([
  ['the ledger in memory', async (): Promise<Ledger> => new FakeLedger()],
  ['the simulated ledger', async (): Promise<Ledger> => dynamoLedger(steadyServices().dynamo, 'ledger')],
  [`the ledger table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('starts with an empty lane and nothing active', async () => {
    const ledger = await make();
    expect(await ledger.get('lane')).toEqual(EMPTY_LANE);
    expect(await ledger.get('activeGovernance')).toEqual({ revision: 0 });
  });

  test('moves the lane on only from the revision it has', async () => {
    const ledger = await make();
    await ledger.replace('lane', { ...EMPTY_LANE, revision: 1, sequence: 1 });
    await expect(ledger.replace('lane', { ...EMPTY_LANE, revision: 1, sequence: 2 })).rejects.toThrow(
      'The lane moved on',
    );
    const next = { ...EMPTY_LANE, revision: 2, sequence: 2 };
    await ledger.replace('lane', next);
    expect(await ledger.get('lane')).toEqual(next);
  });

  test('moves the news on from the revision it has, apart from the lane', async () => {
    const ledger = await make();
    expect(await ledger.get('news')).toEqual({ revision: 0, kept: [] });
    const kept = [{ mailId: 'WATCH-1', effectsKey: 'news/WATCH-1.ndjson', keptAt: '2026-11-02T09:00:00.000Z' }];
    await ledger.replace('news', { revision: 1, kept });
    await expect(ledger.replace('news', { revision: 1, kept: [] })).rejects.toThrow('The news moved on');
    expect(await ledger.get('news')).toEqual({ revision: 1, kept });
    expect(await ledger.get('lane')).toEqual(EMPTY_LANE);
  });

  test('keeps what the lane knows of lists, and what a pending decision will make of it', async () => {
    const ledger = await make();
    const arrival = { uploadId: 'u', issue: '2.302', receivedAt: '2026-11-02T09:00:00.000Z' };
    const accepted = { ...arrival, key: 'cpl/a.csv', sha256: 'ab', listKey: 'lists/u/1' };
    const facts = {
      accepted: { ...accepted, models: 3, activeModels: 2, missingModels: 0 },
      held: [{ ...arrival, issue: '2.303', heldBy: 'guard' as const }],
      issues: {
        newest: '2.303',
        arrived: ['2.305'],
        skipped: [{ issue: '2.301', since: '2026-11-02T09:00:00.000Z' }],
      },
      losses: [{ at: '2026-11-02T09:00:00.000Z', models: 4, devices: 12 }],
    };
    const pending = { sequence: 2, effectsKey: 'changesets/2', offset: 0, since: '2026-11-02T09:00:01.000Z', facts };
    const state = { ...facts, held: [], revision: 1, sequence: 2, pending };
    await ledger.replace('lane', state);
    expect(await ledger.get('lane')).toEqual(state);
  });

  test('[R12] gives waiting lines in their original order', async () => {
    const ledger = await make();
    const lines = [waitingLine(2), waitingLine(10), waitingLine(1, cplEntry({ modelIdentifier: 'FFFF' }))];
    for (const line of lines) await ledger.put('waitingLines', line);
    expect((await ledger.list('waitingLines')).map(({ uploadId }) => uploadId)).toEqual([
      'upload-1',
      'upload-2',
      'upload-10',
    ]);
  });

  test('a waiting line that is added again is there once, and gone once it is released', async () => {
    const ledger = await make();
    const line = waitingLine(1);
    await ledger.put('waitingLines', line);
    await ledger.put('waitingLines', line);
    expect(await ledger.list('waitingLines')).toEqual([line]);
    await ledger.remove('waitingLines', line);
    expect(await ledger.list('waitingLines')).toEqual([]);
  });

  test('[R24] keeps an entry under an expired GBCS version as it was put last, until it is removed', async () => {
    const ledger = await make();
    await ledger.put('expiredEntries', expired('ESME/1'));
    await ledger.put('expiredEntries', expired('ESME/2'));
    await ledger.put('expiredEntries', { ...expired('ESME/1'), gbcsVersion: '1.1' });
    expect(await ledger.list('expiredEntries')).toEqual([
      { ...expired('ESME/1'), gbcsVersion: '1.1' },
      expired('ESME/2'),
    ]);
    await ledger.remove('expiredEntries', expired('ESME/1'));
    expect(await ledger.list('expiredEntries')).toEqual([expired('ESME/2')]);
  });

  test('[R24] knows the last look at the list, if there was any, and what it counted', async () => {
    const ledger = await make();
    expect(await ledger.get('listLook')).toBeUndefined();
    const uses = [{ gbcsVersion: '1.0', entries: 3, models: 2, manufacturers: 1 }];
    const look = { londonDay: '2018-05-08', registerVersion: 1, acceptedUploadId: 'u', uses };
    await ledger.put('listLook', look);
    await ledger.put('listLook', { ...look, registerVersion: 2 });
    expect(await ledger.get('listLook')).toEqual({ ...look, registerVersion: 2 });
  });

  test('gives uploads newest first, and each by its id', async () => {
    const ledger = await make();
    for (const uploadId of ['u1', 'u3', 'u2']) await ledger.put('uploads', uploadOf(uploadId, 'accepted'));
    expect((await ledger.list('uploads')).map(({ uploadId }) => uploadId)).toEqual(['u3', 'u2', 'u1']);
    expect(await ledger.get('uploads', { uploadId: 'u2' })).toEqual(uploadOf('u2', 'accepted'));
    expect(await ledger.get('uploads', { uploadId: 'u' })).toBeUndefined();
  });

  test('gives a part of many items at a time, in their order, and counts them without any', async () => {
    const ledger = await make();
    for (let index = 10; index < 17; index += 1) await ledger.put('uploads', uploadOf(`u${index}`, 'accepted'));
    for (let index = 1; index < 4; index += 1) await ledger.put('waitingLines', waitingLine(index));
    const seen: string[] = [];
    let pages = 0;
    for (let next: string | undefined, isLast = false; !isLast; pages += 1) {
      const page = await ledger.page('uploads', 3, next);
      seen.push(...page.items.map(({ uploadId }) => uploadId));
      next = page.next;
      isLast = next === undefined;
    }
    expect([seen, pages]).toEqual([['u16', 'u15', 'u14', 'u13', 'u12', 'u11', 'u10'], 3]);
    expect(await ledger.page('uploads', 7, undefined)).not.toHaveProperty('next');
    const [first, second] = await ledger.list('waitingLines');
    const { items, next } = await ledger.page('waitingLines', 1, undefined);
    expect([items, (await ledger.page('waitingLines', 1, next)).items]).toEqual([[first], [second]]);
    expect([await ledger.count('uploads'), await ledger.count('incidents')]).toEqual([7, 0]);
    // Where a list ends: with the oldest upload, and with the line that waits last.
    expect(await ledger.last('uploads')).toMatchObject({ uploadId: 'u10' });
    expect(await ledger.last('waitingLines')).toEqual((await ledger.list('waitingLines')).at(-1));
    expect(await ledger.last('incidents')).toBeUndefined();
  });

  test('goes on behind a key under which there is nothing, and counts the items whose key begins like another', async () => {
    const ledger = await make();
    for (const index of [1, 2, 3, 20]) await ledger.put('waitingLines', waitingLine(index));
    const [, second, third, last] = await ledger.list('waitingLines');
    expect((await ledger.page('waitingLines', 9, '000000000002-')).items).toEqual([second, third, last]);
    expect(await ledger.countOf('waitingLines', '000000000002-')).toBe(1);
    expect(await ledger.countOf('waitingLines', '00000000000')).toBe(3);
    expect(await ledger.countOf('waitingLines', '000000000009-')).toBe(0);
  });

  test('[R59] keeps the suspensions of each trial by themselves, and knows of each device whether it was asked for', async () => {
    const ledger = await make();
    const ended = { trialId: 'T 1/é', endDate: '2027-03-31' };
    const deviceIdOf = (number: number) => `00-DB-12-34-00-00-00-0${number}`;
    const asked = (number: number, trial = ended): DeviceSuspension => ({
      contract: 'device-suspension/1',
      requestId: suspensionId(trial, deviceIdOf(number)),
      deviceId: deviceIdOf(number),
      ...trial,
      sscDecisionReference: 'SSC:1',
      requestedAt: '2027-04-01T09:00:00.000Z',
    });
    for (const number of [7, 2, 5]) await ledger.put('suspensions', asked(number));
    await ledger.put('suspensions', asked(3, { ...ended, trialId: 'T-2' }));
    expect(await ledger.list('suspensions', ended)).toEqual([asked(2), asked(5), asked(7)]);
    const { has } = askedSuspensions(ledger, ended);
    const known: boolean[] = [];
    for (let number = 1; number < 9; number += 1) known.push(await has(deviceIdOf(number)));
    expect(known).toEqual([false, true, false, false, true, false, true, false]);
    expect(await askedSuspensions(ledger, { ...ended, endDate: '2027-06-30' }).has(deviceIdOf(2))).toBe(false);
  });

  test('knows the report that was sent last, if there was any', async () => {
    const ledger = await make();
    expect(await ledger.get('reportSent')).toBeUndefined();
    await ledger.put('reportSent', { reportId: 'SSC-1', sentAt: '2026-11-09T07:00:00.000Z' });
    await ledger.put('reportSent', { reportId: 'SSC-2', sentAt: '2026-11-16T07:00:00.000Z' });
    expect(await ledger.get('reportSent')).toEqual({ reportId: 'SSC-2', sentAt: '2026-11-16T07:00:00.000Z' });
  });

  test('a mail that is deferred is there once, as it was deferred last, until it is removed', async () => {
    const ledger = await make();
    const mail = {
      mailId: 'M-1',
      effectsKey: 'log',
      offset: 7,
      deferredAt: '2026-11-02T09:00:00.000Z',
      attempts: 0,
      reason: 'out',
    };
    await ledger.put('deferredMails', mail);
    await ledger.put('deferredMails', { ...mail, attempts: 1 });
    expect(await ledger.list('deferredMails')).toEqual([{ ...mail, attempts: 1 }]);
    await ledger.remove('deferredMails', mail);
    expect(await ledger.list('deferredMails')).toEqual([]);
  });

  test('[R32] keeps the timeline of each incident by itself, in order, each step once', async () => {
    const ledger = await make();
    const step = { incidentId: 'INC-1', at: '2026-11-02T09:00:00.000Z' };
    const opened = { ...step, eventId: '000000000001-0000000000', event: 'opened' as const, entries: 2 };
    const note = { event: 'note' as const, text: 'Called the DSP', by: 'pat', commandId: 'c' };
    const later = { ...step, eventId: '000000000010-0000000000', ...note };
    const earlier = { ...step, eventId: '000000000002-0000000000', ...note };
    for (const event of [later, opened, earlier, later]) await ledger.put('incidentEvents', event);
    await ledger.put('incidentEvents', { ...opened, incidentId: 'INC-10' });
    expect(await ledger.list('incidentEvents', { incidentId: 'INC-1' })).toEqual([opened, earlier, later]);
    expect(await ledger.list('incidentEvents', { incidentId: 'INC-2' })).toEqual([]);
  });

  test('[R32] keeps an incident as it was recorded last', async () => {
    const ledger = await make();
    const incident = incidentOf({ fixExpected: '2026-12-12', suppliers: ['One Supply'] });
    await ledger.put('incidents', incidentOf());
    await ledger.put('incidents', incident);
    expect(await ledger.list('incidents')).toEqual([incident]);
  });

  test('a mark begins and ends', async () => {
    const ledger = await make();
    const mark = { entryKey: 'ESME/1', mark: 'quarantined' as const, since: '2026-11-02T09:00:00.000Z', uploadId: 'u' };
    await ledger.put('marks', mark);
    expect(await ledger.list('marks')).toEqual([mark]);
    await ledger.remove('marks', mark);
    expect(await ledger.list('marks')).toEqual([]);
  });
});
