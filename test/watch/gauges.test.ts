import { describe, expect, test } from 'vitest';
import { type GaugedView, watchGauges } from '../../functions/watch/gauges.ts';
import { ACCEPTED } from '../support/accepted-cpl.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';

const NOW = '2026-11-04T09:00:00.000Z';

function gauges(over: Partial<GaugedView> = {}) {
  return watchGauges({
    now: NOW,
    lane: {},
    settings: { trialFlagging: 'on' },
    waiting: [],
    held: [],
    incidents: [],
    facts: [],
    dispatches: [],
    trials: [],
    lastReport: { since: undefined },
    ...over,
  });
}

describe('the gauges of the watch', () => {
  test('are all zero over an empty pipeline: nothing is missing that never was', () => {
    expect(new Set(Object.values(gauges()))).toEqual(new Set([0]));
  });

  test('[R7] show how many entries wait, and how old the oldest line is, from its publication', () => {
    const waiting = [
      { ...waitingLine(3, cplEntry({ modelIdentifier: 'FFFF' })), publishedAt: '2026-11-03T09:00:00.000Z' },
      waitingLine(1),
      waitingLine(2),
    ];
    expect(gauges({ waiting })).toMatchObject({ EntriesWaiting: 2, OldestWaitingHours: 48 });
  });

  test('[R7] count deadlines by their status', () => {
    const facts = [{ kind: 'breached' as const }, { kind: 'at-risk' as const }, { kind: 'breached' as const }];
    expect(gauges({ facts })).toMatchObject({ DeadlinesBreached: 2, DeadlinesAtRisk: 1 });
  });

  test('[R71] count what trials are in breach of, and their warnings', () => {
    const facts = [{ kind: 'trial-warning' as const }, { kind: 'trial-breach' as const }];
    expect(gauges({ facts: [...facts, { kind: 'trial-breach' }] })).toMatchObject({
      TrialBreaches: 2,
      TrialWarnings: 1,
    });
  });

  test('have no number for what could not be read of the lane', () => {
    const unread = { IssueSkippedDays: undefined, ListsShutOut: undefined, LaneStuckMinutes: undefined };
    expect(gauges({ lane: undefined })).toMatchObject(unread);
  });

  test.each([
    [0, 'the day on which it is seen', '2026-11-04T00:10:00.000Z'],
    [1, 'the next Working Day', '2026-11-03T23:50:00.000Z'],
    [3, 'a weekend between', '2026-10-30T09:00:00.000Z'],
  ])('count %i Working Days since the oldest issue was seen to be skipped: %s', (days, _, since) => {
    const skipped = [
      { issue: '2.050', since },
      { issue: '2.052', since: '2026-11-04T08:00:00.000Z' },
    ];
    const issues = { newest: '2.053', arrived: [], skipped };
    expect(gauges({ lane: { issues } })).toMatchObject({ IssueSkippedDays: days });
  });

  test('count the lists that the accepted one shuts out', () => {
    expect(gauges({ lane: {} })).toMatchObject({ ListsShutOut: 0 });
    expect(gauges({ lane: { accepted: { ...ACCEPTED, shutOut: ['2.052', '2.053'] } } })).toMatchObject({
      ListsShutOut: 2,
    });
  });

  test('count no day while no issue is skipped, however long no list has come', () => {
    const lastReport = { since: '2026-08-30T09:00:00.000Z' };
    const issues = { newest: '2.051', arrived: [], skipped: [] };
    expect(gauges({ lastReport, lane: { issues } })).toMatchObject({ IssueSkippedDays: 0 });
    expect(gauges({ lastReport })).toMatchObject({ IssueSkippedDays: 0 });
  });

  test('count days since the last report', () => {
    expect(gauges({ lastReport: { since: '2026-11-02T21:00:00.000Z' } })).toMatchObject({ DaysSinceReport: 1.5 });
  });

  test('show for how long a decision has been pending in the lane', () => {
    const facts = { held: [], losses: [] };
    const pending = { sequence: 1, effectsKey: 'log-1', offset: 0, since: '2026-11-04T08:00:00.000Z', facts };
    expect(gauges({ lane: { pending } })).toMatchObject({ LaneStuckMinutes: 60 });
  });

  test('[R54] show that trial flagging is off', () => {
    expect(gauges({ settings: { trialFlagging: 'off' } })).toMatchObject({ TrialFlaggingOff: 1 });
  });

  test('count what is open: incidents, lists on hold', () => {
    const incidents = [{ state: 'open' as const }, { state: 'resolved' as const }, { state: 'open' as const }];
    expect(gauges({ held: [{}], incidents })).toMatchObject({
      IncidentsOpen: 2,
      ExtractsOnHold: 1,
    });
  });
});
