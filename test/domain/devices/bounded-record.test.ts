import { describe, expect, test } from 'vitest';
import { deviceItem, recordOfItem } from '../../../functions/contracts/device-record.ts';
import type { TrialInterval } from '../../../functions/domain/devices/device.ts';
import type { DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  compacted,
  type DeviceRecord,
  emptyRecord,
  evaluated,
  openTrial,
  takeIn,
} from '../../../functions/domain/devices/device-record.ts';
import { foldedHistory, HISTORY_KEPT } from '../../../functions/domain/devices/folded-history.ts';
import { foldedTrials } from '../../../functions/domain/devices/folded-trials.ts';
import { recordAsOf } from '../../../functions/domain/devices/record-as-of.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce } from '../../support/lists-in-force.ts';
import { at, details, event, prenotified } from '../../support/device-events.ts';
import { agreedList, DEVICE } from '../../support/srv-messages.ts';

const ON = { trialFlagging: 'on' } as const;
const START = Date.parse('2026-02-01T00:00:00Z');
const minute = (number: number): string => new Date(START + number * 60_000).toISOString();
const LISTS = listsInForce([agreedList(1, at(1), [{ trialId: 'T1', firmwareVersion: '00000001' }])]);

const statusOf = (number: number): DeviceEvent => ({
  ...event(`event-${number}`, 1, { kind: 'status', status: number % 2 === 0 ? 'Commissioned' : 'Suspended' }),
  at: minute(number),
});
const firmwareOf = (number: number): DeviceEvent => ({
  ...event(`event-${number}`, 1, { kind: 'firmware', firmwareVersion: `0000000${number % 2}`, restores: false }),
  at: minute(number),
});

/** A device after its pre-notification and a number of events, which come in batches. */
function after(count: number, batch: number, make: (number: number) => DeviceEvent): DeviceRecord {
  let record = takeIn(emptyRecord(DEVICE), [prenotified]).record;
  for (let from = 0; from < count; from += batch) {
    const events = Array.from({ length: Math.min(batch, count - from) }, (_, index) => make(from + index));
    const taken = compacted(evaluated(takeIn(record, events).record, LISTS), minute(from + batch), LISTS);
    record = recordOfItem(deviceItem({ ...taken, revision: record.revision + 1 }, minute(from + batch)));
  }
  return record;
}

type Numbered = { readonly index: number; readonly folded?: number };

const sizeOf = (record: DeviceRecord): number => JSON.stringify(deviceItem(record, minute(0))).length;

describe('a history', () => {
  test('keeps its first entry and its latest, and counts those between', () => {
    const entries = Array.from({ length: 10 }, (_, index): Numbered => ({ index }));
    expect(foldedHistory(entries, 4)).toEqual([{ index: 0, folded: 6 }, { index: 7 }, { index: 8 }, { index: 9 }]);
    expect(foldedHistory(entries, 10)).toBe(entries);
  });

  test('is folded to the same in steps as at once, and an entry that came before the first one counts too', () => {
    const entries = Array.from({ length: 10 }, (_, index): Numbered => ({ index }));
    const inSteps = entries.reduce<readonly Numbered[]>(
      (history, entry) => [...foldedHistory([...history, entry], 4)],
      [],
    );
    expect(inSteps).toEqual(foldedHistory(entries, 4));
    expect(foldedHistory([{ index: -1 }, ...inSteps], 4)[0]).toEqual({ index: -1, folded: 7 });
  });
});

describe('3,000 changes of status', () => {
  const changed = () => after(3_000, 300, statusOf);

  test('keep the item under 100 KB, and the history says how many are no longer listed', () => {
    const record = changed();
    expect(sizeOf(record)).toBeLessThan(100_000);
    const { statusHistory, status: now } = smiDevice(record, ON);
    expect(now).toBe('Suspended');
    expect(statusHistory).toHaveLength(100);
    expect(statusHistory[0]).toEqual({ status: 'Pending', from: at(1), folded: 3_001 - HISTORY_KEPT });
    expect(statusHistory.at(-1)).toEqual({ status: 'Suspended', from: minute(2_999) });
  });

  test('come to the same history one by one as in large batches', () => {
    const few = 350;
    expect(smiDevice(after(few, 1, statusOf), ON)).toEqual(smiDevice(after(few, few, statusOf), ON));
  });

  test('that are sent again change nothing', () => {
    const record = changed();
    for (const number of [0, 1, 1_500, 2_750, 2_900]) {
      expect(takeIn(record, [statusOf(number)]).record).toBe(record);
    }
  });

  test('do not say how the device was while those were that are no longer listed', () => {
    const record = changed();
    expect(recordAsOf(record, minute(1_500)).exact).toBe(false);
    expect(recordAsOf(record, minute(2_750)).exact).toBe(true);
    expect(recordAsOf(record, at(1)).exact).toBe(false);
    expect(recordAsOf(record, at(0)).exact).toBe(true);
  });
});

