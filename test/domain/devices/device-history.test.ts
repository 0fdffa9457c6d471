import { describe, expect, test } from 'vitest';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  compacted,
  currentState,
  type DeviceRecord,
  emptyRecord,
  firmwareKeyOf,
  judged,
  mustCompact,
  openTrial,
  RECENT_EVENTS,
  takeIn,
} from '../../../functions/domain/devices/device-record.ts';
import { mergedLate, nextState, UNKNOWN_DEVICE } from '../../../functions/domain/devices/device-state.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce } from '../../../functions/domain/trials/trial-flag.ts';
import { agreedList, DEVICE } from '../../support/srv-messages.ts';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 9)).toISOString();
const event = (id: string, day: number, change: DeviceChange): DeviceEvent => ({ id, at: at(day), change });
const status = (id: string, day: number, is: 'Commissioned' | 'Suspended' | 'Whitelisted'): DeviceEvent =>
  event(id, day, { kind: 'status', status: is });
const details = { manufacturer: 'AB01', model: '010A030B', firmwareVersion: '00000001' };
const prenotified = event('a', 1, { kind: 'prenotified', details });
const recordOf = (...events: readonly DeviceEvent[]): DeviceRecord => takeIn(emptyRecord(DEVICE), events).record;
const stateOf = (...events: readonly DeviceEvent[]) => events.reduce(nextState, UNKNOWN_DEVICE);
const historyOf = (state: typeof UNKNOWN_DEVICE) => state.statusHistory.map(({ status, from }) => `${status} ${from}`);

describe('the inventory of a device', () => {
  test('shows all that was said of it, and nothing where nothing was', () => {
    const said = {
      deviceType: 'ESME',
      ...details,
      smetsChtsVersion: '5.1',
      esmeVariant: 'AD',
      responsibleParty: '90-B3-D5-1F-30-01-00-00',
    };
    expect(smiDevice(recordOf(event('a', 1, { kind: 'prenotified', details: said })), { trialFlagging: 'on' })).toEqual(
      {
        deviceId: DEVICE,
        known: true,
        ...said,
        status: 'Pending',
        statusHistory: [{ status: 'Pending', from: at(1) }],
        trial: null,
        trialHistory: [],
      },
    );
    expect(smiDevice(emptyRecord(DEVICE), { trialFlagging: 'on' })).toEqual({
      deviceId: DEVICE,
      known: false,
      deviceType: '',
      manufacturer: '',
      model: '',
      firmwareVersion: '',
      smetsChtsVersion: '',
      esmeVariant: '',
      responsibleParty: '',
      status: 'Pending',
      statusHistory: [],
      trial: null,
      trialHistory: [],
    });
  });

  test('is empty before anything is said', () => {
    expect(emptyRecord(DEVICE)).toEqual({
      deviceId: DEVICE,
      revision: 0,
      base: undefined,
      events: [],
      trials: [],
      listVersion: 0,
    });
  });
});

describe('what a record takes in', () => {
  test('is counted by id, and the very same record is given back when all are repeats', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'));
    const repeats = takeIn(record, [status('b', 2, 'Commissioned'), status('b', 5, 'Suspended'), prenotified]);
    expect(repeats).toEqual({ record, counted: new Set(), late: 0 });
    expect(repeats.record).toBe(record);
    expect(takeIn(record, [status('c', 3, 'Suspended'), prenotified]).counted).toEqual(new Set(['c']));
  });

  test('is merged in the order of events, however the late ones come', () => {
    const base = { state: stateOf(prenotified), upTo: { at: at(90), id: 'z' } };
    const record = { ...emptyRecord(DEVICE), base };
    const [two, three] = [status('b', 2, 'Commissioned'), event('c', 4, { kind: 'restored' })];
    const suspended = status('d', 3, 'Suspended');
    const forwards = takeIn(record, [two, suspended, three]);
    expect(takeIn(record, [three, suspended, two])).toEqual(forwards);
    expect([forwards.late, [...forwards.counted]]).toEqual([3, ['b', 'd', 'c']]);
  });
});

describe('the key of model and firmware', () => {
  test('needs a manufacturer, a model and a firmware version, and a device that is known', () => {
    const { manufacturer, model, firmwareVersion } = details;
    expect(firmwareKeyOf(stateOf(prenotified))).toBe('AB01/010A030B/00000001');
    for (const some of [
      { manufacturer, model },
      { manufacturer, firmwareVersion },
      { model, firmwareVersion },
    ]) {
      expect(firmwareKeyOf(stateOf(event('a', 1, { kind: 'prenotified', details: some })))).toBe('');
    }
    expect(firmwareKeyOf(stateOf(prenotified, event('b', 2, { kind: 'deleted' })))).toBe('');
  });
});

