import { describe, expect, test } from 'vitest';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { lookAtTrials } from '../../functions/watch/trials-look.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { watchWorld } from '../support/watch-world.ts';

const NOW = '2026-11-03T09:00:00.000Z';
const LONG_AGO = '2026-10-01T00:00:00.000Z';
const LIST = agreedList(1, LONG_AGO, [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }]);
const NO_LIST = agreedList(2, '2026-11-01T00:00:00.000Z', []);
type More = Parameters<typeof evaluatedRecord>[2];

/** A device of the trial, of which so much was heard within the day, and some before. */
const heard = (number: number, events: number, more: More = {}): DeviceRecord =>
  evaluatedRecord(number, [LIST], {
    at: '2026-11-02T09:00:00.000Z',
    more: Array.from({ length: events }, (_, index) => ({
      id: `e${index}`,
      at: index === 0 ? '2026-11-02T09:00:00.001Z' : NOW,
      change: { kind: 'firmware', firmwareVersion: TRIAL_FIRMWARE, restores: false },
    })),
    ...more,
  });

function world(...records: readonly DeviceRecord[]) {
  const here = watchWorld(NOW);
  here.devices.trialDevices = async function* () {
    yield* records;
  };
  here.lists.push(LIST);
  return { here, look: () => lookAtTrials({ ...DEFAULT_SETTINGS, trialLimits: LIMITS }, here.ports) };
}
const LIMITS = { ...DEFAULT_SETTINGS.trialLimits, burstEvents: 3 };

describe('the devices of a trial', () => {
  test('[R72] are heard of within the last day: what came before does not count, nor more than a burst is for', async () => {
    const { trials } = await world(heard(1, 0), heard(2, 3), heard(3, 4)).look();
    const { left, bursting, eventsOfTheDay, busiest, devices } = trials[0] ?? {};
    const seen = (number: number, of: number) => ({
      deviceId: deviceIdOf(number),
      firmwareVersion: TRIAL_FIRMWARE,
      status: 'Commissioned',
      eventsOfTheDay: of,
    });
    expect(left).toEqual({ total: 3, named: [seen(1, 0), seen(2, 3), seen(3, 4)] });
    expect(bursting).toEqual({ total: 1, named: [seen(3, 4)] });
    expect({ eventsOfTheDay, busiest, devices }).toEqual({
      eventsOfTheDay: 7,
      busiest: [4, 3, 0],
      devices: { Commissioned: 3 },
    });
  });

  test('[R58] are left at its end while they are in use and not suspended', async () => {
    const { trials } = await world(heard(1, 0, { status: 'Suspended' }), heard(2, 0, { status: 'Withdrawn' })).look();
    expect(trials[0]).toMatchObject({ devices: { Suspended: 1, Withdrawn: 1 }, left: { total: 0, named: [] } });
  });

  test('are all counted, the first hundred named, and a hundred values of those most heard of kept', async () => {
    const events = Array.from({ length: 250 }, (_, index) => (index * 7) % 250);
    const { trials } = await world(...events.map((of, index) => heard(index, of))).look();
    const { left, busiest } = trials[0] ?? {};
    expect(left?.total).toBe(250);
    expect(left?.named.map(({ deviceId }) => deviceId)).toEqual(
      Array.from({ length: 100 }, (_, index) => deviceIdOf(index)),
    );
    expect(busiest).toEqual(Array.from({ length: 100 }, (_, index) => 249 - index));
  });
});

describe('firmware that is no longer listed', () => {
  /** Which devices run it outside of a trial, where the DSP holds some entries of the model. */
  async function outside(entries: readonly Parameters<typeof cplEntry>[0][], ...found: readonly DeviceRecord[]) {
    const { here, look } = world();
    here.lists.push(NO_LIST);
    here.devices.idsByFirmware = async function* () {
      yield* found.map(({ deviceId }) => deviceId);
    };
    here.devices.findMany = async () => new Map(found.map((record) => [record.deviceId, record]));
    here.entries.push(...entries.map((fields) => cplEntry({ firmwareVersion: TRIAL_FIRMWARE, ...fields })));
    here.publish(certificatesOf({ '000001': { reference: 'CPA-FULL-7' }, '000002': null }));
    return (await look()).outside;
  }
  const running = (number: number, more: More = {}) => evaluatedRecord(number, [LIST, NO_LIST], more);
  const named = (number: number, certificate = 'none') => ({
    deviceId: deviceIdOf(number),
    firmwareKey: `AB01/010A030B/${TRIAL_FIRMWARE}`,
    certificate,
  });

  test('[R60] may be in use once an active entry of that very firmware has a full certificate', async () => {
    expect(await outside([{}], running(1))).toEqual({ total: 0, named: [] });
    const all = { total: 1, named: [named(1)] };
    expect(await outside([{ status: 'Removed' }], running(1))).toEqual(all);
    expect(await outside([{ firmwareVersion: '00000001' }], running(1))).toEqual(all);
    expect(await outside([{ entryNumber: '000002' }], running(1))).toEqual(all);
    expect(await outside([{ entryNumber: '000003' }], running(1))).toEqual({
      total: 1,
      named: [named(1, 'not-known')],
    });
  });

  test('[R71] is of those devices that run it and are in use, whatever the index says', async () => {
    const deleted = { id: '3', at: '2026-11-02T10:00:00.000Z', change: { kind: 'deleted' } } as const;
    const found = [
      running(1, { firmwareVersion: '00000001' }),
      running(2, { more: [deleted] }),
      running(3, { status: 'Withdrawn' }),
      running(4),
    ];
    expect(await outside([], ...found)).toEqual({ total: 1, named: [named(4)] });
  });

  test('asks for certificates only where there is some', async () => {
    const { here } = world();
    const certificates = () => Promise.reject(new Error('not asked for'));
    const governance = { ...here.ports.governance, certificates };
    expect(await lookAtTrials(DEFAULT_SETTINGS, { ...here.ports, governance })).toMatchObject({
      outside: { total: 0, named: [] },
    });
  });
});
