import { describe, expect, test } from 'vitest';
import type { DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  compacted,
  currentState,
  type DeviceRecord,
  emptyRecord,
  firmwareKeyOf,
  evaluated,
  isShadow,
  mustCompact,
  openTrial,
  takeIn,
} from '../../../functions/domain/devices/device-record.ts';
import { RECENT_CHARACTERS, RECENT_EVENTS } from '../../../functions/domain/devices/recent-events.ts';
import { nextState, UNKNOWN_DEVICE } from '../../../functions/domain/devices/device-state.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce, NO_LISTS } from '../../support/lists-in-force.ts';
import { agreedList, DEVICE } from '../../support/srv-messages.ts';
import { at, details, event, prenotified, stateOf, status } from '../../support/device-events.ts';

const recordOf = (...events: readonly DeviceEvent[]): DeviceRecord => takeIn(emptyRecord(DEVICE), events).record;

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
  test('is counted by source and id, and the very same record is given back when all are repeats', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'));
    const repeats = takeIn(record, [status('b', 2, 'Commissioned'), prenotified]);
    expect(repeats).toEqual({ record, repeats: 2, late: 0, conflicts: new Map() });
    expect(repeats.record).toBe(record);
    expect(takeIn(record, [status('c', 3, 'Suspended'), prenotified]).repeats).toBe(1);
  });

  test('is merged in the order of events, however the late ones come', () => {
    const base = { state: stateOf(prenotified), upTo: { at: at(90), id: 'z' } };
    const record = { ...emptyRecord(DEVICE), base };
    const [two, three] = [status('b', 2, 'Commissioned'), event('c', 4, { kind: 'restored' })];
    const suspended = status('d', 3, 'Suspended');
    const forwards = takeIn(record, [two, suspended, three]);
    expect(takeIn(record, [three, suspended, two])).toEqual(forwards);
    expect([forwards.late, forwards.repeats]).toEqual([3, 0]);
  });
});