describe('the judgement of a record', () => {
  const lists = listsInForce([agreedList(4, at(1), [{ trialId: 'T1', firmwareVersion: '00000001' }])]);

  test('notes the newest list by which it was judged, and none when there is none', () => {
    const record = judged(recordOf(prenotified), lists);
    expect(record).toMatchObject({ trials: [{ trialId: 'T1', from: at(1), listVersion: 4 }], listVersion: 4 });
    expect(judged(record, [])).toMatchObject({ trials: [], listVersion: 0 });
  });

  test('gives back the very same record when it changes nothing', () => {
    const record = judged(recordOf(prenotified), lists);
    expect(judged(record, lists)).toBe(record);
  });

  test.each([
    ['trial', { trialId: 'T2' }],
    ['beginning', { from: at(0) }],
    ['list', { listVersion: 3 }],
    ['end', { to: at(5) }],
  ])('corrects an interval with another %s', (_name, other) => {
    const record = judged(recordOf(prenotified), lists);
    const wrong = { ...record, trials: record.trials.map((interval) => ({ ...interval, ...other })) };
    expect(judged(wrong, lists).trials).toEqual(record.trials);
  });

  test('knows the trial that a device is in now', () => {
    const interval = { trialId: 'T1', from: at(1), listVersion: 1 };
    expect(openTrial({ ...emptyRecord(DEVICE), trials: [interval] })).toBe(interval);
    expect(openTrial({ ...emptyRecord(DEVICE), trials: [{ ...interval, to: at(2) }] })).toBeUndefined();
    expect(openTrial(emptyRecord(DEVICE))).toBeUndefined();
  });
});

describe('compaction', () => {
  test('takes in what is more than thirty days older than the newest event, and not what is thirty days older', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'), status('c', 32, 'Suspended'));
    expect(compacted(record, at(100))).toEqual({
      ...record,
      base: { state: stateOf(prenotified), upTo: { at: at(1), id: 'a' } },
      events: record.events.slice(1),
    });
    expect(currentState(compacted(record, at(100)))).toEqual(currentState(record));
  });

  test('takes in what is an hour older than thirty days', () => {
    const hourBefore = { ...prenotified, at: at(1).replace('T09', 'T08') };
    const record = compacted(recordOf(hourBefore, status('b', 31, 'Commissioned')), at(100));
    expect(record.base?.upTo.id).toBe('a');
  });

  test('goes by the clock when the newest event is ahead of it', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'), status('c', 500, 'Suspended'));
    expect(compacted(record, at(31)).base).toBeUndefined();
    expect(compacted(record, at(32)).base?.upTo.id).toBe('a');
  });

  test('goes on from the base that is there', () => {
    const first = compacted(recordOf(prenotified, status('b', 40, 'Commissioned')), at(100));
    expect(first.base?.upTo.id).toBe('a');
    const second = compacted(takeIn(first, [status('c', 90, 'Suspended')]).record, at(100));
    expect(second.base).toEqual({
      state: stateOf(prenotified, status('b', 40, 'Commissioned')),
      upTo: { at: at(40), id: 'b' },
    });
  });

  test('leaves a record as it is when nothing is old', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'));
    expect(compacted(record, at(100))).toBe(record);
    expect(compacted(recordOf(prenotified), at(100)).base).toBeUndefined();
    const empty = emptyRecord(DEVICE);
    expect(compacted(empty, at(100))).toBe(empty);
  });

  test('takes in the oldest when there are more than two hundred, even of a device that is not known', () => {
    const burst = Array.from({ length: 201 }, (_, index) => event(`e${index + 1000}`, 2, { kind: 'restored' }));
    expect(RECENT_EVENTS).toBe(200);
    const [few, many] = [recordOf(...burst.slice(1)), recordOf(...burst)];
    expect([mustCompact(few), mustCompact(many)]).toEqual([false, true]);
    expect(compacted(few, at(3))).toBe(few);
    expect(compacted(many, at(3))).toMatchObject({ base: { upTo: { id: 'e1000' } }, events: burst.slice(1) });
  });
});

describe('the status of a device', () => {
  test('stays as it is when a restoration finds no suspension', () => {
    const state = stateOf(prenotified, status('b', 2, 'Commissioned'));
    expect(nextState(state, event('c', 3, { kind: 'restored' })).statusHistory).toBe(state.statusHistory);
    expect(nextState(UNKNOWN_DEVICE, event('c', 3, { kind: 'restored' }))).toBe(UNKNOWN_DEVICE);
  });

  test('is Pending after a suspension before which nothing is known', () => {
    const suspended = { ...stateOf(prenotified), statusHistory: [{ status: 'Suspended' as const, from: at(1) }] };
    expect(nextState(suspended, event('c', 3, { kind: 'restored' })).statusHistory.at(-1)?.status).toBe('Pending');
  });
});

