import { describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { WatchedLedger } from '../../functions/watch/ports.ts';
import { cplEntry, dspChange, waitingLine } from '../support/cpl-entries.ts';
import { incidentOf } from '../support/incidents.ts';
import { acceptedUpload } from '../support/receipts.ts';
import { watchWorld } from '../support/watch-world.ts';

/** The synthetic lines are published at this instant. */
const PUBLISHED = '2026-11-02T09:00:00.000Z';
const HOUR = 3600;

const world = () => watchWorld(PUBLISHED);

const subjects = ({ mailer }: ReturnType<typeof world>): string[] => mailer.sent.map(({ subject }) => subject);

describe('the watch over deadlines', () => {
  test('says nothing while nothing is late', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(17 * HOUR);
    expect(await here.run()).toMatchObject({ dispatchesClosed: 0, reconsidered: 0, facts: 0, news: 0 });
    expect(here.mailer.sent).toEqual([]);
  });

  test('[R7] reports a blocked entry once at risk, once breached, and no more', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    for (let hour = 0; hour < 60; hour += 1) {
      here.clock.advance(HOUR);
      await here.run();
    }
    expect(subjects(here)).toEqual([
      'Action for DCC operations: CPL watch: 1 deadline at risk',
      'Action for DCC operations: CPL watch: 1 breach',
    ]);
    expect(here.mailer.sent[1]?.text).toContain(
      'Reference: deadline/000000000001-0000000000/ESME/AB01/010A/030B/0002012F',
    );
  });

  test('[R7] reports each entry separately, in one mail a run', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    const another = cplEntry({ firmwareVersion: '00020130', gbcsVersion: '9.9' });
    await here.ledger.put('waitingLines', waitingLine(2, another));
    await here.ledger.put('waitingLines', { ...waitingLine(3), publishedAt: '2026-11-02T15:00:00.000Z' });
    here.clock.advance(25 * HOUR);
    expect(await here.run()).toMatchObject({ news: 3 });
    expect(subjects(here)).toEqual(['Action for DCC operations: CPL watch: 2 breaches and 1 deadline at risk']);
  });

  test('[R7] leaves the breach of an incident to its own update, and counts it; a later line breaches by itself', async () => {
    const here = world();
    await here.ledger.put('incidents', incidentOf({ firstPublishedAt: PUBLISHED }));
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(25 * HOUR);
    expect((await here.watch()).metrics).toMatchObject({ DeadlinesBreached: 1 });
    expect(here.mailer.sent).toEqual([]);
    expect(here.asked).toMatchObject([{ command: 'reconsider' }]);
    await here.ledger.put('waitingLines', { ...waitingLine(3), publishedAt: '2026-11-02T09:30:00.000Z' });
    expect((await here.watch()).metrics).toMatchObject({ DeadlinesBreached: 2 });
    expect(subjects(here)).toEqual(['Action for DCC operations: CPL watch: 1 breach']);
  });

  test('[R7] counts a list that waits for approval: of 500 files that arrived it reads that one, and the first for as long as no report was sent', async () => {
    const here = world();
    const held = acceptedUpload({ decision: 'held', receivedAt: PUBLISHED });
    await here.ledger.put('uploads', held);
    here.ledger.state = {
      ...here.ledger.state,
      held: [{ uploadId: held.uploadId, issue: '2.051', receivedAt: PUBLISHED, heldBy: 'guard' }],
    };
    for (let number = 100; number < 600; number += 1)
      await here.ledger.put(
        'uploads',
        acceptedUpload({ uploadId: `20261001T090000Z-${number}`, receivedAt: PUBLISHED }),
      );
    const read: unknown[] = [];
    const ledger: WatchedLedger = {
      ...here.ports.ledger,
      async get(kind, ...of) {
        const item = await here.ledger.get(kind, ...of);
        if (kind === 'uploads') read.push(item);
        return item;
      },
      async last(kind, ...of) {
        const item = await here.ledger.last(kind, ...of);
        if (kind === 'uploads') read.push(item);
        return item;
      },
      list: (kind, ...of) => (kind === 'uploads' ? Promise.reject(new Error('all')) : here.ledger.list(kind, ...of)),
      page: () => Promise.reject(new Error('a page')),
    };
    expect((await here.watch({ ledger })).metrics).toMatchObject({ ExtractsOnHold: 1, DaysSinceReport: 0 });
    expect(read).toMatchObject([{ uploadId: '20261001T090000Z-100' }, { uploadId: held.uploadId }]);
    here.clock.advance(24 * HOUR);
    await here.run();
    expect(here.mailer.sent[0]?.text).toContain('cpl/cpl-2.051.csv [Breached]');
  });

  test('[R7] counts changes that were sent and have not arrived, as one fact of their upload', async () => {
    const here = world();
    await here.ledger.put('dispatches', { sequence: 1, effectsKey: 'log-1', changes: 2, sentAt: PUBLISHED });
    here.undelivered.set('log-1', [dspChange(1), dspChange(1)]);
    here.clock.advance(24 * HOUR);
    await here.run();
    expect(here.mailer.sent[0]?.text).toContain('2 changes of upload upload-1 [Breached]');
  });

  test('does not report a released line again while it is on its way', async () => {
    const here = world();
    await here.ledger.put('dispatches', { sequence: 1, effectsKey: 'log-1', changes: 1, sentAt: PUBLISHED });
    here.undelivered.set('log-1', [dspChange(1, undefined, { blockedSince: PUBLISHED })]);
    here.clock.advance(30 * HOUR);
    expect(await here.run()).toMatchObject({ facts: 0 });
  });

  test('loses no fact when SES does not take the mail', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(24 * HOUR);
    here.mailer.refuse(new Error('Throttled'));
    await expect(here.run()).rejects.toThrow(
      /Mails are deferred and still refused: WATCH-\w+ \(tried 1 time: Error: Throttled\)/,
    );
    here.mailer.refuse(undefined);
    await here.run();
    expect(subjects(here)).toEqual(['Action for DCC operations: CPL watch: 1 breach']);
  });
});

