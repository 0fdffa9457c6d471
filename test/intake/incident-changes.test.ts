import { describe, expect, test } from 'vitest';
import type { Incident } from '../../functions/contracts/incident.ts';
import type { CorrectionOutstanding, WaitingLine } from '../../functions/contracts/waiting-line.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { grownCauses, incidentChanges } from '../../functions/intake/incidents/incident-changes.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { incidentOf } from '../support/incidents.ts';

const NOW = '2026-11-02T10:00:00.000Z';
const LATE = '2026-11-03T10:00:00.000Z';
const CAUSE = waitingLine(1).reason;

/** The `number`-th entry that the cause concerns, each of a Device Model of its own. */
const entryOf = (number: number, manufacturerIdentifier = 'AB01') =>
  cplEntry({ gbcsVersion: '9.9', manufacturerIdentifier, modelIdentifier: String(number).padStart(4, '0') });
const line = (number: number, manufacturer?: string, over: Partial<WaitingLine> = {}): WaitingLine => ({
  ...waitingLine(number, entryOf(number, manufacturer)),
  ...over,
});
const substitute = (number: number, over: Partial<CorrectionOutstanding> = {}): CorrectionOutstanding => {
  const entry = entryOf(number);
  const since = '2026-11-02T09:30:00.000Z';
  return { ...line(number), entryKey: entry.entryKey, substitutedGbcsVersion: '4.1', cause: CAUSE, since, ...over };
};
const tenLines = Array.from({ length: 10 }, (_, index) => line(index, ['AB01', 'CD02', 'EF03'][index % 3]));

type Blocked = { readonly lines?: readonly WaitingLine[]; readonly substitutes?: readonly CorrectionOutstanding[] };

/** What a decision does to incidents, when it leaves something blocked of what was blocked before. */
function changes(before: Blocked, after: Blocked, incidents: readonly Incident[] = [], now = NOW) {
  let events = 0;
  const { lines: waiting = [], substitutes: corrections = [] } = before;
  return incidentChanges(
    { incidents, waiting, corrections, settings: DEFAULT_SETTINGS, now },
    { stillWaiting: after.lines ?? [], stillOutstanding: after.substitutes ?? [] },
    new Map(),
    () => `event-${(events += 1)}`,
  );
}

const incident = (over: Partial<Incident> = {}) => incidentOf({ cause: CAUSE, entries: [], ...over });

describe('[R29] an incident that opens', () => {
  test('is named by the day on which its first line was blocked, and has all that its lines say', () => {
    const lines = [line(2, 'CD02', { publishedAt: NOW, blockedSince: NOW }), line(1)];
    const [opened, ...others] = changes({}, { lines });
    expect(others).toEqual([]);
    expect(opened?.news).toBe('opened');
    expect(opened?.incident).toEqual({
      incidentId: 'INC-20261102-e8565dbf',
      cause: CAUSE,
      state: 'open',
      openedAt: '2026-11-02T09:00:05.000Z',
      firstPublishedAt: '2026-11-02T09:00:00.000Z',
      assessment: { category: 2, reached: [], status: 'on-time' },
      suppliers: [],
      manufacturers: ['CD02', 'AB01'],
      entries: lines.map(({ entry }) => entry.entryKey),
      updates: 0,
      events: 1,
    });
  });

  test('[R7] [R31] is assessed at once, by its size and by the hours that have run', () => {
    const [opened] = changes({}, { lines: tenLines }, [], LATE);
    const because = ['10 Device Models wait (threshold 10)', '3 manufacturers are affected (threshold 3)'];
    expect(opened?.steps).toMatchObject([
      { event: 'opened', entries: 10 },
      { event: 'reassessed', category: 1, because },
      { event: 'breached' },
    ]);
  });

  test('[R18] is mitigated from the beginning when all was sent under a substitute', () => {
    const [opened] = changes({}, { substitutes: [substitute(1, { since: NOW }), substitute(2)] });
    expect(opened).toMatchObject({
      news: 'mitigated',
      incident: {
        state: 'mitigated',
        openedAt: '2026-11-02T09:30:00.000Z',
        firstPublishedAt: '2026-11-02T09:00:00.000Z',
        mitigatedAt: NOW,
        updates: 1,
      },
    });
    expect(changes({}, { lines: [line(1)], substitutes: [substitute(2)] })[0]?.incident).not.toHaveProperty(
      'mitigatedAt',
    );
  });
});

