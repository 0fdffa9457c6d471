import { describe, expect, test } from 'vitest';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { DevicesWithoutEntry } from '../../functions/contracts/inventory-extract.ts';
import type { Upload } from '../../functions/contracts/upload.ts';
import { WithoutEntry } from '../../functions/reports/devices-without-entry.ts';
import { withoutEntryRow } from '../../functions/reports/extract-rows.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { SUPPLIER } from '../support/fake-lane.ts';
import { held, uploadOf } from '../support/fake-operator-ports.ts';
import { trialDevices } from '../support/trial-material.ts';
import { deviceIdOf, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { CERTIFIED, extractWorld as world, HOUR, inRuns } from '../support/extract-world.ts';

describe('ESI-034 and ESI-034i', () => {
  const under = (over: Partial<DeviceModel>): DeviceModel => ({
    ...held(cplEntry({ entryNumber: '000097', firmwareVersion: TRIAL_FIRMWARE }), '1', 'upload'),
    gbcsVersion: '4.3',
    declaredGbcsVersion: '5.0',
    ...over,
  });

  test.each(['esi-034', 'esi-034i'] as const)(
    '[R3] [R18] [R79] %s carries the entry number, its SMETS version, and the GBCS version declared and uploaded',
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
    const made = await inRuns({ report: 'esi-034', scheduledTime: '2026-11-03T03:00:00Z' }, here.ports);
    const of = { manufacturer: 'AB01', model: '010A030B', devices: 1 };
    expect(made.withoutEntry).toEqual({
      key: 'esi-034/ESI-034-20261103-AMBER.without-entry.csv',
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
        .slice(0, -1),
    ).toEqual([
      'Device ID,Device Type,Device Status,Device Status Since,Device Manufacturer,Device Model,Firmware Version,Responsible Supplier,Removed CPL Entry Number',
      `${deviceIdOf(2)},ESME,Commissioned,${since},AB01,010A030B,00020202,,000033`,
      `${deviceIdOf(3)},ESME,Commissioned,${since},AB01,010A030B,00020203,${SUPPLIER},`,
    ]);
  });

  test('[R1] of 10,000 devices of one removed Device Model each is listed', async () => {
    const here = world();
    for (let number = 0; number < 10_000; number += 1) await here.add(number);
    const { withoutEntry } = await inRuns({ report: 'esi-034' }, here.ports);
    expect(withoutEntry).toMatchObject({ devices: 10_000, models: [{ devices: 10_000 }] });
    expect(here.bucket.textOf(withoutEntry?.key ?? '').split('\r\n')).toHaveLength(10_002);
  });
});

describe('[R1] devices without a Current entry, gathered over all runs', () => {
  const [device] = trialDevices('T-1', 1);
  if (device === undefined) throw new Error('There is no device');
  const noted = (firmware: readonly number[], before?: DevicesWithoutEntry) => {
    const gathered = new WithoutEntry(before);
    for (const number of firmware)
      gathered.add({ ...device, firmwareVersion: String(number).padStart(8, '0') }, undefined);
    return gathered;
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  test('are counted by supplier and model, and the hundred models with the most of them are kept', () => {
    const gathered = noted([...numbers(101), 100, 100, 7]);
    const { models, devices, bySupplier } = gathered.known('list', true);
    expect([devices, bySupplier]).toEqual([104, { [device.responsibleParty]: 104 }]);
    expect(models.map((of) => of.devices)).toEqual([3, 2, ...Array.from({ length: 98 }, () => 1)]);
    expect(models[0]?.firmwareVersion).toBe('00000100');
    expect(gathered.known('list', false).models).toHaveLength(101);
  });

  test('of more than 10,000 models are still counted, and go on from the run before', () => {
    const first = noted(numbers(10_001)).known('first', false);
    expect([first.devices, first.models.length]).toEqual([10_001, 10_000]);
    const second = noted([0, 10_000], first).known('second', false);
    expect(second).toMatchObject({ key: 'first', furtherKeys: ['second'], devices: 10_003 });
    expect([second.models.length, second.models[0]?.devices]).toEqual([10_000, 2]);
  });

  test('of which no status is known are listed with no day', () => {
    expect(withoutEntryRow({ ...device, statusHistory: [] }, undefined)).toBe(
      `${device.deviceId},ESME,Commissioned,,FA01,C10D010A,0A7F010C,90-B3-D5-1F-30-01-00-00,\r\n`,
    );
  });

  test('are listed with the day of their last status', () => {
    const before = { status: 'Pending' as const, from: '2026-11-01T09:00:00.000Z' };
    const statusHistory = [before, before, ...device.statusHistory];
    expect(withoutEntryRow({ ...device, statusHistory }, undefined)).toContain(',2026-11-05T10:00:00.000Z,');
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
    // Exactly one file of a kind is active: the ones before were, and are superseded.
    const settings = (version: string, decidedAt: string): Upload =>
      uploadOf(version, version === '5' ? 'active' : 'superseded', {
        kind: 'settings',
        version,
        decidedAt,
        receivedAt: decidedAt,
      });
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

  test('[R54] [R69] begun while flagging is on ends no stretch, although it is turned off at that moment', async () => {
    const here = world();
    await here.add(1);
    here.clock.advance(HOUR);
    const decidedAt = here.clock.now();
    here.state.uploads = [
      uploadOf('1', 'active', { kind: 'settings', version: '1', decidedAt, receivedAt: decidedAt }),
    ];
    expect(await here.rows('opr')).toEqual([`2026-11,${deviceIdOf(1)},2026-11-03T09:00:00.000Z,,T-1`]);
  });
});