test('a device is a shadow until it is pre-notified, whether its events are compacted or not', () => {
  const waiting = event('w', 2, { kind: 'restored' });
  const base = (...events: readonly DeviceEvent[]) => ({ state: stateOf(...events), upTo: { at: at(2), id: 'w' } });
  expect([recordOf(), recordOf(waiting), { ...recordOf(waiting), base: base(waiting) }].map(isShadow)).toEqual([
    true,
    true,
    true,
  ]);
  const again = { ...prenotified, at: at(3) };
  expect(
    [
      recordOf(waiting, prenotified),
      { ...recordOf(again), base: base(waiting) },
      { ...recordOf(), base: base(prenotified) },
    ].map(isShadow),
  ).toEqual([false, false, false]);
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

describe('the assessment of a record', () => {
  const lists = listsInForce([agreedList(4, at(1), [{ trialId: 'T1', firmwareVersion: '00000001' }])]);

  test('notes the newest list by which it was evaluated, and none when there is none', () => {
    const record = evaluated(recordOf(prenotified), lists);
    expect(record).toMatchObject({ trials: [{ trialId: 'T1', from: at(1), listVersion: 4 }], listVersion: 4 });
    expect(evaluated(record, NO_LISTS)).toMatchObject({ trials: [], listVersion: 0 });
  });

  test('gives back the very same record when it changes nothing', () => {
    const record = evaluated(recordOf(prenotified), lists);
    expect(evaluated(record, lists)).toBe(record);
  });

  test.each([
    ['trial', { trialId: 'T2' }],
    ['beginning', { from: at(0) }],
    ['list', { listVersion: 3 }],
    ['end', { to: at(5) }],
    ['number of intervals behind it that are no longer listed', { folded: 1 }],
  ])('corrects an interval with another %s', (_name, other) => {
    const record = evaluated(recordOf(prenotified), lists);
    const wrong = { ...record, trials: record.trials.map((interval) => ({ ...interval, ...other })) };
    expect(evaluated(wrong, lists).trials).toEqual(record.trials);
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
    expect(compacted(record, at(100), NO_LISTS)).toEqual({
      ...record,
      base: { state: stateOf(prenotified), upTo: { at: at(1), id: 'a' } },
      events: record.events.slice(1),
    });
    expect(currentState(compacted(record, at(100), NO_LISTS))).toEqual(currentState(record));
  });

  test('notes the place of the last event that it takes in, to the last digit of its time and with its source', () => {
    const last = { ...status('b', 2, 'Commissioned'), beyondMillis: '5', source: 's', timedBy: 'queue' as const };
    const { base } = compacted(recordOf(prenotified, last, status('c', 40, 'Suspended')), at(100), NO_LISTS);
    expect(base?.upTo).toStrictEqual({ at: at(2), beyondMillis: '5', source: 's', id: 'b' });
  });

  test('takes in what is a minute older than thirty days', () => {
    const minuteBefore = { ...prenotified, at: at(1).replace('T09:00', 'T08:59') };
    const record = compacted(recordOf(minuteBefore, status('b', 31, 'Commissioned')), at(100), NO_LISTS);
    expect(record.base?.upTo.id).toBe('a');
  });

  test('goes by the clock when the newest event is ahead of it', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'), status('c', 500, 'Suspended'));
    expect(compacted(record, at(31), NO_LISTS).base).toBeUndefined();
    expect(compacted(record, at(32), NO_LISTS).base?.upTo.id).toBe('a');
  });

  test('goes on from the base that is there', () => {
    const first = compacted(recordOf(prenotified, status('b', 40, 'Commissioned')), at(100), NO_LISTS);
    expect(first.base?.upTo.id).toBe('a');
    const second = compacted(takeIn(first, [status('c', 90, 'Suspended')]).record, at(100), NO_LISTS);
    expect(second.base).toEqual({
      state: stateOf(prenotified, status('b', 40, 'Commissioned')),
      upTo: { at: at(40), id: 'b' },
    });
  });

  test('leaves a record as it is when nothing is old', () => {
    const record = recordOf(prenotified, status('b', 2, 'Commissioned'));
    expect(compacted(record, at(100), NO_LISTS)).toBe(record);
    expect(compacted(recordOf(prenotified), at(100), NO_LISTS).base).toBeUndefined();
    const empty = emptyRecord(DEVICE);
    expect(compacted(empty, at(100), NO_LISTS)).toBe(empty);
  });

  test('takes in the oldest when there are more than two hundred, even of a device that is not known', () => {
    const burst = Array.from({ length: 201 }, (_, index) => event(`e${index + 1000}`, 2, { kind: 'restored' }));
    expect(RECENT_EVENTS).toBe(200);
    const [few, many] = [recordOf(...burst.slice(1)), recordOf(...burst)];
    expect([mustCompact(few), mustCompact(many)]).toEqual([false, true]);
    expect(compacted(few, at(3), NO_LISTS)).toBe(few);
    const oneOld = recordOf(
      event('e0', 1, { kind: 'restored' }),
      ...burst.slice(2).map((one) => ({ ...one, at: at(40) })),
    );
    expect(compacted(oneOld, at(40), NO_LISTS)).toBe(oneOld);
    expect(compacted(many, at(3), NO_LISTS)).toMatchObject({ base: { upTo: { id: 'e1000' } }, events: burst.slice(1) });
  });
});

describe('a burst of events whose sender chose long ids', () => {
  const long = (index: number) => event(`${String(index).padStart(4, '0')}${'x'.repeat(250)}`, 2, { kind: 'restored' });

  test('is compacted before it outgrows the item, and the newest is always kept one by one', () => {
    const record = compacted(
      recordOf(prenotified, ...Array.from({ length: 150 }, (_, index) => long(index))),
      at(3),
      NO_LISTS,
    );
    const characters = record.events.reduce((sum, { id }) => sum + id.length, 0);
    expect(characters).toBeLessThan(RECENT_CHARACTERS);
    expect(record.events.length).toBeGreaterThan(90);
    expect(record.events.at(-1)).toEqual(long(149));
    const huge = event('y'.repeat(2 * RECENT_CHARACTERS), 3, { kind: 'restored' });
    expect(compacted(recordOf(prenotified, huge), at(3), NO_LISTS).events).toEqual([huge]);
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