describe('the watch over incidents', () => {
  test('[R7] [R31] asks the lane to evaluate again when age or the hours of upload have made one worse, not otherwise', async () => {
    const here = world();
    const incident = incidentOf({ openedAt: PUBLISHED });
    await here.ledger.put('incidents', incident);
    await here.ledger.put('waitingLines', { ...waitingLine(1), publishedAt: PUBLISHED });
    const askedAfter = async (hours: number): Promise<number> => {
      here.clock.advance(hours * HOUR);
      await here.run();
      return here.asked.splice(0).filter(({ commandId }) => commandId.startsWith('watch-incident-worse')).length;
    };
    const assessed = (status: 'at-risk' | 'breached', reached: 'ageHours'[] = []) =>
      here.ledger.put('incidents', { ...incident, assessment: { category: 2, reached, status } });
    expect(await askedAfter(17)).toBe(0);
    expect(await askedAfter(1)).toBe(1);
    // The lane has not come to it yet.
    expect(await askedAfter(0.25)).toBe(1);
    await assessed('at-risk');
    expect(await askedAfter(1)).toBe(0);
    expect(await askedAfter(5)).toBe(1);
    await assessed('breached');
    expect(await askedAfter(24)).toBe(0);
    expect(await askedAfter(24)).toBe(1);
    await assessed('breached', ['ageHours']);
    expect(await askedAfter(1000)).toBe(0);
  });
});

describe('the metrics of a look', () => {
  test('[R7] show a breach for as long as it lasts, and its mail once', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(24 * HOUR);
    expect((await here.watch()).metrics).toMatchObject({ EntriesWaiting: 1, DeadlinesBreached: 1, MailsSent: 1 });
    expect((await here.watch()).metrics).toMatchObject({ EntriesWaiting: 1, DeadlinesBreached: 1, MailsSent: 0 });
  });

  test('[R7] show a breach although SES does not take the mail about it', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(24 * HOUR);
    here.mailer.refuse(new Error('Throttled'));
    const { metrics, summary, fault } = await here.watch();
    expect(fault).toBeInstanceOf(Error);
    expect(summary).toMatchObject({ facts: 1, news: 1 });
    expect(metrics).toMatchObject({ DeadlinesBreached: 1, MailsSent: 0, MailsRefused: 1 });
  });
});

describe('the watch over the lane', () => {
  test('closes the dispatches of decisions that have arrived in the DSP', async () => {
    const here = world();
    await here.ledger.put('dispatches', { sequence: 1, effectsKey: 'log-1', changes: 1, sentAt: PUBLISHED });
    await here.ledger.put('dispatches', { sequence: 2, effectsKey: 'log-2', changes: 1, sentAt: PUBLISHED });
    here.undelivered.set('log-2', [dspChange(2)]);
    expect(await here.run()).toMatchObject({ dispatchesClosed: 1 });
    expect((await here.ledger.list('dispatches')).map(({ sequence }) => sequence)).toEqual([2]);
  });

  test('[R23] asks the lane to look again once a waiting GBCS version is in force', async () => {
    const here = world();
    const entry = cplEntry({ gbcsVersion: '5.0' });
    await here.ledger.put('waitingLines', { ...waitingLine(1, entry), reason: 'GBCS 5.0 not yet in force' });
    const version = {
      gbcsVersion: '5.0',
      recognised: true,
      validTo: '',
      dspMapping: '',
      source: '',
      confidence: '',
      note: '',
    };
    here.recognise([{ ...version, validFrom: '2026-11-03' }]);
    expect(await here.run()).toMatchObject({ reconsidered: 0 });
    here.clock.advance(15 * HOUR);
    expect(await here.run()).toMatchObject({ reconsidered: 1 });
    expect(here.asked).toEqual([
      { command: 'reconsider', commandId: 'watch-released-by-date-20261103T0000', requestedBy: 'watch' },
    ]);
  });

  test('asks the lane to carry on when a decision is pending and nobody carries it out', async () => {
    const here = world();
    const facts = { held: [], losses: [] };
    const pending = { sequence: 1, effectsKey: 'log-1', offset: 0, since: PUBLISHED, facts };
    here.ledger.state = { ...EMPTY_LANE, revision: 1, sequence: 1, pending };
    here.clock.advance(10 * 60);
    expect(await here.run()).toMatchObject({ reconsidered: 0 });
    here.clock.advance(15 * 60);
    expect(await here.run()).toMatchObject({ reconsidered: 1 });
  });

  test('asks the lane to re-evaluate once more when the time for that has come', async () => {
    const here = world();
    const dueAt = '2026-11-02T09:05:00.000Z';
    await here.ledger.put('reevaluationsDue', {
      requestId: 'reevaluate-1',
      firmwareKeys: [],
      trialIds: ['T-1'],
      dueAt,
    });
    expect(await here.run()).toMatchObject({ reconsidered: 0 });
    here.clock.advance(5 * 60);
    await here.run();
    expect(here.asked).toMatchObject([{ command: 'reconsider', commandId: 'watch-reevaluation-due-20261102T0905' }]);
  });
});
