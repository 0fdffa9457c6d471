import { describe, expect, test } from 'vitest';
import { type GaugedView, watchGauges } from '../../functions/watch/gauges.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';

const NOW = '2026-11-04T09:00:00.000Z';

function gauges(over: Partial<GaugedView> = {}) {
  return watchGauges({
    now: NOW,
    lane: {},
    settings: { trialFlagging: 'on' },
    waiting: [],
    uploads: [],
    incidents: [],
    facts: [],
    reportSent: undefined,
    ...over,
  });
}

const extract = (receivedAt: string, decision: 'accepted' | 'refused' = 'accepted') => ({
  kind: 'cpl' as const,
  decision,
  receivedAt,
});

describe('the gauges of the watch', () => {
  test('are all zero over an empty pipeline: nothing is missing that never was', () => {
    expect(new Set(Object.values(gauges()))).toEqual(new Set([0]));
  });

  test('[R7] tell how many entries wait, and how old the oldest line is, from its publication', () => {
    const waiting = [
      waitingLine(1),
      waitingLine(2),
      { ...waitingLine(3, cplEntry({ modelIdentifier: 'FFFF' })), publishedAt: '2026-11-03T09:00:00.000Z' },
    ];
    expect(gauges({ waiting })).toMatchObject({ EntriesWaiting: 2, OldestWaitingHours: 48 });
  });

  test('[R7] count deadlines by how they stand', () => {
    const facts = [{ kind: 'breached' as const }, { kind: 'at-risk' as const }, { kind: 'breached' as const }];
    expect(gauges({ facts })).toMatchObject({ DeadlinesBreached: 2, DeadlinesAtRisk: 1 });
  });

  test('count Working Days since the last extract that was not refused', () => {
    const uploads = [extract('2026-11-03T09:00:00.000Z', 'refused'), extract('2026-10-30T09:00:00.000Z')];
    expect(gauges({ uploads })).toMatchObject({ WorkingDaysSinceExtract: 3 });
  });

  test('count days since the last report, or since the first file while there was none', () => {
    const uploads = [extract('2026-10-30T09:00:00.000Z'), extract('2026-11-03T09:00:00.000Z')];
    expect(gauges({ uploads })).toMatchObject({ DaysSinceReport: 5 });
    const reportSent = { reportId: 'SSC-1', sentAt: '2026-11-02T21:00:00.000Z' };
    expect(gauges({ uploads, reportSent })).toMatchObject({ DaysSinceReport: 1.5 });
  });

  test('tell for how long a decision has been pending in the lane', () => {
    const pending = { sequence: 1, effectsKey: 'log-1', offset: 0, since: '2026-11-04T08:00:00.000Z' };
    expect(gauges({ lane: { pending } })).toMatchObject({ LaneStuckMinutes: 60 });
  });

  test('[R54] tell that trial flagging is off', () => {
    expect(gauges({ settings: { trialFlagging: 'off' } })).toMatchObject({ TrialFlaggingOff: 1 });
  });

  test('count what is open: incidents, extracts on hold', () => {
    const uploads = [{ ...extract(NOW), decision: 'held' as const }];
    const incidents = [{ state: 'open' as const }, { state: 'resolved' as const }];
    expect(gauges({ uploads, incidents })).toMatchObject({
      IncidentsOpen: 1,
      ExtractsOnHold: 1,
    });
  });
});
