import { foundRecord } from '../../functions/contracts/device-record.ts';
import type { InventoryPosition } from '../../functions/contracts/inventory-extract.ts';
import type { Inventory, InventoryPage } from '../../functions/reports/extract-ports.ts';
import type { fakeDevices } from './fake-devices.ts';

type Items = ReturnType<typeof fakeDevices>['items'];
type Item = Items extends Map<string, infer I> ? I : never;

/** Devices of a page. */
const PAGE = 2;

/** The Devices table as a whole, in memory, in the order of writing, by pages of two. */
export function fakeInventory({ items }: { readonly items: Items }): Inventory {
  async function* selected(
    claim: (item: Item) => boolean,
    [after = '']: InventoryPosition = [],
  ): AsyncGenerator<InventoryPage> {
    const all = [...items.values()];
    let at = all.findIndex(({ deviceId }) => deviceId === after) + 1;
    do {
      const page = all.slice(at, at + PAGE);
      at += PAGE;
      yield {
        found: page.filter(claim).map(foundRecord),
        position: [at < all.length ? (page.at(-1)?.deviceId ?? null) : null],
      };
    } while (at < all.length);
  }
  return {
    all: (from) => selected(() => true, from),
    changedSince: (instant, orFlagged, from) =>
      selected(
        ({ changedAt, trialId }) => changedAt >= Date.parse(instant) || (orFlagged && trialId !== undefined),
        from,
      ),
    everTrial: (from) => selected(({ everTrial }) => everTrial === true, from),
  };
}
