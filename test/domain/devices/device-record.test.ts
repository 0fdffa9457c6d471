import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceItem, recordOfItem } from '../../../functions/contracts/device-record.ts';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  compacted,
  currentState,
  type DeviceRecord,
  emptyRecord,
  evaluated,
  takeIn,
} from '../../../functions/domain/devices/device-record.ts';
import { identityOf } from '../../../functions/domain/devices/event-identity.ts';
import { RECENT_EVENTS } from '../../../functions/domain/devices/recent-events.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce, NO_LISTS } from '../../support/lists-in-force.ts';
import { agreedLists, deviceEvents, inBatches, shuffledWithRepeats } from '../../support/device-stories.ts';
import { DEVICE } from '../../support/srv-messages.ts';

const ON = { trialFlagging: 'on' } as const;
const NOW = '2026-12-01T00:00:00.000Z';
const at = (day: number, hour = 9): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
const event = (id: string, day: number, change: DeviceChange): DeviceEvent => ({ id, at: at(day), change });
const details = { deviceType: 'ESME', manufacturer: 'AB01', model: '010A030B', firmwareVersion: '00000001' };
const prenotified = event('a', 1, { kind: 'prenotified', details });
const recordOf = (...events: readonly DeviceEvent[]): DeviceRecord => takeIn(emptyRecord(DEVICE), events).record;
const shown = (...events: readonly DeviceEvent[]) => smiDevice(recordOf(...events), ON);

test('[R50] a trial device is kept as any other: same details, status and history, whatever the agreed lists', () => {
  fc.assert(
    fc.property(deviceEvents(1000), agreedLists(1000), (events, lists) => {
      const record = recordOf(...events);
      const { trial: _, trialHistory: __, ...inTrial } = smiDevice(evaluated(record, listsInForce(lists)), ON);
      const { trial: ___, trialHistory: ____, ...ordinary } = smiDevice(record, ON);
      expect(inTrial).toEqual(ordinary);
    }),
  );
});

describe('the record of a device', () => {
  test('a pre-notification sets all details, and the status to Pending', () => {
    expect(shown(prenotified)).toMatchObject({
      known: true,
      deviceType: 'ESME',
      manufacturer: 'AB01',
      model: '010A030B',
      firmwareVersion: '00000001',
      status: 'Pending',
      statusHistory: [{ status: 'Pending', from: at(1) }],
    });
  });

  test('a second pre-notification with other content replaces every detail: absent ones become absent', () => {
    const second = event('b', 2, { kind: 'prenotified', details: { deviceType: 'GSME', manufacturer: 'AB02' } });
    const device = shown(second, prenotified);
    expect(device).toMatchObject({ deviceType: 'GSME', manufacturer: 'AB02', model: '', firmwareVersion: '' });
    expect(device.statusHistory).toEqual([{ status: 'Pending', from: at(1) }]);
  });

  test('[R55] an update sets only what it carries', () => {
    const update = event('b', 2, { kind: 'details', details: { firmwareVersion: '00000002' } });
    expect(shown(prenotified, update)).toMatchObject({ manufacturer: 'AB01', firmwareVersion: '00000002' });
  });

  test('an update before the pre-notification waits in a shadow that is not known', () => {
    const update = event('b', 2, { kind: 'details', details: { firmwareVersion: '00000002' } });
    expect(shown(update)).toMatchObject({ known: false, firmwareVersion: '', statusHistory: [] });
    expect(shown(update, prenotified)).toMatchObject({ known: true, firmwareVersion: '00000002' });
  });

  test('a deletion leaves a tombstone that only a later pre-notification revives', () => {
    const deleted = event('b', 2, { kind: 'deleted' });
    const status = event('c', 3, { kind: 'status', status: 'Commissioned' });
    expect(shown(prenotified, deleted, status)).toMatchObject({ known: false, status: 'Deleted' });
    const again = event('d', 4, { kind: 'prenotified', details });
    expect(shown(again, status, deleted, prenotified).statusHistory).toEqual([
      { status: 'Pending', from: at(1) },
      { status: 'Deleted', from: at(2) },
      { status: 'Pending', from: at(4) },
    ]);
  });

  test.each<[string, DeviceChange]>([
    ['a restoration', { kind: 'restored' }],
    ['an 11.2 or 11.3 response', { kind: 'firmware', firmwareVersion: '00000002', restores: true }],
  ])('%s brings a suspended device back to the status before', (_name, change) => {
    const commissioned = event('b', 2, { kind: 'status', status: 'Commissioned' });
    const suspended = event('c', 3, { kind: 'status', status: 'Suspended' });
    const still = event('d', 4, { kind: 'status', status: 'Suspended' });
    const device = shown(event('e', 5, change), still, suspended, commissioned, prenotified);
    expect(device.status).toBe('Commissioned');
    expect(device.statusHistory.map(({ from }) => from)).toEqual([at(1), at(2), at(3), at(5)]);
  });

  test('an alert about firmware does not end a suspension', () => {
    const suspended = event('b', 2, { kind: 'status', status: 'Suspended' });
    const alert = event('c', 3, { kind: 'firmware', firmwareVersion: '00000002', restores: false });
    expect(shown(prenotified, suspended, alert)).toMatchObject({ status: 'Suspended', firmwareVersion: '00000002' });
  });

  test('events of one instant are in the order of their ids as text', () => {
    const two = event('2', 2, { kind: 'details', details: { firmwareVersion: '00000002' } });
    const ten = event('10', 2, { kind: 'details', details: { firmwareVersion: '00000003' } });
    expect(shown(prenotified, two, ten).firmwareVersion).toBe('00000002');
  });

  test('[R54] with the switch off nothing about trials is shown', () => {
    const record: DeviceRecord = { ...recordOf(prenotified), trials: [{ trialId: 'T1', from: at(1), listVersion: 1 }] };
    expect(smiDevice(record, ON)).toMatchObject({ trial: { trialId: 'T1', since: at(1) } });
    expect(smiDevice(record, { trialFlagging: 'off' })).toMatchObject({ trial: null, trialHistory: [] });
  });
});

