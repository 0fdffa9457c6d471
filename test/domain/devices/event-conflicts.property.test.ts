import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeviceEvent } from '../../../functions/domain/devices/device-event.ts';
import {
  compacted,
  type DeviceRecord,
  emptyRecord,
  evaluated,
  takeIn,
} from '../../../functions/domain/devices/device-record.ts';
import { smiDevice } from '../../../functions/domain/devices/smi-device.ts';
import { listsInForce, NO_LISTS } from '../../support/lists-in-force.ts';
import { prenotified, status } from '../../support/device-events.ts';
import { agreedLists, anyEvents, firstOfEach, inBatches, shuffledWithRepeats } from '../../support/device-stories.ts';
import { DEVICE } from '../../support/srv-messages.ts';

const ON = { trialFlagging: 'on' } as const;
const NOW = '2026-12-01T00:00:00.000Z';

/** Takes in batch after batch; `conflicts` are all events that were refused, in the order in which they came. */
function recorded(batches: readonly (readonly DeviceEvent[])[], lists: ReturnType<typeof listsInForce>) {
  const refused: DeviceEvent[] = [];
  let record: DeviceRecord = emptyRecord(DEVICE);
  let repeats = 0;
  for (const batch of batches) {
    const taken = takeIn(record, batch);
    refused.push(...taken.conflicts.keys());
    repeats += taken.repeats;
    record = compacted(evaluated(taken.record, lists), NOW, lists);
  }
  return { record, refused, repeats };
}

describe('several contents under one source and id', () => {
  const story = anyEvents(200).chain((events) =>
    fc.record({ batches: shuffledWithRepeats(events).chain(inBatches), lists: agreedLists(200) }),
  );
  // Each arrival is a message of its own.
  const copies = (batches: readonly (readonly DeviceEvent[])[]) =>
    batches.map((batch) => batch.map((event) => ({ ...event })));

  test('in any order, with any repeats and in any batches, are as if the first of each alone had come, in order', () => {
    fc.assert(
      fc.property(story, ({ batches, lists }) => {
        const inForce = listsInForce(lists);
        const firsts = firstOfEach(batches.flat());
        const whole = evaluated(takeIn(emptyRecord(DEVICE), firsts).record, inForce);
        expect(smiDevice(recorded(copies(batches), inForce).record, ON)).toEqual(smiDevice(whole, ON));
      }),
      { numRuns: 500 },
    );
  });

  test('are each counted, repeated or refused, and what is refused says something else than the first', () => {
    fc.assert(
      fc.property(story, ({ batches }) => {
        const arrivals = batches.flat();
        const firsts = firstOfEach(arrivals);
        const contentOf = (event: DeviceEvent) => JSON.stringify([event.at, event.beyondMillis, event.change]);
        const firstOf = (event: DeviceEvent) =>
          firsts.find(({ source, id }) => source === event.source && id === event.id);
        const others = arrivals.filter((event) => contentOf(firstOf(event) ?? event) !== contentOf(event));
        const { refused, repeats } = recorded(copies(batches), NO_LISTS);
        expect(refused).toEqual(others);
        expect(repeats).toBe(arrivals.length - firsts.length - others.length);
      }),
      { numRuns: 500 },
    );
  });

  test('change nothing of a record, not even by a time before all that is compacted', () => {
    const early = { ...status('b', 70, 'Suspended'), at: '1900-01-01T00:00:00.000Z' };
    const record = compacted(
      takeIn(emptyRecord(DEVICE), [prenotified, status('b', 70, 'Commissioned')]).record,
      '2026-06-01T00:00:00.000Z',
      NO_LISTS,
    );
    expect(record.base).toBeDefined();
    const taken = takeIn(record, [early]);
    expect(taken.record).toBe(record);
    expect([...taken.conflicts]).toEqual([[early, status('b', 70, 'Commissioned')]]);
  });

  test('are refused too when both come too late for their place', () => {
    const record = compacted(
      takeIn(emptyRecord(DEVICE), [prenotified, status('b', 70, 'Commissioned')]).record,
      '2026-06-01T00:00:00.000Z',
      NO_LISTS,
    );
    const before = {
      ...record,
      base: record.base && { ...record.base, upTo: { at: '2026-03-01T00:00:00.000Z', id: '' } },
    };
    const [first, second] = [status('late', 5, 'Whitelisted'), status('late', 6, 'Suspended')];
    const taken = takeIn(before, [first, second, { ...first }]);
    expect([taken.late, taken.repeats, [...taken.conflicts.keys()]]).toEqual([1, 1, [second]]);
  });
});

describe('copies of a bare request, each with the time at which the queue took it', () => {
  const copiesOfOne = fc
    .uniqueArray(fc.integer({ min: 3, max: 20 }), { minLength: 1, maxLength: 6 })
    .map((days) => days.map((day): DeviceEvent => ({ ...status('b', day, 'Commissioned'), timedBy: 'queue' })));

  test('count once, from the earliest time, in whatever order they come', () => {
    fc.assert(
      fc.property(copiesOfOne.chain(shuffledWithRepeats).chain(inBatches), (batches) => {
        const [earliest] = batches.flat().toSorted((a, b) => (a.at < b.at ? -1 : 1));
        const { record, refused } = recorded([[prenotified], ...batches], NO_LISTS);
        expect(refused).toEqual([]);
        expect(record.events).toEqual([prenotified, earliest]);
      }),
    );
  });

  test('count in the place that is kept, though one is timed before all that is compacted', () => {
    const early: DeviceEvent = { ...status('b', 3, 'Commissioned'), timedBy: 'queue' };
    const late: DeviceEvent = { ...status('b', 70, 'Commissioned'), timedBy: 'queue' };
    const written = status('b', 71, 'Commissioned');
    const old = [prenotified, status('c', 5, 'Suspended'), status('d', 80, 'Whitelisted')];
    const record = compacted(takeIn(emptyRecord(DEVICE), [...old, late]).record, NOW, NO_LISTS);
    expect([record.base?.upTo.id, takeIn(record, [early])]).toMatchObject(['c', { repeats: 1, late: 0 }]);
    expect(takeIn(record, [early]).record).toBe(record);
    const { base } = record;
    const without = { ...record, events: old.slice(2) };
    expect(takeIn(without, [early, written])).toMatchObject({
      record: { base, events: [written, old[2]] },
      repeats: 1,
      late: 0,
    });
  });

  test('give way to an envelope that says the same and when it was', () => {
    const queued: DeviceEvent = { ...status('b', 3, 'Commissioned'), timedBy: 'queue' };
    const written = status('b', 5, 'Commissioned');
    for (const order of [
      [queued, written],
      [written, queued],
    ]) {
      expect(recorded([[prenotified], ...order.map((one) => [one])], NO_LISTS).record.events).toEqual([
        prenotified,
        written,
      ]);
    }
  });
});