describe('a very late event', () => {
  const state = stateOf(
    prenotified,
    status('b', 10, 'Commissioned'),
    status('c', 20, 'Suspended'),
    event('d', 30, { kind: 'details', details: { esmeVariant: 'B' } }),
  );
  const merged = (day: number, change: DeviceChange) => mergedLate(state, event('late', day, change));

  test('says nothing of a device that was not there at its time', () => {
    expect(merged(0, { kind: 'status', status: 'Whitelisted' })).toBe(state);
    const deleted = stateOf(
      prenotified,
      event('b', 5, { kind: 'deleted' }),
      event('c', 9, { kind: 'prenotified', details }),
    );
    expect(mergedLate(deleted, event('late', 6, { kind: 'status', status: 'Whitelisted' }))).toBe(deleted);
  });

  test.each<[string, DeviceChange]>([
    ['a restoration', { kind: 'restored' }],
    ['an 11.2 or 11.3 response', { kind: 'firmware', firmwareVersion: '00000001', restores: true }],
  ])('%s of a suspended device takes it back to the status before', (_name, change) => {
    expect(historyOf(merged(25, change)).slice(1)).toEqual([
      `Commissioned ${at(10)}`,
      `Suspended ${at(20)}`,
      `Commissioned ${at(25)}`,
    ]);
    expect(merged(15, change).statusHistory).toBe(state.statusHistory);
  });

  test('an alert about firmware restores nothing', () => {
    const alert = merged(25, { kind: 'firmware', firmwareVersion: '00000002', restores: false });
    expect(alert.statusHistory).toBe(state.statusHistory);
    expect(alert.details.firmwareVersion).toBe('00000002');
  });

  test('a restoration of a suspension of which nothing is known before it takes it to Pending', () => {
    const suspended = { ...state, statusHistory: [{ status: 'Suspended' as const, from: at(1) }] };
    const after = mergedLate(suspended, event('late', 5, { kind: 'restored' }));
    expect(historyOf(after)).toEqual([`Suspended ${at(1)}`, `Pending ${at(5)}`]);
  });

  test('in the instant of a status that is there, it is a repeat', () => {
    expect(merged(10, { kind: 'status', status: 'Whitelisted' })).toBe(state);
    expect(merged(20, { kind: 'restored' })).toBe(state);
  });

  test('of the status that a device had anyway changes nothing, and makes one that comes after it the earlier', () => {
    expect(merged(12, { kind: 'status', status: 'Commissioned' })).toBe(state);
    expect(historyOf(merged(5, { kind: 'status', status: 'Commissioned' }))).toEqual([
      `Pending ${at(1)}`,
      `Commissioned ${at(5)}`,
      `Suspended ${at(20)}`,
    ]);
  });

  test('a deletion finds its place', () => {
    expect(historyOf(merged(15, { kind: 'deleted' }))).toContain(`Deleted ${at(15)}`);
  });

  test('a pre-notification before the last one only says when the device was pending', () => {
    const again = stateOf(prenotified, event('b', 10, { kind: 'prenotified', details }));
    const late = mergedLate(again, event('late', 0, { kind: 'prenotified', details: { model: 'other' } }));
    expect(late).toEqual({ ...again, statusHistory: [{ status: 'Pending', from: at(0) }] });
    expect(mergedLate(again, event('late', 5, { kind: 'prenotified', details }))).toBe(again);
  });

  test('a pre-notification sets every detail, but for those that an event at its time or later has set', () => {
    const late = merged(15, { kind: 'prenotified', details: { model: '010A030C', esmeVariant: 'C' } });
    expect(late).toMatchObject({ prenotifiedAt: at(15), detailsAt: { esmeVariant: at(30) } });
    expect(late.details).toEqual({ model: '010A030C', esmeVariant: 'B' });
    const same = merged(30, { kind: 'prenotified', details: { esmeVariant: 'C' } });
    expect([same.details, same.detailsAt]).toEqual([{ esmeVariant: 'B' }, { esmeVariant: at(30) }]);
    const after = merged(31, { kind: 'prenotified', details: { model: '010A030C' } });
    expect([after.details, after.detailsAt]).toEqual([{ model: '010A030C' }, {}]);
    expect(Object.keys(after.details)).toEqual(['model']);
  });
});
