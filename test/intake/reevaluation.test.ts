import { describe, expect, test } from 'vitest';
import type { ReevaluationPosition } from '../../functions/contracts/lane-state.ts';
import { requestReevaluation } from '../../functions/intake/governance/re-evaluation.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';

const MINUTE = 60_000;
const FIRST = { trial_id: 'T-1', firmware_version: '00000001' };
const SECOND = {
  trial_id: 'T-2',
  firmware_version: '00000002',
  device_type: 'GSME',
  variant_family: 'none',
  dcc_instruction_reference: 'DCC:I-13',
};
const key = (firmware: string): string => `AB01/010A030B/${firmware}`;

async function laneWith(...rows: Parameters<typeof agreedListCsv>): Promise<FakeLane> {
  const lane = new FakeLane();
  lane.byFirmware.set(key('00000001'), ['device-1']);
  lane.byFirmware.set(key('00000002'), ['device-2']);
  await activate(lane, ...rows);
  lane.reevaluated.length = 0;
  return lane;
}

async function activate(lane: FakeLane, ...rows: Parameters<typeof agreedListCsv>): Promise<void> {
  later(lane, 1);
  expect(await lane.drop('governance/agreed-list.csv', agreedListCsv(...rows))).toMatchObject({ decision: 'active' });
}

async function turn(lane: FakeLane, trialFlagging: 'on' | 'off'): Promise<void> {
  later(lane, 1);
  const upload = await lane.drop('governance/settings.json', JSON.stringify({ trialFlagging }));
  expect(upload).toMatchObject({ decision: 'active' });
}

function later(lane: FakeLane, minutes: number): void {
  lane.now = new Date(Date.parse(lane.now) + minutes * MINUTE).toISOString();
}

describe('evaluating devices again', () => {
  test('a new version of the list concerns the devices of rows that came or went, and no other', async () => {
    const lane = await laneWith(FIRST);
    await activate(lane, FIRST, SECOND);
    expect(lane.reevaluated).toEqual(['device-2']);
  });

  test('[R54] switching on concerns a trial that was dropped while the switch was off', async () => {
    const lane = await laneWith(FIRST, SECOND);
    await turn(lane, 'off');
    await activate(lane, SECOND);
    expect(lane.reevaluated).toEqual([]);
    lane.byTrial.set('T-1', ['device-1', 'device-3']);
    await turn(lane, 'on');
    // One that a firmware and a trial name is asked for by both.
    expect(new Set(lane.reevaluated)).toEqual(new Set(['device-1', 'device-2', 'device-3']));
  });

  test('stops after each thousand devices and after each firmware when there is no time left, and goes on from there', async () => {
    const lane = new FakeLane();
    const ids = Array.from({ length: 1500 }, (_, number) => `device-${String(number).padStart(4, '0')}`);
    lane.byFirmware.set(key('00000001'), ids);
    lane.byFirmware.set(key('00000002'), ['device-x']);
    const scope = { requestId: 'r', firmwareKeys: [key('00000001'), key('00000002')], trialIds: [] };
    const reached: ReevaluationPosition[] = [];
    const noTime = async (position: ReevaluationPosition) => {
      reached.push(position);
      return false;
    };
    let runs = 1;
    while ((await requestReevaluation(scope, reached.at(-1), lane.ports(), noTime)) === 'unfinished') runs += 1;
    expect(runs).toBe(6);
    expect(reached.map(({ part, after }) => [part, after])).toEqual([
      [0, 'device-0999'],
      [0, 'device-1499'],
      [1, undefined],
      [1, 'device-x'],
      [2, undefined],
    ]);
    expect(lane.reevaluated).toEqual([...ids, 'device-x']);
  });

  test('each re-evaluation is made once more, minutes later, because an index may lag behind a write', async () => {
    const lane = await laneWith();
    await activate(lane, FIRST);
    lane.byFirmware.set(key('00000001'), ['device-1', 'device-4']);
    lane.reevaluated.length = 0;
    later(lane, 4);
    await lane.ask({ command: 'reconsider', commandId: 'r-1', requestedBy: 'watch' });
    expect(lane.reevaluated).toEqual([]);
    later(lane, 1);
    await lane.ask({ command: 'reconsider', commandId: 'r-2', requestedBy: 'watch' });
    expect(lane.reevaluated).toEqual(['device-1', 'device-4']);
    expect(await lane.ledger.list('reevaluationsDue')).toEqual([]);
    await lane.ask({ command: 'reconsider', commandId: 'r-3', requestedBy: 'watch' });
    expect(lane.reevaluated).toHaveLength(2);
  });
});
