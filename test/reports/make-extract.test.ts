import { describe, expect, test } from 'vitest';
import { s3Extracts } from '../../functions/adapters/s3-extracts.ts';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { judged, takeIn } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { listsInForce } from '../../functions/domain/trials/trial-flag.ts';
import { makeExtract } from '../../functions/reports/make-extract.ts';
import type { ExtractPorts } from '../../functions/reports/extract-ports.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { fakeInventory } from '../support/fake-inventory.ts';
import { SUPPLIER } from '../support/fake-lane.ts';
import { movableClock } from '../support/fake-mail.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { held, uploadOf } from '../support/fake-operator-ports.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, judgedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
const HOUR = 3600;
const CERTIFIED: DeviceEvent['change'] = { kind: 'firmware', firmwareVersion: '00020200', restores: false };

function world() {
  const clock = movableClock('2026-11-03T09:00:00.000Z');
  const devices = fakeDevices(clock.now);
  const bucket = new FakeObjects();
  const state: { trialFlagging: 'on' | 'off'; requests: number; models: DeviceModel[]; uploads: Upload[] } = {
    trialFlagging: 'on',
    requests: 0,
    models: [],
    uploads: [],
  };
  const ports: ExtractPorts = {
    inventory: fakeInventory(devices),
    extracts: s3Extracts(bucket),
    governance: {
      settings: async () => ({ ...DEFAULT_SETTINGS, trialFlagging: state.trialFlagging }),
      // Odd versions turn the switch off.
      settingsVersion: async (version) => ({ ...DEFAULT_SETTINGS, trialFlagging: version % 2 === 1 ? 'off' : 'on' }),
    },
    ledger: { list: async () => state.uploads },
    models: {
      async *all() {
        yield* state.models;
      },
    },
    clock,
  };
  return {
    clock,
    devices,
    bucket,
    state,
    ports,
    async add(number: number, options: Parameters<typeof judgedRecord>[2] = {}) {
      await devices.put(judgedRecord(number, LISTS, { at: clock.now(), ...options }), 0);
    },
    async happen(number: number, change: DeviceEvent['change']) {
      const record = await devices.find(deviceIdOf(number));
      if (record === undefined) throw new Error(`No device ${number}`);
      const event = { id: `event-${record.revision}`, at: clock.now(), change };
      const next = judged(takeIn(record, [event]).record, listsInForce(LISTS));
      await devices.put({ ...next, revision: record.revision + 1 }, record.revision);
    },
    /** The rows of a new extract, header left out. */
    async rows(report: 'esi-034' | 'esi-034i' | 'opr'): Promise<string[]> {
      state.requests += 1;
      const { key } = await makeExtract({ report, requestId: `request-${state.requests}` }, ports);
      return bucket.textOf(key).split('\r\n').slice(1, -1);
    },
  };
}

