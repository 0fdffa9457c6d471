import { describe, expect, test } from 'vitest';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { nowView } from '../../functions/operator/views/now.ts';
import {
  entryOf,
  fakeOperatorPorts,
  orderOf,
  type SeenByOperators,
  trialRow,
  waitingOf,
} from '../support/fake-operator-ports.ts';
import { incidentOf } from '../support/incidents.ts';
import { ACCEPTED } from '../support/accepted-cpl.ts';

const look = (seen: SeenByOperators) => nowView(fakeOperatorPorts(seen));
const queue = (name: string, deadLetters: number) => ({ queue: name, visible: 0, inFlight: 0, deadLetters });

describe('what needs a person now', () => {
  test('is nothing when all is well: then there is the list in force and the last report', async () => {
    const accepted = { ...ACCEPTED, issue: '2.312', activeModels: 180 };
    const seen = await look({
      lane: [{ ...EMPTY_LANE, accepted }],
      incidents: [incidentOf({ state: 'resolved', resolvedAt: '2026-11-02T10:00:00.000Z' })],
      reportSent: [{ reportId: 'SSC-1', sentAt: '2026-11-02T08:00:00.000Z' }],
    });
    expect(seen).toMatchObject({
      needs: [],
      accepted: { issue: '2.312' },
      activeModels: 180,
      blocked: { entries: 0, firstDueAt: null },
      reportSentAt: '2026-11-02T08:00:00.000Z',
    });
  });

  test('is the most urgent first: what is overdue, then what is due soonest, then what can wait; each says who, and by when', async () => {
    const overdue = incidentOf({
      incidentId: 'INC-late',
      openedAt: '2026-11-01T09:00:05.000Z',
      firstPublishedAt: '2026-11-01T09:00:00.000Z',
      respondedAt: '2026-11-01T09:05:00.000Z',
      confirmation: { category: 2, reason: 'As in 2018', by: 'A', at: '2026-11-01T09:05:00.000Z' },
      assessment: { category: 2, reached: [], status: 'breached' },
    });
    const { needs, blocked } = await look({
      now: '2026-11-02T12:00:00.000Z',
      incidents: [incidentOf({ cause: 'GBCS 8.8 not recognised' }), overdue],
      lane: [
        {
          ...EMPTY_LANE,
          heldAgreedList: 'u8',
          held: [{ uploadId: 'u9', issue: '2.314', receivedAt: '2026-11-02T11:00:00.000Z', heldBy: 'guard' }],
        },
      ],
      waitingLines: [waitingOf(entryOf('0B010A0C', { gbcsVersion: '9.9' }), orderOf(1), 'u1')],
      queues: [queue('srv-events', 3)],
      lists: [
        {
          version: 1,
          activatedAt: '2026-11-01T00:00:00.000Z',
          rows: [trialRow('T1', { endDate: '2026-11-12' }), trialRow('T2', { endDate: '2027-11-12' })],
        },
      ],
    });
    expect(needs.map(({ gravity, what, who, clock }) => [gravity, what, who, clock?.dueAt ?? null])).toEqual([
      [
        1,
        'GBCS 9.9 not recognised: remove the cause, so that what waits can go',
        'DSP Service team',
        '2026-11-02T09:00:00.000Z',
      ],
      [2, 'GBCS 8.8 not recognised: confirm that this is category 2', 'DCC operations', '2026-11-02T09:20:05.000Z'],
      [
        2,
        'GBCS 8.8 not recognised: remove the cause, so that what waits can go',
        'DSP Service team',
        '2026-11-03T09:00:00.000Z',
      ],
      [2, 'Issue 2.314 is held: approve or refuse it', 'DCC operations', '2026-11-03T11:00:00.000Z'],
      [2, 'An agreed list of trials is held: confirm it', 'DCC Service team', null],
      [2, '3 messages of srv-events could not be handled', 'DCC operations', null],
      [3, 'Trial T1 ends in 10 days: decide what its devices do then', 'SSC', null],
    ]);
    expect(blocked).toEqual({ entries: 1, manufacturers: 1, firstDueAt: '2026-11-03T10:00:00.000Z' });
  });

  test('leaves out a trial whose end is decided, and names one that ended without a decision', async () => {
    const ended = trialRow('T1', { endDate: '2026-10-30' });
    const lists = [
      {
        version: 1,
        activatedAt: '2026-10-01T00:00:00.000Z',
        rows: [ended, trialRow('T2', { endDate: '2026-11-05', endDecision: 'suspend' })],
      },
    ];
    const { needs } = await look({ lists, now: '2026-11-02T12:00:00.000Z' });
    expect(needs.map(({ what }) => what)).toEqual(['Trial T1 ended 3 days ago: decide what its devices do then']);
  });

  test('reads one waiting line, however many there are', async () => {
    const waitingLines = Array.from({ length: 300 }, (_, index) =>
      waitingOf(entryOf(String(index).padStart(8, '0')), orderOf(1, index), 'u1'),
    );
    const ports = fakeOperatorPorts({ waitingLines });
    const asked: string[] = [];
    const { list } = ports.ledger;
    Object.assign(ports.ledger, {
      list: (...of: Parameters<typeof list>) => {
        asked.push(of[0]);
        return Reflect.apply(list, undefined, of);
      },
    });
    // The fake pages and counts over what it lists itself: only what the view asks for by name is counted here.
    Object.assign(ports.ledger, { page: async () => ({ items: waitingLines.slice(0, 1) }), count: async () => 300 });
    expect((await nowView(ports)).blocked.entries).toBe(300);
    expect(asked).toEqual(['incidents']);
  });
});