describe('whatever the order, the batches and the repeats', () => {
  test('the record and all its histories are the same', () => {
    const story = deviceEvents(200).chain((events) =>
      fc.record({
        events: fc.constant(events),
        batches: shuffledWithRepeats(events).chain(inBatches),
        lists: agreedLists(200),
      }),
    );
    fc.assert(
      fc.property(story, ({ events, batches, lists }) => {
        const inForce = listsInForce(lists);
        const whole = evaluated(takeIn(emptyRecord(DEVICE), events).record, inForce);
        const inSteps = batches.reduce(
          (record, batch) => compacted(evaluated(takeIn(record, batch).record, inForce), NOW, inForce),
          emptyRecord(DEVICE),
        );
        expect(smiDevice(inSteps, ON)).toEqual(smiDevice(whole, ON));
      }),
      { numRuns: 300 },
    );
  });

  test('[R54] so they are with list changes and the switch mixed in, once all is re-evaluated', () => {
    const story = fc.tuple(deviceEvents(200), agreedLists(200)).chain(([events, lists]) =>
      fc.record({
        events: fc.constant(events),
        lists: fc.constant(lists),
        batches: shuffledWithRepeats(events).chain(inBatches),
        known: fc.array(fc.nat({ max: lists.length }), { minLength: 1, maxLength: 60 }),
        switches: fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(story, ({ events, lists, batches, known, switches }) => {
        const whole = evaluated(takeIn(emptyRecord(DEVICE), events).record, listsInForce(lists));
        const versions = known.toSorted((a, b) => a - b);
        let record = emptyRecord(DEVICE);
        for (const [index, batch] of batches.entries()) {
          const inForce = listsInForce(lists.slice(0, versions[Math.min(index, versions.length - 1)]));
          record = takeIn(record, batch).record;
          if (switches[index % switches.length]) record = compacted(evaluated(record, inForce), NOW, inForce);
        }
        expect(smiDevice(evaluated(record, listsInForce(lists)), ON)).toEqual(smiDevice(whole, ON));
      }),
      { numRuns: 300 },
    );
  });

  test('a record says the same once it was kept in its item and read again', () => {
    const story = fc.tuple(deviceEvents(2_000), agreedLists(2_000));
    fc.assert(
      fc.property(story, ([events, lists]) => {
        const record = {
          ...compacted(evaluated(recordOf(...events), listsInForce(lists)), NOW, listsInForce(lists)),
          revision: 3,
        };
        expect(recordOfItem(deviceItem(record, '2026-11-02T09:00:00.000Z'))).toEqual(record);
      }),
      { numRuns: 200 },
    );
  });
});

describe('compaction', () => {
  test('changes nothing as long as events are less than 30 days late', () => {
    // Events of 120 days; each may come up to 29 days after a later one did, and come again.
    const story = deviceEvents(120 * 24, 20).chain((events) =>
      fc.record({
        events: fc.constant(events),
        delays: fc.array(fc.integer({ min: 0, max: 29 * 24 }), { minLength: events.length, maxLength: events.length }),
        again: fc.array(fc.integer({ min: 0, max: 200 * 24 }), { minLength: events.length, maxLength: events.length }),
        lists: agreedLists(120 * 24),
      }),
    );
    fc.assert(
      fc.property(story, ({ events, delays, again, lists }) => {
        const unique = [...new Map(events.map((one) => [identityOf(one), one])).values()];
        const arrivals = unique
          .flatMap((one, index) => [
            { one, hour: Date.parse(one.at) / 3_600_000 + (delays[index] ?? 0) },
            { one, hour: Date.parse(one.at) / 3_600_000 + (delays[index] ?? 0) + (again[index] ?? 0) },
          ])
          .toSorted((a, b) => a.hour - b.hour);
        const inForce = listsInForce(lists);
        const stepwise = arrivals.reduce(
          (record, { one }) => compacted(evaluated(takeIn(record, [one]).record, inForce), NOW, inForce),
          emptyRecord(DEVICE),
        );
        const whole = evaluated(takeIn(emptyRecord(DEVICE), unique).record, inForce);
        expect(smiDevice(stepwise, ON)).toEqual(smiDevice(whole, ON));
      }),
      { numRuns: 300 },
    );
  });

  test('a clock that is ahead does not make the other events old', () => {
    const ahead = event('z', 20_000, { kind: 'status', status: 'Commissioned' });
    const record = compacted(recordOf(prenotified, ahead), at(2), NO_LISTS);
    expect(record.base).toBeUndefined();
  });

  test('keeps what waits for a pre-notification, however old it is', () => {
    const update = event('b', 2, { kind: 'details', details: { firmwareVersion: '00000002' } });
    const later = event('c', 80, { kind: 'status', status: 'Commissioned' });
    const record = compacted(recordOf(update, later), NOW, NO_LISTS);
    expect(record.events).toHaveLength(2);
    expect(smiDevice(takeIn(record, [prenotified]).record, ON)).toMatchObject({
      firmwareVersion: '00000002',
      status: 'Commissioned',
    });
  });

  test('keeps no device from being written, however many events it has', () => {
    const burst = Array.from({ length: RECENT_EVENTS + 50 }, (_, index) => ({
      ...event(`e${String(index).padStart(4, '0')}`, 2, { kind: 'restored' }),
    }));
    expect(compacted(recordOf(prenotified, ...burst), at(3), NO_LISTS).events).toHaveLength(RECENT_EVENTS);
  });

  describe('an event that comes later than that is merged as well as it can be', () => {
    const update = event('m', 20, { kind: 'details', details: { firmwareVersion: '00000002' } });
    const commissioned = event('n', 25, { kind: 'status', status: 'Commissioned' });
    const newest = event('z', 90, { kind: 'details', details: { esmeVariant: 'B' } });
    const record = compacted(recordOf(prenotified, update, commissioned, newest), NOW, NO_LISTS);

    test('its details are set unless a later event set them', () => {
      const late = event('l', 10, { kind: 'details', details: { firmwareVersion: '00000003', model: '010A030C' } });
      const merged = takeIn(record, [late]);
      expect(merged.late).toBe(1);
      expect(currentState(merged.record).details).toMatchObject({ firmwareVersion: '00000002', model: '010A030C' });
      expect(takeIn(merged.record, [late])).toMatchObject({ record: merged.record, late: 0 });
    });

    test('its status finds its place in the history', () => {
      const late = event('l', 10, { kind: 'status', status: 'Whitelisted' });
      expect(smiDevice(takeIn(record, [late]).record, ON).statusHistory.map(({ status }) => status)).toEqual([
        'Pending',
        'Whitelisted',
        'Commissioned',
      ]);
    });

    test('a pre-notification sets what nothing later set', () => {
      const late = event('l', 22, { kind: 'prenotified', details: { ...details, model: '010A030C' } });
      const merged = currentState(takeIn(record, [late]).record);
      expect(merged.details).toEqual({ ...details, model: '010A030C', esmeVariant: 'B' });
    });

    test('a deletion ends the device if nothing after it says otherwise', () => {
      const late = event('l', 28, { kind: 'deleted' });
      expect(smiDevice(takeIn(record, [late]).record, ON)).toMatchObject({ known: false, status: 'Deleted' });
    });

    test('an event that was compacted itself is a repeat', () => {
      for (const one of [prenotified, update, commissioned]) expect(takeIn(record, [one]).record).toBe(record);
      const next = event('y', 89, { kind: 'details', details: { model: '010A030C' } });
      expect(takeIn(record, [next, prenotified])).toEqual({ ...takeIn(record, [next]), repeats: 1 });
    });
  });
});
