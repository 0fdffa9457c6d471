import { describe, expect, test } from 'vitest';
import type { KindName } from '../../functions/contracts/ledger.ts';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { waitingLine } from '../support/cpl-entries.ts';
import { unreadable } from '../support/fake-ledger.ts';
import { watchWorld } from '../support/watch-world.ts';

/** The synthetic lines are published at this instant. */
const PUBLISHED = '2026-11-02T09:00:00.000Z';
const HOUR = 3600;

const world = () => watchWorld(PUBLISHED);

const subjects = ({ mailer }: ReturnType<typeof world>): string[] => mailer.sent.map(({ subject }) => subject);

describe('a part of a look that cannot be read', () => {
  const denied = () => Promise.reject(new Error('access denied'));
  const GAUGES = Object.keys(METRICS.watch);

  /** Names of the gauges that a look leaves out while one kind of item in its ledger cannot be read. */
  async function unread(kind: KindName): Promise<string[]> {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    const held = { uploadId: 'u', issue: '2.051', receivedAt: here.clock.now(), heldBy: 'guard' } as const;
    here.ledger.state = { ...here.ledger.state, held: [held] };
    here.clock.advance(25 * HOUR);
    const { metrics, fault } = await here.watch({ ledger: unreadable(here.ports.ledger, kind) });
    expect(fault?.message).toMatch(/^access denied(; access denied)*$/);
    const left = GAUGES.filter((name) => Reflect.get(metrics, name) === undefined).toSorted();
    expect(metrics.GaugesUnread).toBe(left.length);
    return left;
  }

  test.each<[KindName, readonly string[]]>([
    ['incidents', ['IncidentsOpen']],
    ['waitingLines', ['DeadlinesAtRisk', 'DeadlinesBreached', 'EntriesWaiting', 'OldestWaitingHours']],
    ['uploads', ['DaysSinceReport', 'DeadlinesAtRisk', 'DeadlinesBreached', 'ExtractsOnHold']],
    ['dispatches', ['DeadlinesAtRisk', 'DeadlinesBreached']],
    ['reportSent', ['DaysSinceReport']],
    ['deferredMails', ['MailsRefused']],
    ['reevaluationsDue', []],
  ])('%s: leaves out what is read from it, and nothing else', async (kind, gauges) => {
    expect(await unread(kind)).toEqual(gauges);
  });

  test('settings: nobody can be notified, but the lane and what waits are still counted', async () => {
    const here = world();
    const governance = { ...here.ports.governance, settings: denied };
    const { metrics, fault } = await here.watch({ governance });
    expect(fault?.message).toMatch(/^access denied(; access denied)*$/);
    expect(metrics).toMatchObject({ LaneStuckMinutes: 0, EntriesWaiting: 0, IncidentsOpen: 0 });
    expect(metrics.TrialFlaggingOff).toBeUndefined();
    expect(metrics.DeadlinesBreached).toBeUndefined();
  });

  test('the facts reported so far: the run fails, and every gauge of what it saw is there', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(25 * HOUR);
    const { metrics, fault } = await here.watch({ notices: { ...here.ports.notices, levelsReported: denied } });
    expect(fault?.message).toBe('access denied');
    expect(metrics).toMatchObject({ DeadlinesBreached: 1, EntriesWaiting: 1, GaugesUnread: 0 });
  });

  test('[R7] a breach is mailed although the incidents and the trials cannot be read', async () => {
    const here = world();
    await here.ledger.put('waitingLines', waitingLine(1));
    here.clock.advance(24 * HOUR);
    const { summary } = await here.watch({
      ledger: unreadable(here.ports.ledger, 'incidents'),
      governance: { ...here.ports.governance, agreedListHistory: denied },
    });
    expect(summary).toMatchObject({ news: 1 });
    expect(subjects(here)).toEqual(['Action for DCC operations: CPL watch: 1 breach']);
  });

  test('in a sound look there is none: every gauge there is has a value', async () => {
    const { metrics } = await world().watch();
    expect(Object.keys(metrics).toSorted()).toEqual(GAUGES.toSorted());
    expect(Object.values(metrics)).not.toContain(undefined);
    expect(metrics.GaugesUnread).toBe(0);
  });
});
