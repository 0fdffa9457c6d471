import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { Ledger as LaneLedger } from '../../functions/intake/ports.ts';
import type { ReportPorts } from '../../functions/reports/ports.ts';
import type { WatchedLedger } from '../../functions/watch/ports.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { type ContractTables, contractTables, SERVICES, stringKeys } from '../support/contract-services.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { steadyServices } from '../simulation/steady.ts';
import { incidentOf } from '../support/incidents.ts';

type Ledger = LaneLedger & ReportPorts['ledger'] & Pick<WatchedLedger, 'reportSent'>;

let tables: ContractTables;
beforeAll(async () => {
  tables = await contractTables();
});
afterAll(() => tables.stop());

type LedgerAndOutbox = Ledger & Pick<WatchedLedger, 'parkedMails' | 'removeParkedMail'>;

async function onService(): Promise<LedgerAndOutbox> {
  const table = await tables.createTable(stringKeys('pk', 'sk'));
  return dynamoLedger(tables.client, table);
}

describe.each([
  ['the ledger in memory', async (): Promise<LedgerAndOutbox> => new FakeLedger()],
  ['the simulated ledger', async (): Promise<LedgerAndOutbox> => dynamoLedger(steadyServices().dynamo, 'ledger')],
  [`the ledger table on ${SERVICES}`, onService],
])('%s', (_, make) => {
  test('starts with an empty lane and nothing active', async () => {
    const ledger = await make();
    expect(await ledger.laneState()).toEqual(EMPTY_LANE);
    expect(await ledger.activeGovernance()).toEqual({ revision: 0 });
  });

  test('moves the lane on only from the revision it has', async () => {
    const ledger = await make();
    await ledger.replaceLaneState({ ...EMPTY_LANE, revision: 1, sequence: 1 });
    await expect(ledger.replaceLaneState({ ...EMPTY_LANE, revision: 1, sequence: 2 })).rejects.toThrow(
      'The lane moved on',
    );
    const next = { ...EMPTY_LANE, revision: 2, sequence: 2 };
    await ledger.replaceLaneState(next);
    expect(await ledger.laneState()).toEqual(next);
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
    await ledger.replaceLaneState(state);
    expect(await ledger.laneState()).toEqual(state);
  });

  test('[R12] gives waiting lines in their original order', async () => {
    const ledger = await make();
    const lines = [waitingLine(2), waitingLine(10), waitingLine(1, cplEntry({ modelIdentifier: 'FFFF' }))];
    for (const line of lines) await ledger.addWaitingLine(line);
    expect((await ledger.waitingLines()).map(({ uploadId }) => uploadId)).toEqual([
      'upload-1',
      'upload-2',
      'upload-10',
    ]);
  });

  test('a waiting line that is added again is there once, and gone once it is released', async () => {
    const ledger = await make();
    const line = waitingLine(1);
    await ledger.addWaitingLine(line);
    await ledger.addWaitingLine(line);
    expect(await ledger.waitingLines()).toEqual([line]);
    await ledger.removeWaitingLine({ order: line.order, entryKey: line.entry.entryKey });
    expect(await ledger.waitingLines()).toEqual([]);
  });

  test('a line that is overtaken no longer waits', async () => {
    const ledger = await make();
    const line = waitingLine(1);
    await ledger.addWaitingLine(line);
    await ledger.overtake({ ...line, overtakenAt: '2026-11-03T09:00:00.000Z', overtakenBy: 'upload-2' });
    expect(await ledger.waitingLines()).toEqual([]);
  });

  test('knows the report that was sent last, if there was any', async () => {
    const ledger = await make();
    expect(await ledger.reportSent()).toBeUndefined();
    await ledger.noteReport({ reportId: 'SSC-1', sentAt: '2026-11-09T07:00:00.000Z' });
    await ledger.noteReport({ reportId: 'SSC-2', sentAt: '2026-11-16T07:00:00.000Z' });
    expect(await ledger.reportSent()).toEqual({ reportId: 'SSC-2', sentAt: '2026-11-16T07:00:00.000Z' });
  });

  test('a mail that is parked is there once, as it was parked last, until it is removed', async () => {
    const ledger = await make();
    const mail = {
      mailId: 'M-1',
      effectsKey: 'log',
      offset: 7,
      parkedAt: '2026-11-02T09:00:00.000Z',
      attempts: 0,
      reason: 'out',
    };
    await ledger.parkMail(mail);
    await ledger.parkMail({ ...mail, attempts: 1 });
    expect(await ledger.parkedMails()).toEqual([{ ...mail, attempts: 1 }]);
    await ledger.removeParkedMail(mail);
    expect(await ledger.parkedMails()).toEqual([]);
  });

  test('[R32] keeps the timeline of each incident by itself, in order, each step once', async () => {
    const ledger = await make();
    const step = { incidentId: 'INC-1', at: '2026-11-02T09:00:00.000Z' };
    const opened = { ...step, eventId: '000000000001-0000000000', event: 'opened' as const, entries: 2 };
    const note = { event: 'note' as const, text: 'Called the DSP', by: 'pat', commandId: 'c' };
    const later = { ...step, eventId: '000000000010-0000000000', ...note };
    const earlier = { ...step, eventId: '000000000002-0000000000', ...note };
    for (const event of [later, opened, earlier, later]) await ledger.recordIncidentEvent(event);
    await ledger.recordIncidentEvent({ ...opened, incidentId: 'INC-10' });
    expect(await ledger.incidentEvents('INC-1')).toEqual([opened, earlier, later]);
    expect(await ledger.incidentEvents('INC-2')).toEqual([]);
  });

  test('[R32] keeps an incident as it was recorded last', async () => {
    const ledger = await make();
    const incident = incidentOf({ fixExpected: '2026-12-12', suppliers: ['One Supply'] });
    await ledger.recordIncident(incidentOf());
    await ledger.recordIncident(incident);
    expect(await ledger.incidents()).toEqual([incident]);
  });

  test('a mark begins and ends', async () => {
    const ledger = await make();
    const mark = { entryKey: 'ESME/1', mark: 'quarantined' as const, since: '2026-11-02T09:00:00.000Z', uploadId: 'u' };
    await ledger.mark(mark);
    expect(await ledger.marks()).toEqual([mark]);
    await ledger.unmark(mark);
    expect(await ledger.marks()).toEqual([]);
  });
});
