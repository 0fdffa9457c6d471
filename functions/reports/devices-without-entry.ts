import type { DevicesWithoutEntry } from '../contracts/inventory-extract.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { firmwareKey } from '../domain/trials/agreed-list.ts';
import { type EntryOfRow, withoutEntryRow } from './extract-rows.ts';

/** Device Models that are kept apart while devices are counted, and those that are kept: the ones with most devices. */
const MOST_COUNTED_MODELS = 10_000;
const MOST_MODELS = 100;

/** What is known of the devices in use without a Current entry (R1), gathered while the whole inventory is read. */
export class WithoutEntry {
  readonly #before: DevicesWithoutEntry | undefined;
  readonly #models: Map<string, DevicesWithoutEntry['models'][number]>;
  readonly #byStatus: Record<string, number>;
  readonly #bySupplier: Record<string, number>;
  #devices: number;

  /** @param before what earlier runs of the same extract found */
  constructor(before: DevicesWithoutEntry | undefined) {
    this.#before = before;
    this.#devices = before?.devices ?? 0;
    this.#byStatus = { ...before?.byStatus };
    this.#bySupplier = { ...before?.bySupplier };
    this.#models = new Map(
      before?.models.map((of) => [firmwareKey(of.manufacturer, of.model, of.firmwareVersion), { ...of }]),
    );
  }

  /**
   * Notes a device, with the removed entry that it runs by, if there is one.
   *
   * @returns its row of the list.
   */
  add(device: SmiDevice, entry: EntryOfRow | undefined): string {
    const { manufacturer, model, firmwareVersion, status, responsibleParty } = device;
    this.#devices += 1;
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    this.#bySupplier[responsibleParty] = (this.#bySupplier[responsibleParty] ?? 0) + 1;
    const key = firmwareKey(manufacturer, model, firmwareVersion);
    const known = this.#models.get(key);
    if (known !== undefined) known.devices += 1;
    else if (this.#models.size < MOST_COUNTED_MODELS)
      this.#models.set(key, { manufacturer, model, firmwareVersion, devices: 1 });
    return withoutEntryRow(device, entry);
  }

  /**
   * What is known of them so far.
   *
   * @param key of the list of this run
   * @param isAll whether the inventory was read to its end: then the Device Models with most of them are enough
   */
  known(key: string, isAll: boolean): DevicesWithoutEntry {
    const models = [...this.#models.values()].toSorted((a, b) => b.devices - a.devices);
    const keys =
      this.#before === undefined
        ? { key }
        : { key: this.#before.key, furtherKeys: [...(this.#before.furtherKeys ?? []), key] };
    return {
      ...keys,
      devices: this.#devices,
      byStatus: this.#byStatus,
      bySupplier: this.#bySupplier,
      models: isAll ? models.slice(0, MOST_MODELS) : models,
    };
  }
}