describe('ESI-034', () => {
  test('[R66] has a row for each device in the inventory, with the trial attribute', async () => {
    const here = world();
    await here.add(1);
    await here.add(2, { firmwareVersion: '00020200' });
    const { key, rows } = await makeExtract({ report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    expect({ key, rows }).toEqual({ key: 'esi-034/ESI-034-20261103.csv', rows: 2 });
    expect(here.bucket.textOf(key).split('\r\n')).toEqual([
      'Device ID,Device Type,Device Status,Device Status Since,Device Manufacturer,Device Model,SMETS/CHTS Version,Firmware Version,ESME Variant,Trial,Trial ID,Trial Since,CPL Entry Number,CPL Entry Status,CPL SMETS/CHTS Version,GBCS Version Declared,GBCS Version Uploaded',
      `${deviceIdOf(1)},ESME,Commissioned,2026-11-03T09:00:00.000Z,AB01,010A030B,,${TRIAL_FIRMWARE},,true,T-1,2026-11-03T09:00:00.000Z,,,,,`,
      `${deviceIdOf(2)},ESME,Commissioned,2026-11-03T09:00:00.000Z,AB01,010A030B,,00020200,,,,,,,,,`,
      '',
    ]);
  });

  test('has no cell that a spreadsheet would run, and leaves identifiers as they are', async () => {
    const here = world();
    await here.add(1, { firmwareVersion: '00000100' });
    await here.happen(1, { kind: 'details', details: { smetsChtsVersion: '=HYPERLINK("http://x")' } });
    expect(await here.rows('esi-034')).toEqual([expect.stringContaining(`,"'=HYPERLINK(""http://x"")",00000100,`)]);
  });

  test('[R54] shows no trial attribute while trial flagging is off', async () => {
    const here = world();
    await here.add(1);
    here.state.trialFlagging = 'off';
    expect(await here.rows('esi-034')).toEqual([expect.stringMatching(new RegExp(`,${TRIAL_FIRMWARE},{9}$`))]);
  });

  test('leaves out devices that were deleted or never pre-notified', async () => {
    const here = world();
    await here.add(1);
    await here.happen(1, { kind: 'deleted' });
    await here.devices.put({ ...judgedRecord(2, []), base: undefined, events: [], trials: [] }, 0);
    expect(await here.rows('esi-034')).toEqual([]);
  });

  test('of the same day is made once, however often its run comes', async () => {
    const here = world();
    const request = { report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' };
    const first = await makeExtract(request, here.ports);
    await here.add(1);
    const files = [...here.bucket.objects.keys()];
    expect(await makeExtract(request, here.ports)).toEqual(first);
    expect([...here.bucket.objects.keys()]).toEqual(files);
  });

  test('that was known a moment ago, and is not there, is an error', async () => {
    const here = world();
    const made = await makeExtract({ report: 'opr', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    here.bucket.facts = async () => undefined;
    await expect(here.ports.extracts.keep(made)).rejects.toThrow('What is known of OPR-20261103 was there, and is not');
  });

  test('of the same day is one, although two runs make it at the same time', async () => {
    const here = world();
    await here.add(1);
    const request = { report: 'esi-034i', scheduledTime: '2026-11-03T03:00:00Z' };
    const { extracts } = here.ports;
    // The other run comes to its end between this one's last look at what there is and its own end.
    const overtaken = {
      ...here.ports,
      extracts: {
        ...extracts,
        async latestOfChanges() {
          await makeExtract(request, here.ports);
          return extracts.latestOfChanges();
        },
      },
    };
    await here.happen(1, CERTIFIED);
    const made = await makeExtract(request, overtaken);
    expect(made).toEqual(await makeExtract(request, here.ports));
    expect(made.previousExtractId).toBeUndefined();
    expect(here.bucket.textOf(made.key)).toContain(deviceIdOf(1));
  });

  test('has the name of its id, and that of a run which follows a dead one its number as well', async () => {
    const here = world();
    const { extracts } = here.ports;
    // The first run took its name, and died.
    expect(await extracts.newKey('opr', 'OPR-20261103')).toBe('opr/OPR-20261103.csv');
    const { key } = await makeExtract({ report: 'opr', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    expect(key).toBe('opr/OPR-20261103-2.csv');
  });

  test('is not there at all when reading the inventory fails in the middle', async () => {
    const here = world();
    await here.add(1);
    const inventory = {
      ...here.ports.inventory,
      async *all() {
        yield* here.ports.inventory.all();
        throw new Error('Throttled');
      },
    };
    await expect(makeExtract({ report: 'esi-034' }, { ...here.ports, inventory })).rejects.toThrow('Throttled');
    expect([...here.bucket.objects.keys()]).toEqual([expect.stringMatching(/\.begun$/)]);
    expect(await makeExtract({ report: 'esi-034' }, here.ports)).toMatchObject({ rows: 1 });
  });
});

describe('ESI-034i', () => {
  test('[R66] has what changed since the last one, each device as it is now, and nothing twice', async () => {
    const here = world();
    for (const number of [1, 2, 3]) await here.add(number);
    expect(await here.rows('esi-034i')).toHaveLength(3);
    expect(await here.rows('esi-034i')).toEqual([]);
    here.clock.advance(60);
    await here.happen(2, CERTIFIED);
    await here.happen(2, { kind: 'status', status: 'Suspended' });
    expect(await here.rows('esi-034i')).toEqual([
      expect.stringMatching(new RegExp(`^${deviceIdOf(2)},ESME,Suspended,.*,,,,$`)),
    ]);
    here.clock.advance(HOUR);
    expect(await here.rows('esi-034i')).toEqual([]);
  });

  test('tells that a device was deleted', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    await here.happen(1, { kind: 'deleted' });
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(',Deleted,')]);
  });

  test('finds a write that was stamped before the last extract began and made after it ended', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    const late = judgedRecord(2, LISTS);
    await here.devices.put(late, 0);
    expect(here.devices.items.get(late.deviceId)?.changedAt).toBeLessThanOrEqual(Date.parse(here.clock.now()));
    here.clock.advance(24 * HOUR);
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(deviceIdOf(2))]);
  });

  test('[R54] tells every flagged device when trial flagging was turned, and no other', async () => {
    const here = world();
    await here.add(1);
    await here.add(2, { firmwareVersion: '00020200' });
    await here.rows('esi-034i');
    here.clock.advance(HOUR);
    here.state.trialFlagging = 'off';
    expect(await here.rows('esi-034i')).toEqual([expect.stringMatching(new RegExp(`^${deviceIdOf(1)},.*,,,,$`))]);
    here.clock.advance(HOUR);
    here.state.trialFlagging = 'on';
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining('true,T-1')]);
  });

  test('goes on from the last one that was finished', async () => {
    const here = world();
    await here.add(1);
    await here.rows('esi-034i');
    here.clock.advance(HOUR);
    await here.add(2);
    const extracts = { ...here.ports.extracts, keep: () => Promise.reject(new Error('Crashed')) };
    await expect(makeExtract({ report: 'esi-034i' }, { ...here.ports, extracts })).rejects.toThrow('Crashed');
    here.clock.advance(HOUR);
    expect(await here.rows('esi-034i')).toEqual([expect.stringContaining(deviceIdOf(2))]);
  });
});

