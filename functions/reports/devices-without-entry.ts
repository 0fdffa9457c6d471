import type { DevicesWithoutEntry } from '../contracts/inventory-extract.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { firmwareKey } from '../domain/trials/agreed-list.ts';
import type { ExtractFile } from './extract-ports.ts';
import { type EntryOfRow, withoutEntryRow } from './extract-rows.ts';

/** Device Models that are kept apart while devices are counted, and those that are kept: the ones with most devices. */
const MOST_COUNTED_MODELS = 10_000;
const MOST_MODELS = 100;

/** What is known of the devices in use without a Current entry (R1), gathered while the whole inventory is read. */
export class WithoutEntry {
  readonly #file: ExtractFile;
  readonly #models = new Map<string, DevicesWithoutEntry['models'][number]>();
  readonly #byStatus: Record<string, number> = {};
  readonly #bySupplier: Record<string, number> = {};
  #devices = 0;

  /** @param file the list of them, which is closed by `finish` */
  constructor(file: ExtractFile) {
    this.#file = file;
  }

  /** Notes a device, with the removed entry that it runs by, if there is one. */
  async add(device: SmiDevice, entry: EntryOfRow | undefined): Promise<void> {
    const { manufacturer, model, firmwareVersion, status, responsibleParty } = device;
    this.#devices += 1;
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    this.#bySupplier[responsibleParty] = (this.#bySupplier[responsibleParty] ?? 0) + 1;
    const key = firmwareKey(manufacturer, model, firmwareVersion);
    const known = this.#models.get(key);
    if (known !== undefined) known.devices += 1;
    else if (this.#models.size < MOST_COUNTED_MODELS)
      this.#models.set(key, { manufacturer, model, firmwareVersion, devices: 1 });
    await this.#file.write(withoutEntryRow(device, entry));
  }

  /** Closes the list, and gives what is known of it. */
  async finish(): Promise<Omit<DevicesWithoutEntry, 'key'>> {
    await this.#file.finish();
    const models = [...this.#models.values()].toSorted((a, b) => b.devices - a.devices).slice(0, MOST_MODELS);
    return { devices: this.#devices, byStatus: this.#byStatus, bySupplier: this.#bySupplier, models };
  }
}
