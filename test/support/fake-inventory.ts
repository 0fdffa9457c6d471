import { foundRecord } from '../../functions/contracts/device-record.ts';
import type { FoundRecord, Inventory } from '../../functions/reports/extract-ports.ts';
import type { fakeDevices } from './fake-devices.ts';

type Items = ReturnType<typeof fakeDevices>['items'];
type Item = Items extends Map<string, infer I> ? I : never;

/** The Devices table as a whole, in memory, in the order of writing. */
export function fakeInventory({ items }: { readonly items: Items }): Inventory {
  async function* selected(claim: (item: Item) => boolean): AsyncGenerator<FoundRecord> {
    for (const item of items.values()) if (claim(item)) yield foundRecord(item);
  }
  return {
    all: () => selected(() => true),
    changedSince: (instant, orFlagged) =>
      selected(({ changedAt, trialId }) => changedAt >= Date.parse(instant) || (orFlagged && trialId !== undefined)),
    everTrial: () => selected(({ everTrial }) => everTrial === true),
  };
}