describe('[R32] an incident that goes on', () => {
  const lines = [line(1), line(2)];

  test('is not touched by a decision that changes nothing of it', () => {
    expect(changes({ lines }, { lines }, [incident()])).toEqual([]);
  });

  test('[R31] is reassessed, and its impact stays that of the last count', () => {
    const impact = { devices: 12, atLeast: false, suppliers: [] };
    const [change] = changes({ lines: tenLines.slice(0, 9) }, { lines: tenLines }, [incident({ impact })]);
    expect(change).toMatchObject({ news: 'update', incident: { impact, manufacturers: ['AB01', 'CD02', 'EF03'] } });
    expect(change?.steps).toMatchObject([
      { event: 'entries-added', entries: 1 },
      { event: 'reassessed', because: [expect.any(String), expect.any(String)] },
    ]);
  });

  test('[R7] is reported as a breach once, and not again with what comes after it', () => {
    const breached = incident({ assessment: { category: 2, reached: [], status: 'breached' } });
    expect(changes({ lines }, { lines }, [incident()], LATE)[0]?.news).toBe('update');
    expect(changes({ lines: lines.slice(1) }, { lines }, [breached], LATE)).toMatchObject([
      { news: undefined, steps: [{ event: 'entries-added', entries: 1 }] },
    ]);
  });

  test('[R7] has the hours of the oldest of its lines, wherever that is', () => {
    const later = line(3, 'AB01', { publishedAt: LATE });
    expect(changes({ lines: [later, line(1)] }, { lines: [later, line(1)] }, [incident()], LATE)).toMatchObject([
      { steps: [{ event: 'breached' }] },
    ]);
  });

  test('[R18] is mitigated once all of it was sent under a substitute, one entry being enough', () => {
    const [change] = changes({ lines: [line(1)] }, { substitutes: [substitute(1)] }, [incident()]);
    expect(change).toMatchObject({
      news: 'mitigated',
      incident: { state: 'mitigated', mitigatedAt: NOW },
      steps: [
        { event: 'entries-gone', entries: 1 },
        { event: 'mitigated', entries: 1 },
      ],
    });
    expect(change?.incident).not.toHaveProperty('resolvedAt');
  });
});

describe('[R18] an incident that is mitigated', () => {
  const since = '2026-11-02T09:45:00.000Z';
  const mitigated = incident({ state: 'mitigated', mitigatedAt: since });
  const substitutes = [substitute(1), substitute(2)];

  test('is reported again when more is sent under a substitute, and is mitigated since the first time', () => {
    expect(changes({ substitutes: substitutes.slice(1) }, { substitutes }, [mitigated])).toMatchObject([
      {
        news: 'mitigated',
        incident: { mitigatedAt: since },
        steps: [
          { event: 'entries-added', entries: 1 },
          { event: 'mitigated', entries: 2 },
        ],
      },
    ]);
  });

  test('is not reported again while corrections are sent one by one', () => {
    expect(changes({ substitutes }, { substitutes: substitutes.slice(1) }, [mitigated])).toMatchObject([
      { news: undefined, incident: { state: 'mitigated' }, steps: [{ event: 'corrected', entries: 1 }] },
    ]);
  });

  test('is resolved with the last correction, and still says since when it was mitigated', () => {
    expect(changes({ substitutes }, {}, [mitigated])).toMatchObject([
      {
        news: 'resolved',
        incident: { state: 'resolved', mitigatedAt: since, resolvedAt: NOW },
        steps: [{ event: 'corrected', entries: 2 }, { event: 'resolved' }],
      },
    ]);
  });

  test('is open again when a line of its cause waits, and mitigated no longer', () => {
    const [change] = changes({}, { lines: [line(3, 'CD02')] }, [mitigated]);
    expect(change).toMatchObject({
      incident: { state: 'open', manufacturers: ['AB01', 'CD02'] },
      steps: [{ event: 'entries-added' }],
    });
    expect(change?.incident).not.toHaveProperty('mitigatedAt');
  });
});

test('[R31] an incident that is resolved after many days is not reassessed any more', () => {
  const assessment = { category: 2 as const, reached: [], status: 'breached' as const };
  const [change] = changes({ lines: [line(1)] }, {}, [incident({ assessment })], '2026-12-02T09:00:00.000Z');
  expect(change?.steps).toMatchObject([{ event: 'entries-gone' }, { event: 'resolved' }]);
  expect(change?.incident.assessment).toEqual(assessment);
  expect(change?.incident).not.toHaveProperty('mitigatedAt');
});

test('[R80] what a cause concerns is counted again only when it blocks an entry that it did not block before', () => {
  const grown = (before: Blocked, after: Blocked) =>
    grownCauses(
      { waiting: before.lines ?? [], corrections: before.substitutes ?? [] },
      { stillWaiting: after.lines ?? [], stillOutstanding: after.substitutes ?? [] },
    );
  const [first, second] = [line(1), line(2)];
  expect(grown({ lines: [first, second] }, { lines: [second] })).toEqual(new Map());
  expect(grown({ lines: [first] }, { substitutes: [substitute(1)] })).toEqual(new Map());
  expect(grown({ lines: [first] }, { lines: [first, second] })).toEqual(
    new Map([[CAUSE, [first.entry.entryKey, second.entry.entryKey]]]),
  );
});
