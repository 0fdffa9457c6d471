import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addedCounts,
  type CountedDevice,
  countDevices,
  devicesOfEntry,
  MOST_COUNTED_DEVICES,
  NO_DEVICES,
} from '../../../functions/domain/devices/device-count.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const devices = fc.array(
  fc.record<CountedDevice, never>(
    { status: fc.constantFrom('Pending', 'Commissioned'), supplier: fc.constantFrom('A', 'B') },
    { requiredKeys: [] },
  ),
  { maxLength: 12 },
);

const countOf = (some: readonly CountedDevice[], atMost: number) => countDevices(asRead(some), atMost);

async function* asRead(some: readonly CountedDevice[]) {
  yield* some;
}

function numbers(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]));
}

test('[R80] devices are counted by status and supplier up to a bound, and then it is said that there may be more', async () => {
  await fc.assert(
    fc.asyncProperty(devices, fc.nat({ max: 12 }), async (some, atMost) => {
      const counted = some.slice(0, atMost);
      expect(await countOf(some, atMost)).toEqual({
        total: counted.length,
        atLeast: some.length > atMost,
        byStatus: numbers(counted.map(({ status = 'Unknown' }) => status)),
        bySupplier: numbers(counted.map(({ supplier = '' }) => supplier)),
      });
    }),
  );
});

test('[R80] several counts together are the count of all their devices, and of none there is no device', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(devices, { maxLength: 4 }), async (groups) => {
      const counts = await Promise.all(groups.map((group) => countOf(group, 100)));
      expect(addedCounts(counts)).toEqual(await countOf(groups.flat(), 100));
    }),
  );
  expect(addedCounts([])).toEqual(NO_DEVICES);
  expect(NO_DEVICES.total).toBe(0);
});

test('[R80] several counts together are at least so many when one of them stopped at its bound', async () => {
  const [cut, whole] = await Promise.all([1, 2].map((atMost) => countOf([{}, {}], atMost)));
  if (cut === undefined || whole === undefined) throw new Error('Two counts were made');
  expect([addedCounts([cut, whole]).atLeast, addedCounts([whole, whole]).atLeast]).toEqual([true, false]);
});

test('[R80] the devices of an entry run its firmware on its model as DUIS names it; no more than 100,000 are counted', async () => {
  const asked: unknown[] = [];
  const counter = {
    countByFirmware: async (...question: readonly unknown[]) => {
      asked.push(question);
      return NO_DEVICES;
    },
  };
  expect(await devicesOfEntry(cplEntry(), counter)).toBe(NO_DEVICES);
  await devicesOfEntry(cplEntry({ firmwareVersion: '00000002' }), counter, 5);
  expect(asked).toEqual([
    ['AB01', '010A030B', cplEntry().firmwareVersion, 100_000],
    ['AB01', '010A030B', '00000002', 5],
  ]);
  expect(MOST_COUNTED_DEVICES).toBe(100_000);
});