describe('ESI-034 and ESI-034i', () => {
  const under = (over: Partial<DeviceModel>): DeviceModel => ({
    ...held(cplEntry({ entryNumber: '000097', firmwareVersion: TRIAL_FIRMWARE }), '1', 'upload'),
    gbcsVersion: '4.3',
    declaredGbcsVersion: '5.0',
    ...over,
  });

  test.each(['esi-034', 'esi-034i'] as const)(
    '[R79] %s carries the entry number, its SMETS version, and the GBCS version declared and uploaded',
    async (report) => {
      const here = world();
      await here.add(1);
      here.state.models = [
        under({ entryNumber: '000012', status: 'Removed' }),
        under({}),
        under({ firmwareVersion: 'F' }),
      ];
      expect(await here.rows(report)).toEqual([
        expect.stringMatching(/,true,T-1,[^,]+,000097,Current,SMETS V5\.1,5\.0,4\.3$/),
      ]);
    },
  );

  test('[R1] devices in use without a Current entry are counted and listed; IHD, CAD and those withdrawn are not', async () => {
    const here = world();
    for (const number of [1, 2, 3, 4, 5, 6]) await here.add(number, { firmwareVersion: `0002020${number}` });
    here.state.models = [
      under({ firmwareVersion: '00020201' }),
      under({ firmwareVersion: '00020202', status: 'Removed', entryNumber: '000033' }),
    ];
    await here.happen(3, { kind: 'details', details: { responsibleParty: SUPPLIER } });
    await here.happen(4, { kind: 'details', details: { deviceType: 'IHD' } });
    await here.happen(5, { kind: 'status', status: 'Withdrawn' });
    await here.happen(6, { kind: 'deleted' });
    const made = await makeExtract({ report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    const of = { manufacturer: 'AB01', model: '010A030B', devices: 1 };
    expect(made.withoutEntry).toEqual({
      key: 'esi-034/ESI-034-20261103.without-entry.csv',
      devices: 2,
      byStatus: { Commissioned: 2 },
      bySupplier: { '': 1, [SUPPLIER]: 1 },
      models: [
        { ...of, firmwareVersion: '00020202' },
        { ...of, firmwareVersion: '00020203' },
      ],
    });
    const since = '2026-11-03T09:00:00.000Z';
    expect(
      here.bucket
        .textOf(made.withoutEntry?.key ?? '')
        .split('\r\n')
        .slice(1, -1),
    ).toEqual([
      `${deviceIdOf(2)},ESME,Commissioned,${since},AB01,010A030B,00020202,,000033`,
      `${deviceIdOf(3)},ESME,Commissioned,${since},AB01,010A030B,00020203,${SUPPLIER},`,
    ]);
  });

  test('[R1] of 10,000 devices of one removed Device Model each is listed', async () => {
    const here = world();
    for (let number = 0; number < 10_000; number += 1) await here.add(number);
    const { withoutEntry } = await makeExtract({ report: 'esi-034' }, here.ports);
    expect(withoutEntry).toMatchObject({ devices: 10_000, models: [{ devices: 10_000 }] });
    expect(here.bucket.textOf(withoutEntry?.key ?? '').split('\r\n')).toHaveLength(10_002);
  });
});

describe('the list of exclusions from OPR figures', () => {
  test('[R69] has each stretch of time in which a device was a trial device', async () => {
    const here = world();
    await here.add(1);
    await here.add(2);
    await here.add(3, { firmwareVersion: '00020200' });
    here.clock.advance(HOUR);
    await here.happen(2, CERTIFIED);
    expect(await here.rows('opr')).toEqual([
      `2026-11,${deviceIdOf(1)},2026-11-03T09:00:00.000Z,,T-1`,
      `2026-11,${deviceIdOf(2)},2026-11-03T09:00:00.000Z,2026-11-03T10:00:00.000Z,T-1`,
    ]);
  });

  test('[R54] [R69] keeps what is past when the switch is turned off, month by month', async () => {
    const here = world();
    await here.add(1);
    await here.add(2);
    here.clock.advance(30 * 24 * HOUR);
    const settings = (version: string, decidedAt: string): Upload =>
      uploadOf(version, 'active', { kind: 'settings', version, decidedAt });
    here.state.trialFlagging = 'off';
    // Off, on, off for the second time, and once more while it was off.
    here.state.uploads = [
      settings('1', '2026-11-04T00:00:00.000Z'),
      settings('2', '2026-11-05T00:00:00.000Z'),
      settings('3', '2026-12-02T09:00:00.000Z'),
      settings('5', '2026-12-03T00:00:00.000Z'),
      { ...settings('7', '2026-12-03T01:00:00.000Z'), decision: 'refused' },
    ];
    await here.happen(2, CERTIFIED);
    await here.add(3);
    const stretches = (number: number) => [
      `2026-11,${deviceIdOf(number)},2026-11-03T09:00:00.000Z,2026-12-01T00:00:00.000Z,T-1`,
      `2026-12,${deviceIdOf(number)},2026-12-01T00:00:00.000Z,2026-12-02T09:00:00.000Z,T-1`,
    ];
    expect(await here.rows('opr')).toEqual([...stretches(1), ...stretches(2)]);
  });
});
