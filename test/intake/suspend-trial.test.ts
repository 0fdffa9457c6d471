import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../functions/dsp-ingestion/apply-changes.ts';
import { EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { type AgreedListCells, agreedListCsv } from '../support/agreed-list-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [
  EMPTY_AGREED_LIST,
  agreedList(1, '2026-11-02T09:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }]),
];
const SUSPEND = { command: 'suspend-trial', trialId: 'T-1', requestedBy: 'watch' } as const;

async function laneAfterEnd(row: Partial<AgreedListCells> = {}): Promise<FakeLane> {
  const lane = new FakeLane();
  const list = agreedListCsv({ trial_id: 'T-1', end_date: '2027-03-31', end_decision: 'suspend', ...row });
  expect(await lane.drop('governance/agreed-list.csv', list)).toMatchObject({ decision: 'active' });
  lane.now = '2027-04-01T09:00:00.000Z';
  return lane;
}

describe('the suspension of trial devices', () => {
  test('[R59] is asked of the DSP once for each device that is in use, whenever the lane is asked', async () => {
    const lane = await laneAfterEnd();
    const statuses = ['Commissioned', 'Pending', 'Suspended', 'Withdrawn', 'Decommissioned'] as const;
    lane.trialDevices.push(...statuses.map((status, number) => evaluatedRecord(number, LISTS, { status })));
    await lane.ask({ ...SUSPEND, commandId: 'c-1' });
    await lane.ask({ ...SUSPEND, commandId: 'c-2' });
    expect(lane.suspended).toMatchObject([
      { contract: 'device-suspension/1', deviceId: deviceIdOf(0), trialId: 'T-1', endDate: '2027-03-31' },
      { deviceId: deviceIdOf(1), sscDecisionReference: 'SSC:2026-02/7', requestedAt: '2027-04-01T09:00:00.000Z' },
    ]);
    expect(await lane.ledger.list('suspensions', SUSPEND)).toEqual(lane.suspended);
  });

  test.each<[string, Partial<AgreedListCells>]>([
    ['before the end', { end_date: '2027-04-01' }],
    ['when the SSC decided that devices remain', { end_decision: 'remain-pending-certification' }],
    ['while the SSC has not decided', { end_decision: '' }],
    ['of a trial that the list does not have', { trial_id: 'T-2' }],
  ])('[R59] is not asked for %s', async (_, row) => {
    const lane = await laneAfterEnd(row);
    lane.trialDevices.push(evaluatedRecord(1, LISTS));
    await lane.ask({ ...SUSPEND, commandId: 'c-1' });
    expect(lane.suspended).toEqual([]);
  });

  test('[R54] is not asked for while trial flagging is off', async () => {
    const lane = await laneAfterEnd();
    await lane.drop('governance/settings.json', '{"trialFlagging":"off"}');
    lane.trialDevices.push(evaluatedRecord(1, LISTS));
    await lane.ask({ ...SUSPEND, commandId: 'c-1' });
    expect(lane.suspended).toEqual([]);
  });
});

describe('a request to suspend a device', () => {
  const suspension = {
    contract: 'device-suspension/1',
    requestId: 'suspend-1',
    deviceId: deviceIdOf(1),
    trialId: 'T-1',
    endDate: '2027-03-31',
    sscDecisionReference: 'SSC:1',
    requestedAt: '2027-04-01T09:00:00.000Z',
  } as const;
  const message = {
    messageId: 'm-1',
    body: JSON.stringify(suspension),
    sentAt: '2027-04-01T09:00:01.000Z',
    receiveCount: 1,
    senderId: 'AROAINTAKE:intake',
    messageGroupId: `device/${deviceIdOf(1)}`,
  };

  async function carriedOut(device: ReturnType<typeof evaluatedRecord> | undefined): Promise<unknown[]> {
    const reported: unknown[] = [];
    const { retry } = await applyChanges([message], {
      devices: { find: async () => device },
      srvEvents: { suspended: async (done) => void reported.push(done) },
      deviceModels: { apply: async () => 'applied' },
      lane: { ask: async () => undefined },
      clock: { now: () => message.sentAt },
    });
    expect(retry).toEqual([]);
    return reported;
  }

  test('[R59] suspends a device that is still a trial device', async () => {
    expect(await carriedOut(evaluatedRecord(1, LISTS))).toEqual([suspension]);
  });

  test.each([
    ['has certified firmware meanwhile', evaluatedRecord(1, LISTS, { firmwareVersion: '00020200' })],
    ['is suspended already', evaluatedRecord(1, LISTS, { status: 'Suspended' })],
    ['was withdrawn', evaluatedRecord(1, LISTS, { status: 'Withdrawn' })],
    ['nobody knows', undefined],
  ])('[R60] leaves a device alone that %s', async (_, device) => {
    expect(await carriedOut(device)).toEqual([]);
  });
});
