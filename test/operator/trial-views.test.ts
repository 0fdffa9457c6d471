import { describe, expect, test } from 'vitest';
import { trialView } from '../../functions/operator/views/trial.ts';
import { trialsPage, trialsView } from '../../functions/operator/views/trials.ts';
import { deviceOf, fakeOperatorPorts, trialRow } from '../support/fake-operator-ports.ts';

describe('a trial', () => {
  const flagged = (deviceId: string, status: 'Commissioned' | 'Withdrawn', trialId = 'T1') =>
    deviceOf(deviceId, { status, trial: { trialId, since: '2026-11-01T00:00:00.000Z' } });

  test('[R57] counts the flagged devices in use, and shows all of them by status', async () => {
    const ports = fakeOperatorPorts({
      lists: [{ version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: [trialRow('T1'), trialRow('T1')] }],
      devices: [flagged('a', 'Commissioned'), flagged('b', 'Commissioned'), flagged('c', 'Withdrawn')],
    });
    const lines = await trialsView(ports);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ devices: 2, devicesByStatus: { Commissioned: 2, Withdrawn: 1 }, state: 'active' });
  });

  test('[R57] does not count a device whose trial ended while the flagged ones were read', async () => {
    const lists = [{ version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: [trialRow('T1')] }];
    const { devices, ...ports } = fakeOperatorPorts({ lists });
    const trialDevices = async function* () {
      yield deviceOf('a', { status: 'Commissioned', trial: null });
      yield flagged('b', 'Commissioned');
    };
    const [line] = await trialsView({ ...ports, devices: { ...devices, trialDevices } });
    expect(line).toMatchObject({ devices: 1 });
  });

  test('is planned before its start, ended after its last day in London, and stays listed when it was dropped', async () => {
    const lists = [
      { version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: [trialRow('T0'), trialRow('T1')] },
      {
        version: 2,
        activatedAt: '2026-11-02T00:00:00.000Z',
        rows: [trialRow('T1', { startDate: '2026-12-01', endDate: '2027-06-30' })],
      },
    ];
    const statesAt = async (now: string) =>
      (await trialsView(fakeOperatorPorts({ lists, now }))).map(({ trialId, state }) => `${trialId} ${state}`);
    expect(await statesAt('2026-11-30T23:59:00.000Z')).toEqual(['T0 dropped', 'T1 planned']);
    expect(await statesAt('2027-06-30T22:59:00.000Z')).toEqual(['T0 dropped', 'T1 active']);
    expect(await statesAt('2027-06-30T23:00:00.000Z')).toEqual(['T0 dropped', 'T1 ended']);
  });
});

describe('a page of trials', () => {
  const activatedAt = '2026-11-01T00:00:00.000Z';
  const rows = [
    ...Array.from({ length: 60 }, (_, index) => trialRow(`T${index}`, { endDate: `2027-0${1 + (index % 6)}-15` })),
    trialRow('LEFT', { endDate: '2026-10-20' }),
    trialRow('OVER', { endDate: '2026-10-30' }),
  ];
  const flagged = (trialId: string) =>
    deviceOf(trialId, { status: 'Commissioned', trial: { trialId, since: activatedAt } });

  test('[R58] begins with what ended with devices left, and reads the devices of the trials that it shows', async () => {
    const ports = fakeOperatorPorts({
      lists: [{ version: 1, activatedAt, rows }],
      devices: rows.map(({ trialId }) => flagged(trialId)).slice(0, 61),
    });
    const read: (string | undefined)[] = [];
    const devices = {
      ...ports.devices,
      trialDevices: (trialId?: string) => {
        read.push(trialId);
        return ports.devices.trialDevices(trialId);
      },
    };
    const { trials, total } = await trialsPage({ ...ports, devices }, { state: '', text: '' }, 0, 10);
    expect(total).toBe(62);
    expect(trials.map(({ trialId, devices: counted }) => [trialId, counted]).slice(0, 2)).toEqual([
      ['LEFT', 1],
      ['T0', 1],
    ]);
    expect(new Set(read)).toEqual(new Set([...trials.map(({ trialId }) => trialId), 'OVER']));
    expect(read).toHaveLength(11);
    const last = await trialsPage(ports, { state: '', text: '' }, 60, 10);
    expect(last.trials.map(({ trialId }) => trialId).at(-1)).toBe('OVER');
    const found = await trialsPage(ports, { state: 'ended', text: 'ov' }, 0, 10);
    expect(found.trials.map(({ trialId }) => trialId)).toEqual(['OVER']);
  });
});

test('[R57] the devices of a trial are counted up to a thousand on the page of trials', async () => {
  const lists = [{ version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: [trialRow('T1')] }];
  const { devices, ...ports } = fakeOperatorPorts({ lists });
  const device = deviceOf('a', { status: 'Commissioned', trial: { trialId: 'T1', since: '2026-11-01T00:00:00.000Z' } });
  let read = 0;
  const trialDevices = async function* () {
    for (; read < 1200; read += 1) yield device;
  };
  const page = await trialsPage({ ...ports, devices: { ...devices, trialDevices } }, { state: '', text: '' }, 0, 10);
  expect([page.trials[0]?.devices, read]).toEqual([1000, 999]);
});

describe('a trial in full', () => {
  test('[R41] shows what each version of the list said of it, and its devices with what was asked of the DSP', async () => {
    const rows = (deviceLimit: number, justification = '') => [trialRow('T1', { deviceLimit, justification })];
    const flag = { trialId: 'T1', since: '2026-11-01T00:00:00.000Z' };
    const ports = fakeOperatorPorts({
      lists: [
        { version: 1, activatedAt: '2026-11-01T00:00:00.000Z', rows: rows(1) },
        { version: 2, activatedAt: '2026-11-02T00:00:00.000Z', rows: rows(150, 'More homes') },
      ],
      devices: [
        deviceOf('a', { trial: flag, responsibleParty: '90-B3-D5-1F-30-01-00-00' }),
        deviceOf('b', { trial: { ...flag, trialId: 'T2' } }),
      ],
      suspensions: [
        {
          contract: 'device-suspension/1',
          requestId: 's',
          deviceId: 'a',
          trialId: 'T1',
          endDate: '2027-06-30',
          sscDecisionReference: 'SSC:1',
          requestedAt: '2026-11-02T11:00:00.000Z',
        },
      ],
    });
    expect(await trialView(ports, 'T1')).toMatchObject({
      trialId: 'T1',
      devices: 1,
      deviceLimit: 150,
      limitStatus: 'within',
      versions: [
        { listVersion: 1, deviceLimit: 1, justification: '' },
        { listVersion: 2, deviceLimit: 150, justification: 'More homes' },
      ],
      trialDevices: [
        {
          deviceId: 'a',
          responsibleParty: '90-B3-D5-1F-30-01-00-00',
          suspensionRequestedAt: '2026-11-02T11:00:00.000Z',
        },
      ],
    });
    expect(await trialView(ports, 'T9')).toBeUndefined();
  });
});
