import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { describe, expect, test } from 'vitest';
import { suspensionId } from '../../functions/contracts/device-suspension.ts';
import type { Effect } from '../../functions/contracts/effect.ts';
import type { SuspendTrial } from '../../functions/contracts/lane-command.ts';
import type { LaneState } from '../../functions/contracts/lane-state.ts';
import { EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { type Trial, trialsOf } from '../../functions/domain/trials/trial-status.ts';
import { draftDecision, intend, viewLane } from '../../functions/intake/lane/decision.ts';
import { carryOut } from '../../functions/intake/lane/apply-effects.ts';
import { workLane } from '../../functions/intake/lane/work-lane.ts';
import type { LanePorts } from '../../functions/intake/ports.ts';
import { suspensionCommands } from '../../functions/watch/suspending.ts';
import { NO_TRIALS, type TrialsLook } from '../../functions/watch/trials-look.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { CountedTime } from '../support/counted-time.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { A_PERSON } from '../support/lane-senders.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

/** Milliseconds that a function of the lane has, and those that a request takes. */
const INVOCATION_MS = 120_000;
const TAKES = { fifoSend: 12, send: 8, put: 5, replace: 8, page: 40 } as const;
/** Ids that one page of an index holds, at the least. */
const IDS_A_PAGE = 5000;
/** SQS hands a command out so often. */
const MOST_DELIVERIES = 10;

/** A suspension that was asked for before, but for its device. */
const ASKED = {
  contract: 'device-suspension/1',
  trialId: 'T-1',
  endDate: '2027-03-31',
  sscDecisionReference: 'SSC:2026-02/7',
  requestedAt: '2027-04-01T08:00:00.000Z',
} as const;

/** What an invocation that is killed ends with. */
class Killed extends Error {}

const idOf = (number: number): string => `00-00-5E-EF-${String(number).padStart(12, '0')}`;

/** The lane, on services that take their time; `kill` ends an invocation at an instant of that time. */
function slowLane(devices: number) {
  const [lane, time] = [new FakeLane(), new CountedTime()];
  const kill = { at: Number.POSITIVE_INFINITY };
  const takes = async (what: keyof typeof TAKES): Promise<void> => {
    await time.takes(what, TAKES[what]);
    if (time.now >= kill.at) throw new Killed();
  };
  /** Devices in the order of their ids, a page of the index at a time; none is kept. */
  async function* numbers(after = ''): AsyncGenerator<number> {
    for (let number = after === '' ? 0 : Number(after.slice(12)) + 1, onPage = 0; number < devices; number += 1) {
      if (onPage++ % IDS_A_PAGE === 0) await takes('page');
      yield number;
    }
  }
  const record = evaluatedRecord(1, [
    EMPTY_AGREED_LIST,
    agreedList(1, '2026-11-02T09:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }]),
  ]);
  const asked = { requests: 0, devices: 0, last: '' };
  const own = lane.ports();
  const ports: LanePorts = {
    ...own,
    ledger: {
      get: own.ledger.get,
      list: own.ledger.list,
      async page(...of) {
        await takes('page');
        return own.ledger.page(...of);
      },
      remove: own.ledger.remove,
      async put(...of) {
        await takes('put');
        await own.ledger.put(...of);
      },
      async replace(kind, next) {
        await takes('replace');
        await own.ledger.replace(kind, next);
      },
    },
    dspUpdates: {
      send: own.dspUpdates.send,
      async suspend(suspension) {
        await takes('fifoSend');
        await own.dspUpdates.suspend(suspension);
      },
    },
    devices: {
      countByFirmware: own.devices.countByFirmware,
      async *idsByFirmware(_manufacturer, _model, _firmware, after) {
        for await (const number of numbers(after)) yield idOf(number);
      },
      async *idsOfTrial(_trialId, after) {
        for await (const number of numbers(after)) yield idOf(number);
      },
      async *trialDevices(_trialId, after) {
        for await (const number of numbers(after)) yield { ...record, deviceId: idOf(number) };
      },
    },
    reevaluation: {
      async request(ids) {
        await takes('send');
        asked.requests += 1;
        asked.devices += ids.length;
        asked.last = ids.at(-1) ?? asked.last;
      },
    },
  };
  /** One invocation that carries on what is pending. */
  const carryOn = async (): Promise<LaneState | 'unfinished' | 'killed'> => {
    const { pending, ...rest } = lane.ledger.state;
    if (pending === undefined) return lane.ledger.state;
    const began = time.now;
    const remainingMs = () => INVOCATION_MS - (time.now - began);
    return time.run(
      carryOut({ ...rest, pending }, ports, remainingMs).catch((error: unknown) => {
        if (error instanceof Killed) return 'killed' as const;
        throw error;
      }),
    );
  };
  return { lane, time, ports, asked, kill, carryOn };
}

describe('1,000,000 devices of one firmware', () => {
  const reevaluation: Effect = {
    effect: 'reevaluate',
    requestId: 'r',
    firmwareKeys: ['AB01/010A030B/0002012F'],
    trialIds: [],
  };

  async function laneThatReevaluates() {
    const slow = slowLane(1_000_000);
    const cause = { command: 'file', about: 'agreed-list.csv', sentBy: 'somebody' } as const;
    const view = await viewLane(slow.lane.ledger.state, slow.lane.ports(), { delivery: 'd', cause });
    await intend(draftDecision(view, slow.lane.ports()), view, [reevaluation], view.state, slow.lane.ports());
    return slow;
  }

  test('[R54] are asked for within two invocations, a hundred a request', async () => {
    const { carryOn, asked, lane, time } = await laneThatReevaluates();
    let invocations = 0;
    while (lane.ledger.state.pending !== undefined && invocations < MOST_DELIVERIES) {
      await carryOn();
      invocations += 1;
    }
    expect(invocations).toBeLessThanOrEqual(2);
    expect(asked).toEqual({ requests: 10_000, devices: 1_000_000, last: idOf(999_999) });
    expect(time.requests.get('send')).toBe(10_000);
  });

  test('an invocation that is killed repeats what it asked for in its last seconds, and nothing else', async () => {
    const { carryOn, asked, kill, lane } = await laneThatReevaluates();
    kill.at = 9000;
    expect(await carryOn()).toBe('killed');
    const { pending } = lane.ledger.state;
    expect(pending?.reevaluatedTo?.after).toBeDefined();
    const repeated = asked.devices - Number(pending?.reevaluatedTo?.after?.slice(12)) - 1;
    expect(repeated).toBeLessThan(0.6 * asked.devices);
    kill.at = Number.POSITIVE_INFINITY;
    const before = asked.devices;
    await carryOn();
    expect(asked.last).toBe(idOf(999_999));
    expect(asked.devices - before).toBe(1_000_000 - before + repeated);
  });
});

describe('the devices of a trial that is over', () => {
  async function endedTrial(devices: number) {
    const slow = slowLane(devices);
    const upload = await slow.lane.drop(
      'governance/agreed-list.csv',
      agreedListCsv({
        trial_id: 'T-1',
        end_date: '2027-03-31',
        end_decision: 'suspend',
        device_limit: '1000000',
        justification: 'SSC minute 9',
      }),
    );
    expect(upload).toMatchObject({ decision: 'active' });
    slow.lane.now = '2027-04-01T09:00:00.000Z';
    return slow;
  }
  const suspend = (number: number, after?: string) =>
    JSON.stringify({ command: 'suspend-trial', commandId: `c-${number}`, trialId: 'T-1', after, requestedBy: 'watch' });

  /** Asks the lane for the suspensions behind a device; answers how many invocations that took. */
  async function command(
    { ports, time }: ReturnType<typeof slowLane>,
    number: number,
    after?: string,
  ): Promise<number> {
    for (let receiveCount = 1; receiveCount <= MOST_DELIVERIES; receiveCount += 1) {
      const sentAt = '2027-04-01T09:00:00.000Z';
      const message = {
        messageId: `m-${number}`,
        body: suspend(number, after),
        sentAt,
        receiveCount,
        messageGroupId: 'lane',
        senderId: A_PERSON,
      };
      const began = time.now;
      const { retry } = await time.run(
        workLane([message], ports, { remainingMs: () => INVOCATION_MS - (time.now - began) }),
      );
      expect(time.now - began).toBeLessThan(INVOCATION_MS);
      if (retry.length === 0) return receiveCount;
    }
    throw new Error('The command was not finished in all of its deliveries');
  }

  test('[R59] 8,000 suspensions are settled by one invocation', async () => {
    const slow = await endedTrial(8000);
    expect(await command(slow, 1)).toBe(1);
    expect(slow.lane.suspended).toHaveLength(8000);
  });

  /** What the watch asks by: the place of the first device that nobody asked for. */
  const lookedAt = async ({ lane, ports, time }: ReturnType<typeof slowLane>): Promise<SuspendTrial | undefined> => {
    const [trial] = trialsOf(foldedLists([await ports.governance.agreedList()]));
    if (trial === undefined) throw new Error('There is no trial');
    const look: TrialsLook = { ...NO_TRIALS, trials: [watchedTrial(trial)] };
    const sources = { devices: ports.devices, ledger: lane.ledger };
    const [asks] = await time.run(suspensionCommands(look, sources, lane.now));
    return asks;
  };
  const watchedTrial = (trial: Trial) => {
    const nothing = { total: 0, named: [] };
    return { trial, devices: {}, left: { total: 1, named: [] }, bursting: nothing, eventsOfTheDay: 0, busiest: [] };
  };

  test('[R59] as many as a fleet has are asked for by one command after another, each within an invocation', async () => {
    const slow = await endedTrial(50_000);
    const invocations: number[] = [];
    for (let number = 1; number < 20; number += 1) {
      const asks = await lookedAt(slow);
      if (asks === undefined) break;
      invocations.push(await command(slow, number, asks.after));
    }
    expect(invocations).toEqual([1, 1, 1]);
    expect(new Set(slow.lane.suspended.map(({ deviceId }) => deviceId)).size).toBe(50_000);
    // None is left: a command that comes all the same finds nothing to do.
    expect(await command(slow, 20)).toBe(1);
    expect(slow.lane.suspended).toHaveLength(50_000);
  });

  test('[R59] 30,000 take the same requests, whether 100,000 were asked for before or none', async () => {
    const requests: unknown[] = [];
    for (const asked of [0, 100_000]) {
      const slow = await endedTrial(asked + 30_000);
      const [trial] = trialsOf(foldedLists([await slow.ports.governance.agreedList()]));
      if (trial === undefined) throw new Error('There is no trial');
      for (let number = 0; number < asked; number += 1) {
        const requestId = suspensionId(trial, idOf(number));
        const suspension = { ...ASKED, requestId, deviceId: idOf(number) };
        slow.lane.ledger.items.set(`SUSPENSIONS#T-1 ${requestId}`, suspension);
      }
      const before = new Map(slow.time.requests);
      const last = asked === 0 ? undefined : idOf(asked - 1);
      expect([await command(slow, 1, last), await command(slow, 2, idOf(asked + 19_999))]).toEqual([1, 1]);
      expect(
        slow.lane.suspended
          .map(({ deviceId }) => deviceId)
          .toSorted()
          .at(-1),
      ).toBe(idOf(asked + 29_999));
      expect(slow.lane.suspended).toHaveLength(30_000);
      requests.push([...slow.time.requests].map(([what, number]) => [what, number - (before.get(what) ?? 0)]));
    }
    expect(requests[1]).toEqual(requests[0]);
  });
});
