import fc from 'fast-check';
import type { AgreedList } from '../../functions/domain/trials/agreed-list.ts';
import type { DeviceChange, DeviceDetails, DeviceEvent } from '../../functions/domain/devices/device-event.ts';
import { agreedList } from './srv-messages.ts';

/** Random lives of one device and random courses of the agreed list, for property tests. */

const START = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 60 * 60 * 1000;

const firmware = fc.constantFrom('00000001', '00000002', '00000003');
const model = fc.constantFrom('010A030B', '010A030C');

const details: fc.Arbitrary<DeviceDetails> = fc.record(
  { manufacturer: fc.constantFrom('AB01', 'AB02'), model, firmwareVersion: firmware, esmeVariant: fc.constant('A') },
  { requiredKeys: [] },
);

const change: fc.Arbitrary<DeviceChange> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('prenotified' as const),
      details: details.map((some) => ({ deviceType: 'ESME', manufacturer: 'AB01', model: '010A030B', ...some })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('details' as const), details }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom('InstalledNotCommissioned', 'Commissioned', 'Suspended', 'Withdrawn'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleted' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restored' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('firmware' as const),
      firmwareVersion: firmware,
      restores: fc.boolean(),
    }),
  },
);

const source = fc.constantFrom(undefined, 'urn:test:dsp', 'urn:test:hub');
const beyondMillis = fc.constantFrom(undefined, undefined, '0000001', '25', '9');

/** Events within a number of hours, whatever their sources and ids: some are copies, some contradict each other. */
export function anyEvents(hours: number, maxLength = 14): fc.Arbitrary<DeviceEvent[]> {
  return fc.array(
    fc
      .record({
        source,
        id: fc.integer({ min: 1, max: 20 }).map((n) => `event-${n}`),
        hour: fc.integer({ min: 0, max: hours }),
        beyondMillis,
        change,
      })
      .map(({ source: from, id, hour, beyondMillis: digits, change: what }) => ({
        id,
        at: new Date(START + hour * HOUR).toISOString(),
        ...(from === undefined ? {} : { source: from }),
        ...(digits === undefined ? {} : { beyondMillis: digits }),
        change: what,
      })),
    { maxLength },
  );
}

/** Events within a number of hours, many of them at the same instant, each with a source and id of its own. */
export function deviceEvents(hours: number, maxLength = 14): fc.Arbitrary<DeviceEvent[]> {
  return anyEvents(hours, maxLength).map(firstOfEach);
}

/** Of several events of one source and id the first. */
export function firstOfEach(events: readonly DeviceEvent[]): DeviceEvent[] {
  return [...new Map(events.toReversed().map((event) => [`${event.source} ${event.id}`, event])).values()];
}

/** Versions of the agreed list activated one after the other within a number of hours. */
export function agreedLists(hours: number): fc.Arbitrary<AgreedList[]> {
  const rows = fc.uniqueArray(fc.record({ trialId: fc.constantFrom('T1', 'T2'), firmwareVersion: firmware }), {
    selector: (row) => row.firmwareVersion,
    maxLength: 3,
  });
  return fc
    .array(fc.tuple(fc.integer({ min: 0, max: hours }), rows), { maxLength: 5 })
    .map((versions) =>
      versions
        .toSorted(([a], [b]) => a - b)
        .map(([at, rows], index) => agreedList(index + 1, new Date(START + at * HOUR).toISOString(), rows)),
    );
}

/** The same things in another order, some of them more than once. */
export function shuffledWithRepeats<T>(things: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...things], { minLength: things.length }),
      fc.shuffledSubarray([...things]),
      fc.shuffledSubarray([...things]),
    )
    .map(([all, some, more]) => [...some, ...all, ...more]);
}

/** The same things cut into batches. */
export function inBatches<T>(things: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: things.length, maxLength: things.length })
    .map((sizes) => {
      const batches: T[][] = [];
      let from = 0;
      for (const size of sizes) {
        if (from >= things.length) break;
        batches.push(things.slice(from, from + size));
        from += size;
      }
      return batches;
    });
}
