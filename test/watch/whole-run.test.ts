import { describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { KindName } from '../../functions/contracts/ledger.ts';
import type { WatchPorts } from '../../functions/watch/ports.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { unreadable } from '../support/fake-ledger.ts';
import { acceptedUpload } from '../support/receipts.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { watchWorld } from '../support/watch-world.ts';

/** The synthetic lines are published at this instant. */
const PUBLISHED = '2026-11-02T09:00:00.000Z';
const HOUR = 3600;
const STALLED = {
  ...EMPTY_LANE,
  pending: { sequence: 1, effectsKey: 'log-1', offset: 0, since: PUBLISHED, facts: { held: [], losses: [] } },
};
const VERSION = { recognised: true, validFrom: '', dspMapping: '', source: '', confidence: '', note: '' };
const REGISTER = [{ ...VERSION, gbcsVersion: '1.0', validTo: '2026-11-01' }];
const denied = () => Promise.reject(new Error('access denied'));

/** A watch with something to see to in every part: a breach, an expired entry, a stalled decision, a trial that is over. */
async function world() {
  const here = watchWorld(PUBLISHED);
  await here.ledger.put('waitingLines', waitingLine(1));
  await here.ledger.put('dispatches', { sequence: 1, effectsKey: 'log-2', changes: 1, sentAt: PUBLISHED });
  here.ledger.state = {
    ...STALLED,
    accepted: {
      uploadId: 'u',
      key: 'cpl/list.csv',
      issue: '1.1',
      receivedAt: PUBLISHED,
      sha256: '',
      listKey: 'list',
      models: 1,
      activeModels: 1,
      missingModels: 0,
    },
  };
  here.recognise(REGISTER);
  const entry = cplEntry({ gbcsVersion: '1.0' });
  const list = agreedList(1, '2026-10-01T00:00:00.000Z', [
    { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE, endDate: '2026-10-31', endDecision: 'suspend' },
  ]);
  here.lists.push(list);
  await here.devices.put(evaluatedRecord(1, [list]), 0);
  here.clock.advance(25 * HOUR);
  const ports = { acceptedModels: async () => new Map([[entry.entryKey, entry]]) };
  return { ...here, watch: (over: Partial<WatchPorts> = {}) => here.watch({ ...ports, ...over }) };
}

/** What such a look comes to. */
const SOUND = { dispatchesClosed: 1, reconsidered: 1, suspending: 1, facts: 3, news: 4, mailsSent: 2 };

describe('a look at everything', () => {
  test('says what it found, and ends with no fault', async () => {
    const outcome = await (await world()).watch();
    expect(outcome.summary).toEqual(SOUND);
    expect(outcome.metrics).toMatchObject({ MailsSent: 2 });
    expect(outcome).not.toHaveProperty('fault');
  });

  test.each<[KindName, Partial<typeof SOUND>]>([
    ['lane', { dispatchesClosed: 0, reconsidered: 0, news: 3, mailsSent: 1 }],
    ['waitingLines', { reconsidered: 0, facts: 2, news: 3 }],
    ['corrections', { reconsidered: 0 }],
    ['incidents', { reconsidered: 0 }],
    ['reevaluationsDue', { reconsidered: 0 }],
    ['dispatches', { dispatchesClosed: 0 }],
    ['suspensions', { suspending: 0 }],
    ['activeGovernance', { news: 3, mailsSent: 1 }],
    ['listLook', { news: 3, mailsSent: 1 }],
    ['expiredEntries', { news: 3, mailsSent: 1 }],
    ['news', { news: 0, mailsSent: 0 }],
    ['deferredMails', { mailsSent: 0 }],
  ])('goes on without %s, which cannot be read', async (kind, less) => {
    const here = await world();
    const { summary, metrics, fault } = await here.watch({ ledger: unreadable(here.ports.ledger, kind) });
    expect(fault?.message).toMatch(/^access denied(; access denied)*$/);
    expect(summary).toEqual({ ...SOUND, ...less });
    expect(metrics.MailsSent).toBe(summary['mailsSent']);
  });

  test.each<[string, (ports: WatchPorts) => Partial<WatchPorts>, Partial<typeof SOUND>]>([
    [
      'the register',
      ({ governance }) => ({ governance: { ...governance, gbcsRegister: denied } }),
      { reconsidered: 0, news: 3, mailsSent: 1 },
    ],
    [
      'settings',
      ({ governance }) => ({ governance: { ...governance, settings: denied } }),
      { reconsidered: 0, suspending: 0, facts: 0, news: 1, mailsSent: 1 },
    ],
    ['the lane to ask', () => ({ lane: { ask: denied } }), { reconsidered: 0, suspending: 0 }],
    [
      'room in the archive',
      ({ archive }) => ({ archive: { ...archive, read: archive.read, put: denied } }),
      { news: 0, mailsSent: 0 },
    ],
  ])('goes on without %s', async (_, over, less) => {
    const here = await world();
    const { summary, fault } = await here.watch(over(here.ports));
    expect(fault?.message).toMatch(/^access denied(; access denied)*$/);
    expect(summary).toEqual({ ...SOUND, ...less });
  });

  test('[R18] reports the entries that are in the DSP under a substitute', async () => {
    const here = await world();
    await here.ledger.put('corrections', {
      ...waitingLine(2),
      entryKey: 'ESME/AB01/010A/030B/0002012F',
      substitutedGbcsVersion: '4.2',
      cause: 'GBCS 9.9 not recognised',
      since: PUBLISHED,
    });
    expect((await here.watch()).summary).toEqual({ ...SOUND, facts: 4, news: 5, mailsSent: 3 });
  });
});

describe('the gauges', () => {
  test('[R7] count the lists that wait for an approval, also of a decision that is not carried out yet', async () => {
    const here = await world();
    const held = (uploadId: string) => ({ uploadId, issue: '2.051', receivedAt: PUBLISHED, heldBy: 'guard' }) as const;
    for (const [uploadId, decision] of [
      ['h-1', 'held'],
      ['h-2', 'held'],
      ['h-3', 'accepted'],
    ] as const)
      await here.ledger.put('uploads', acceptedUpload({ uploadId, decision }));
    const facts = { held: [held('h-1'), held('h-2')], losses: [] };
    here.ledger.state = {
      ...STALLED,
      held: [held('h-1'), held('h-3'), held('h-4')],
      pending: { ...STALLED.pending, facts },
    };
    expect((await here.watch()).metrics).toMatchObject({ ExtractsOnHold: 2 });
  });

  test('say for how long no report was sent: since the last, however long ago the first file arrived', async () => {
    const here = await world();
    await here.ledger.put('uploads', acceptedUpload({ receivedAt: '2026-10-01T10:00:00.000Z' }));
    expect((await here.watch()).metrics).toMatchObject({ DaysSinceReport: 33 });
    await here.ledger.put('reportSent', { reportId: 'r', sentAt: '2026-11-01T10:00:00.000Z' });
    expect((await here.watch()).metrics).toMatchObject({ DaysSinceReport: 2 });
  });
});
