import type { DevicesWithoutEntry } from '../contracts/inventory-extract.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { addedCounts, type DeviceCount, NO_DEVICES } from '../domain/devices/device-count.ts';
import type { ExtractFile } from './extract-ports.ts';
import { withoutEntryRow } from './extract-rows.ts';

/** Device Models that are kept apart while devices are counted, and those that are kept: the ones with most devices. */
const MOST_COUNTED_MODELS = 10_000;
const MOST_MODELS = 100;

/** What is known of the devices in use without a Current entry (R1), gathered while the whole inventory is read. */
export class WithoutEntry {
  readonly #key: string;
  readonly #file: ExtractFile;
  readonly #models = new Map<string, DevicesWithoutEntry['models'][number]>();
  #count: DeviceCount = NO_DEVICES;

  constructor(key: string, file: ExtractFile) {
    this.#key = key;
    this.#file = file;
  }

  /** Notes a device, with the removed entry that it runs by, if there is one. */
  async add(device: SmiDevice, entry: Pick<CplEntry, 'entryNumber' | 'status'> | undefined): Promise<void> {
    const { manufacturer, model, firmwareVersion, status, responsibleParty } = device;
    const one = { total: 1, atLeast: false, byStatus: { [status]: 1 }, bySupplier: { [responsibleParty]: 1 } };
    this.#count = addedCounts([this.#count, one]);
    const key = `${manufacturer}/${model}/${firmwareVersion}`;
    const known = this.#models.get(key);
    if (known !== undefined) known.devices += 1;
    else if (this.#models.size < MOST_COUNTED_MODELS)
      this.#models.set(key, { manufacturer, model, firmwareVersion, devices: 1 });
    await this.#file.write(withoutEntryRow(device, entry));
  }

  /** Closes the list, and gives what is known of it. */
  async finish(): Promise<DevicesWithoutEntry> {
    await this.#file.finish();
    const { total, byStatus, bySupplier } = this.#count;
    const models = [...this.#models.values()].toSorted((a, b) => b.devices - a.devices).slice(0, MOST_MODELS);
    return { key: this.#key, devices: total, byStatus, bySupplier, models };
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }
}
