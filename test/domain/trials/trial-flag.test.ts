import { foldedLists } from '../../../functions/domain/trials/agreed-lists.ts';
import { listsInForce, NO_LISTS } from '../../support/lists-in-force.ts';
import { describe, expect, test } from 'vitest';
import type { DeviceChange, DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import { emptyRecord, evaluated, takeIn } from '../../../functions/domain/devices/device-record.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { intervalsUpTo, type ListsInForce, trialHistory } from '../../../functions/domain/trials/trial-flag.ts';
import { type AgreedList, EMPTY_AGREED_LIST } from '../../../functions/domain/trials/agreed-list.ts';
import { everyTrialId, firmwareOf } from '../../../functions/domain/trials/agreed-lists.ts';
import { affectedFirmware } from '../../../functions/domain/trials/agreed-list-change.ts';
import { agreedList, DEVICE } from '../../support/srv-messages.ts';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
const event = (day: number, change: DeviceChange): DeviceEvent => ({ id: `event-${day}`, at: at(day), change });
const joins = (day: number, firmwareVersion: string | undefined): DeviceEvent => {
  const details = { manufacturer: 'AB01', model: '010A030B' };
  return event(day, {
    kind: 'prenotified',
    details: firmwareVersion === undefined ? details : { ...details, firmwareVersion },
  });
};
const updates = (day: number, firmwareVersion: string): DeviceEvent =>
  event(day, { kind: 'firmware', firmwareVersion, restores: false });
const trialOf = (version: number, day: number, ...firmware: string[]): AgreedList =>
  agreedList(
    version,
    at(day),
    firmware.map((firmwareVersion) => ({ trialId: 'T1', firmwareVersion })),
  );
const device = (lists: readonly AgreedList[], ...events: readonly DeviceEvent[]) =>
  smiDevice(evaluated(takeIn(emptyRecord(DEVICE), events).record, listsInForce(lists)), { trialFlagging: 'on' });

describe('the trial flag', () => {
  const list = trialOf(1, 1, '00000001');

  test('[R53] is set by a match of manufacturer, model and firmware, from the event on', () => {
    expect(device([list], joins(5, '00000001'))).toMatchObject({
      trial: { trialId: 'T1', since: at(5) },
      trialHistory: [{ trialId: 'T1', from: at(5), listVersion: 1 }],
    });
  });

  test.each<[string, DeviceEvent]>([
    ['manufacturer', event(6, { kind: 'details', details: { manufacturer: 'AB02' } })],
    ['model', event(6, { kind: 'details', details: { model: '010A030C' } })],
    ['firmware', event(6, { kind: 'details', details: { firmwareVersion: '00000009' } })],
  ])('[R55] is cleared when the %s no longer matches, and its history is kept', (_name, change) => {
    expect(device([list], change, joins(5, '00000001'))).toMatchObject({
      trial: null,
      trialHistory: [{ trialId: 'T1', from: at(5), to: at(6), listVersion: 1 }],
    });
  });

  test('[R53] is evaluated in the order of time, activations of lists among the updates', () => {
    const lists = [trialOf(1, 1, '00000001'), trialOf(2, 10, '00000002')];
    expect(device(lists, joins(5, '00000001'), updates(20, '00000002')).trialHistory).toEqual([
      { trialId: 'T1', from: at(5), to: at(10), listVersion: 1 },
      { trialId: 'T1', from: at(20), listVersion: 2 },
    ]);
  });

  test('[R60] is cleared by certified firmware over the air', () => {
    expect(device([list], joins(5, '00000001'), updates(9, '00000002')).trialHistory).toEqual([
      { trialId: 'T1', from: at(5), to: at(9), listVersion: 1 },
    ]);
  });

  test('is never set without a firmware version', () => {
    expect(
      device([agreedList(1, at(1), [{ trialId: 'T1', firmwareVersion: '' }])], joins(5, undefined)).trial,
    ).toBeNull();
  });

  test.each<[string, DeviceChange]>([
    ['status', { kind: 'status', status: 'Withdrawn' }],
    ['details without any', { kind: 'details', details: {} }],
  ])('[R63] outlives an update of its %s', (_name, change) => {
    expect(device([list], joins(5, '00000001'), event(6, change)).trial).toEqual({ trialId: 'T1', since: at(5) });
  });

  test('ends with a deletion and begins again with a new pre-notification', () => {
    const story = [joins(5, '00000001'), event(6, { kind: 'deleted' }), joins(8, '00000001')];
    expect(device([list], ...story).trialHistory).toEqual([
      { trialId: 'T1', from: at(5), to: at(6), listVersion: 1 },
      { trialId: 'T1', from: at(8), listVersion: 1 },
    ]);
  });

  test('begins with the activation of the list when the device was there before', () => {
    expect(device([trialOf(1, 7, '00000001')], joins(5, '00000001')).trial).toEqual({ trialId: 'T1', since: at(7) });
  });

  test('ends with the activation of a list that drops it', () => {
    const lists = [list, trialOf(2, 7)];
    expect(device(lists, joins(5, '00000001'))).toMatchObject({
      trial: null,
      trialHistory: [{ trialId: 'T1', from: at(5), to: at(7), listVersion: 1 }],
    });
  });

  test('goes on through a new version of the list, and from one trial firmware to another of the trial', () => {
    const lists = [list, trialOf(2, 7, '00000001', '00000002')];
    expect(device(lists, joins(5, '00000001'), updates(9, '00000002')).trialHistory).toEqual([
      { trialId: 'T1', from: at(5), listVersion: 1 },
    ]);
  });

  test('an event that comes late is evaluated by the list that was active at its time', () => {
    const lists = [list, trialOf(2, 7)];
    expect(device(lists, updates(6, '00000001'), joins(5, '00000009')).trialHistory).toEqual([
      { trialId: 'T1', from: at(6), to: at(7), listVersion: 1 },
    ]);
  });

  test('does not look at the calendar: a device stays flagged after the end of its trial', () => {
    const ended = agreedList(1, at(1), [{ trialId: 'T1', firmwareVersion: '00000001', endDate: '2025-01-31' }]);
    expect(device([ended], joins(5, '00000001')).trial).toMatchObject({ trialId: 'T1' });
  });
});

test('a new list affects the devices of the combinations that it evaluates otherwise, and no others', () => {
  const before = agreedList(1, at(1), [
    { trialId: 'T1', firmwareVersion: '00000001' },
    { trialId: 'T1', firmwareVersion: '00000002' },
    { trialId: 'T1', firmwareVersion: '00000003' },
  ]);
  const after = agreedList(2, at(2), [
    { trialId: 'T1', firmwareVersion: '00000001' },
    { trialId: 'T2', firmwareVersion: '00000002' },
    { trialId: 'T2', firmwareVersion: '00000004' },
  ]);
  expect(affectedFirmware(after, { rows: before.rows.toReversed() })).toEqual(affectedFirmware(before, after));
  expect(affectedFirmware(before, after)).toEqual([
    'AB01/010A030B/00000002',
    'AB01/010A030B/00000003',
    'AB01/010A030B/00000004',
  ]);
});

test('every combination that any list has is known once, in order, and those of the active list', () => {
  const lists = [
    agreedList(1, at(1), [{ trialId: 'T1', firmwareVersion: '00000002' }]),
    agreedList(2, at(2), [{ trialId: 'T2', firmwareVersion: '00000001' }]),
  ];
  const { ever, listed } = firmwareOf(foldedLists(lists));
  expect(ever).toEqual(['AB01/010A030B/00000001', 'AB01/010A030B/00000002']);
  expect(listed).toEqual(new Set(['AB01/010A030B/00000001']));
});

test('every trial that any list has is known once, in order, the dropped ones too', () => {
  const lists = [
    agreedList(1, at(1), [
      { trialId: 'T3', firmwareVersion: '00000003' },
      { trialId: 'T2', firmwareVersion: '00000002' },
    ]),
    agreedList(2, at(2), [
      { trialId: 'T2', firmwareVersion: '00000004' },
      { trialId: 'T1', firmwareVersion: '00000001' },
    ]),
  ];
  expect(everyTrialId(foldedLists(lists))).toEqual(['T1', 'T2', 'T3']);
});

describe('the lists in force', () => {
  test('are in the order of their versions, and none begins before the one before it', () => {
    const lists = [agreedList(3, at(5), []), agreedList(1, at(4), []), agreedList(2, at(3), [])];
    expect(listsInForce(lists).versions.map(({ version, from }) => [version, from])).toEqual([
      [1, at(4)],
      [2, at(4)],
      [3, at(5)],
    ]);
  });

  test('evaluate nothing before the first of them', () => {
    expect(EMPTY_AGREED_LIST).toEqual({ version: 0, activatedAt: at(1).replace('2026', '1970'), rows: [] });
    expect(listsInForce([EMPTY_AGREED_LIST])).toEqual(NO_LISTS);
  });
});

describe('the course of a trial history', () => {
  const inForce = (...trials: readonly [day: number, trialId: string][]): ListsInForce => ({
    versions: trials.map(([day], index) => ({ from: at(day), version: index + 1 })),
    ofFirmware: new Map([
      ['key', trials.map(([day, trialId], index) => ({ from: at(day), until: untilOf(trials[index + 1]), trialId }))],
    ]),
  });
  const untilOf = (next: readonly [day: number, trialId: string] | undefined) => next && at(next[0]);
  const since = (day: number, firmwareKey = 'key') => ({ from: at(day), firmwareKey });

  test('of a device of which nothing is known is what it was', () => {
    const earlier = [{ trialId: 'T1', from: at(1), to: at(2), listVersion: 1 }];
    expect(trialHistory(earlier, [], inForce([1, 'T1']))).toEqual(earlier);
  });

  test('goes from one trial to another in the instant in which the list says so', () => {
    expect(trialHistory([], [since(2)], inForce([1, 'T1'], [5, 'T2']))).toEqual([
      { trialId: 'T1', from: at(2), to: at(5), listVersion: 1 },
      { trialId: 'T2', from: at(5), listVersion: 2 },
    ]);
  });

  test('goes on where a trial begins again in the instant in which it ended', () => {
    const ended = [{ trialId: 'T1', from: at(1), to: at(5), listVersion: 1 }];
    expect(trialHistory(ended, [since(5)], inForce([1, 'T1']))).toEqual([
      { trialId: 'T1', from: at(1), listVersion: 1 },
    ]);
    expect(trialHistory(ended, [since(5)], inForce([1, 'T2']))).toEqual([
      ...ended,
      { trialId: 'T2', from: at(5), listVersion: 1 },
    ]);
    expect(trialHistory(ended, [since(6)], inForce([1, 'T1']))).toHaveLength(2);
    const before = { trialId: 'T0', from: at(0), to: at(1), listVersion: 1 };
    expect(trialHistory([before, ...ended], [since(5)], inForce([1, 'T1']))).toEqual([
      before,
      { trialId: 'T1', from: at(1), listVersion: 1 },
    ]);
  });

  test('goes on as it was first evaluated where a later list says the same', () => {
    const open = [{ trialId: 'T1', from: at(5), listVersion: 1 }];
    expect(trialHistory(open, [since(5)], inForce([1, 'T1'], [2, 'T1']))).toEqual(open);
  });

  test('has no interval of no length', () => {
    const open = [{ trialId: 'T1', from: at(5), listVersion: 1 }];
    expect(trialHistory(open, [since(5, 'other')], inForce([1, 'T1']))).toEqual([]);
  });

  test('begins with the list, when that comes in force in the very instant of the event', () => {
    expect(trialHistory([], [since(5)], inForce([5, 'T1']))).toEqual([{ trialId: 'T1', from: at(5), listVersion: 1 }]);
  });

  test('says nothing before there is a list', () => {
    expect(trialHistory([], [since(1)], NO_LISTS)).toEqual([]);
  });

  test('as it stood at an instant has what had begun by then, open where it ended later', () => {
    const intervals = [
      { trialId: 'T1', from: at(1), to: at(3), listVersion: 1 },
      { trialId: 'T2', from: at(3), to: at(6), listVersion: 1 },
      { trialId: 'T3', from: at(7), listVersion: 2 },
    ];
    expect(intervalsUpTo(intervals, at(3))).toEqual([
      { trialId: 'T1', from: at(1), to: at(3), listVersion: 1 },
      { trialId: 'T2', from: at(3), listVersion: 1 },
    ]);
    expect(intervalsUpTo(intervals, at(6))).toEqual(intervals.slice(0, 2));
    expect(intervalsUpTo(intervals, at(7))).toEqual(intervals);
  });
});