describe('3,000 changes of firmware in and out of a trial', () => {
  const changed = () => after(3_000, 300, firmwareOf);

  test('keep the item under 100 KB, and the trial history says how many intervals are no longer listed', () => {
    const record = changed();
    expect(sizeOf(record)).toBeLessThan(100_000);
    const { trialHistory, trial } = smiDevice(record, ON);
    expect(trial).toEqual({ trialId: 'T1', since: minute(2_999) });
    expect(trialHistory).toHaveLength(HISTORY_KEPT);
    // From the pre-notification to minute 0, and from each odd minute.
    expect(trialHistory[0]).toEqual({
      trialId: 'T1',
      from: at(1),
      to: minute(0),
      listVersion: 1,
      folded: 1_501 - HISTORY_KEPT,
    });
  });

  test('come to the same history one by one as in large batches, and evaluated again to the very same record', () => {
    const few = 350;
    expect(smiDevice(after(few, 1, firmwareOf), ON)).toEqual(smiDevice(after(few, few, firmwareOf), ON));
    const record = changed();
    expect(evaluated(record, LISTS)).toBe(record);
  });
});

test('intervals that are final and those that are not are folded apart, so that none is counted twice', () => {
  const lists = listsInForce(
    Array.from({ length: 1_000 }, (_, index) =>
      agreedList(index + 1, minute(index), index % 2 === 0 ? [{ trialId: 'T1', firmwareVersion: '00000001' }] : []),
    ),
  );
  let record = compacted(evaluated(takeIn(emptyRecord(DEVICE), [prenotified]).record, lists), minute(2_000), lists);
  expect(record.trials).toHaveLength(HISTORY_KEPT);
  const before = smiDevice(record, ON).trialHistory;
  expect(evaluated(record, lists)).toBe(record);
  const later = [600, 60_000, 60_001, 60_002].map((number) => ({ ...statusOf(number), at: minute(number) }));
  for (const one of later) {
    record = compacted(evaluated(takeIn(record, [one]).record, lists), minute(100_000), lists);
    expect(smiDevice(record, ON).trialHistory).toEqual(before);
  }
  expect(record.base?.upTo.at).toBe(minute(600));
  expect(before[0]?.folded).toBe(500 - HISTORY_KEPT);
  // The status is known throughout; of the 300 trials up to minute 600 the first is listed, and those from minute 402.
  expect([401, 402].map((number) => recordAsOf(record, minute(number)).exact)).toEqual([false, true]);
});

test('an open interval is the trial of the device, whatever is dated behind it', () => {
  const open = { trialId: 'T1', from: at(1), listVersion: 1 };
  const ahead = { trialId: 'T2', from: at(500), to: at(501), listVersion: 1 };
  expect(openTrial({ ...emptyRecord(DEVICE), trials: [open, ahead] })).toBe(open);
});

test('intervals of which none is final are folded as one history', () => {
  const intervals = Array.from({ length: 150 }, (_, index): TrialInterval => ({
    trialId: 'T1',
    from: minute(2 * index),
    to: minute(2 * index + 1),
    listVersion: 1,
  }));
  expect(foldedTrials(intervals, undefined)).toEqual(foldedHistory(intervals));
  expect(foldedTrials(intervals, minute(400))).toEqual(foldedHistory(intervals));
  expect(foldedTrials(intervals, minute(100))).toBe(intervals);
  const open: TrialInterval = { trialId: 'T1', from: minute(300), listVersion: 1 };
  expect(foldedTrials([...intervals, open], undefined)).toEqual(foldedHistory([...intervals, open]));
  const few = [...intervals.slice(0, 100), open];
  expect(foldedTrials(few, minute(400))).toBe(few);
});

test('a flag is that of the firmware that the device shows, though an event is dated ahead by hours', () => {
  const ahead = { ...event('ahead', 1, { kind: 'firmware', firmwareVersion: '00000009', restores: false }), at: at(3) };
  const trueOne = { ...event('true', 1, { kind: 'prenotified', details }), at: at(2) };
  const record = evaluated(takeIn(emptyRecord(DEVICE), [prenotified, ahead, trueOne]).record, LISTS);
  expect(smiDevice(record, ON)).toMatchObject({ firmwareVersion: '00000009', trial: null });
});
