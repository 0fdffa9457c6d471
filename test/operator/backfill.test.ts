import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { describe, expect, test } from 'vitest';
import type { CsvRow } from '../../functions/domain/csv/csv-table.ts';
import { smiDevice } from '../../functions/domain/devices/smi-device.ts';
import {
  type BackfillPorts,
  loadInventory,
  type LoadProgress,
  NOTHING_LOADED,
} from '../../functions/operator/backfill/load-inventory.ts';
import { pace } from '../../functions/operator/backfill/pace.ts';
import { CountedTime } from '../support/counted-time.ts';
import { fakeDevices } from '../support/fake-devices.ts';
import { agreedList } from '../support/srv-messages.ts';

const AS_OF = '2026-10-01T00:00:00.000Z';
const LABELS = [
  'Device ID',
  'Device Type',
  'Device Status',
  'Device Status Since',
  'Device Manufacturer',
  'Device Model',
  'SMETS/CHTS Version',
  'Firmware Version',
  'ESME Variant',
  'Something Else',
];
const TRIAL = agreedList(1, '2026-01-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: '0000000E' }]);

const idOf = (number: number): string =>
  `00-00-5E-EF-${number
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
    .replaceAll(/..(?=.)/g, '$&-')}`;
const rowOf = (number: number, other: Partial<Record<string, string>> = {}): string[] =>
  LABELS.map(
    (label) =>
      other[label] ??
      {
        'Device ID': idOf(number),
        'Device Type': 'ESME',
        'Device Status': 'Commissioned',
        'Device Status Since': '2021-05-06T07:08:09Z',
        'Device Manufacturer': 'AB01',
        'Device Model': '010A030B',
        'SMETS/CHTS Version': 'SMETS V4.2',
        'Firmware Version': '0000000e',
      }[label] ??
      '',
  );
async function* extract(rows: readonly (readonly string[])[]): AsyncGenerator<CsvRow> {
  for (const [index, values] of [LABELS, ...rows].entries()) yield { line: index + 1, values };
}

/** A load into devices in memory, by rules that flag a trial; `time` passes by its own pauses. */
function load(devices = fakeDevices()) {
  const time = new CountedTime();
  const kept: LoadProgress[] = [];
  const refused: string[] = [];
  const ports: BackfillPorts = {
    devices,
    rules: async () => ({ trialFlagging: 'on', eventClockAheadHours: 24, lists: foldedLists([TRIAL]) }),
    now: () => '2026-11-02T09:00:00.000Z',
    pace: pace(1000, { now: () => time.now, pause: (ms) => time.takes('pause', ms) }),
    keep: async (progress) => void kept.push(progress),
    refuse: (line, reason) => void refused.push(`line ${line}: ${reason}`),
  };
  const run = (rows: readonly (readonly string[])[], from = NOTHING_LOADED) =>
    time.run(loadInventory(extract(rows), AS_OF, from, ports));
  return { devices, ports, run, kept, refused, time };
}

describe('an existing inventory', () => {
  test('[R66] is loaded device by device: details, status and since when, and its firmware as of the extract', async () => {
    const { run, devices } = load();
    expect(await run([rowOf(1), rowOf(2, { 'Device Status': 'Pending', 'Firmware Version': '0000000F' })])).toEqual({
      rows: 2,
      written: 2,
      unchanged: 0,
      refused: 0,
    });
    const record = await devices.find(idOf(1));
    expect(record && smiDevice(record, { trialFlagging: 'on' })).toMatchObject({
      known: true,
      manufacturer: 'AB01',
      firmwareVersion: '0000000E',
      status: 'Commissioned',
      statusHistory: [{ status: 'Pending' }, { status: 'Commissioned', from: '2021-05-06T07:08:09.000Z' }],
      // Not since 2021: that it had this firmware then, nobody says.
      trial: { trialId: 'T-1', since: AS_OF },
    });
    const other = await devices.find(idOf(2));
    expect(other && smiDevice(other, { trialFlagging: 'on' })).toMatchObject({ status: 'Pending', trial: null });
  });

  test('is loaded beside the live feed: what happened since the extract stands, and a repeat changes nothing', async () => {
    const { run, devices } = load();
    await run([rowOf(1)]);
    const loaded = await devices.find(idOf(1));
    const { ports } = load(devices);
    const { recordDevice, evaluationRules } = await import('../../functions/srv-events/record-device.ts');
    const event = {
      id: 'e',
      source: 'dsp',
      at: '2026-10-05T00:00:00.000Z',
      change: { kind: 'firmware', firmwareVersion: '0000000F', restores: false },
    } as const;
    const message = {
      messageId: 'm',
      body: '',
      sentAt: AS_OF,
      receiveCount: 1,
      messageGroupId: undefined,
      senderId: '',
    };
    const arrivals = [{ event, message }];
    await recordDevice(
      { deviceId: idOf(1), arrivals, messageIds: [] },
      loaded,
      evaluationRules(await ports.rules(), AS_OF),
      devices,
    );
    expect(await load(devices).run([rowOf(1)])).toMatchObject({ written: 0, unchanged: 1 });
    expect((await devices.find(idOf(1)))?.revision).toBe(2);
  });

  test.each<[string, Record<string, string>, string]>([
    ['an id that is none', { 'Device ID': '12' }, 'line 2: 12 is not an EUI-64'],
    ['a type that is none', { 'Device Type': 'XYZ' }, 'line 2: XYZ is not a device type'],
    ['a status that is none', { 'Device Status': 'Deleted' }, 'line 2: Deleted is not a status of a device'],
    ['a variant that is none', { 'ESME Variant': 'Z' }, 'line 2: Z is not an ESME variant'],
    ['a status of the future', { 'Device Status Since': '2027-01-01' }, 'line 2: 2027-01-01 is after the extract'],
  ])('is loaded but for rows with %s', async (_, cells, reason) => {
    const { run, refused } = load();
    expect(await run([rowOf(1, cells), rowOf(2)])).toEqual({ rows: 2, written: 1, unchanged: 0, refused: 1 });
    expect(refused).toEqual([reason]);
  });

  test('without a column that is needed is not loaded at all', async () => {
    const { ports, devices } = load();
    async function* rows(): AsyncGenerator<CsvRow> {
      yield { line: 1, values: ['Device ID', 'Device Type'] };
      yield { line: 2, values: [idOf(1), 'ESME'] };
    }
    expect(await loadInventory(rows(), AS_OF, NOTHING_LOADED, ports)).toEqual({
      missing: ['Device Status', 'Device Manufacturer', 'Device Model', 'Firmware Version'],
    });
    expect(devices.writes).toEqual([]);
  });

  test('goes on where an earlier load broke off, and loads each device once', async () => {
    const rows = Array.from({ length: 5400 }, (_, number) => rowOf(number));
    const { run, devices, kept } = load();
    let left = 5100;
    devices.onPut(() => {
      left -= 1;
      if (left === 0) throw new Error('The machine went to sleep');
    });
    await expect(run(rows)).rejects.toThrow('The machine went to sleep');
    expect(kept).toEqual([{ rows: 5000, written: 5000, unchanged: 0, refused: 0 }]);
    const again = await load(devices).run(rows, kept[0]);
    expect(again).toMatchObject({ rows: 5400, refused: 0 });
    expect(new Set(devices.writes).size).toBe(5400);
    expect(devices.writes.length).toBe(5400);
  });
});

test('a fault of the table that is not for want of room ends the load', async () => {
  const devices = { ...fakeDevices(), findMany: () => Promise.reject(new Error('The table is gone')) };
  await expect(load(devices).run([rowOf(1)])).rejects.toThrow('The table is gone');
});

describe('a table that has room for fewer writes', () => {
  /** Refuses writes beyond so many in a second of the load's time, as DynamoDB does after the SDK's own tries. */
  function throttled(time: () => number, room: (second: number) => number) {
    const devices = fakeDevices();
    const used = new Map<number, number>();
    let refusals = 0;
    devices.onPut(() => {
      const second = Math.floor(time() / 1000);
      const before = used.get(second) ?? 0;
      if (before >= room(second)) {
        refusals += 1;
        throw Object.assign(new Error('Throughput exceeds the current capacity'), { name: 'ThrottlingException' });
      }
      used.set(second, before + 1);
    });
    return { devices, used, refusals: () => refusals };
  }

  test('slows the load down, which loses nothing and ends; most of what it asks for is done', async () => {
    let now = (): number => 0;
    const table = throttled(
      () => now(),
      () => 300,
    );
    const { run, time } = load(table.devices);
    now = () => time.now;
    const rows = Array.from({ length: 3000 }, (_, number) => rowOf(number));
    expect(await run(rows)).toEqual({ rows: 3000, written: 3000, unchanged: 0, refused: 0 });
    expect(table.devices.items.size).toBe(3000);
    // Half of what there is room for, at the least, and few refusals.
    expect(time.now / 1000).toBeLessThan(2 * (3000 / 300));
    expect(table.refusals()).toBeLessThan(600);
  });

  test('lets the load be faster again once its partitions were split', async () => {
    let now = (): number => 0;
    const table = throttled(
      () => now(),
      (second) => (second < 5 ? 100 : 5000),
    );
    const { run, time } = load(table.devices);
    now = () => time.now;
    await run(Array.from({ length: 8000 }, (_, number) => rowOf(number)));
    const seconds = [...table.used.values()];
    expect(Math.max(...seconds.slice(0, 5))).toBeLessThanOrEqual(100);
    expect(Math.max(...seconds)).toBeGreaterThan(400);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(1001);
  });
});
