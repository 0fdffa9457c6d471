import { recordOfItem } from '../../functions/contracts/device-record.ts';
import type { DeviceRecord } from '../../functions/domain/devices/device-record.ts';
import type { Item } from './expressions.ts';
import type { World } from './world.ts';

/** Every record that each device ever had, and since when: what a reader may have found at any time. */
export class DeviceHistory {
  readonly #world: World;
  readonly #records = new Map<string, { readonly since: number; readonly record: DeviceRecord }[]>();
  readonly #last = new Map<string, Item>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Called after each write of a device. */
  look(): void {
    for (const [deviceId, item] of this.#world.tables.devices.items) {
      if (this.#last.get(deviceId) === item) continue;
      this.#last.set(deviceId, item);
      const records = this.#records.get(deviceId) ?? [];
      records.push({ since: this.#world.now, record: recordOfItem(item) });
      this.#records.set(deviceId, records);
    }
  }

  /** Every device there is. */
  devices(): string[] {
    return [...this.#records.keys()];
  }

  /** The records of a device that held at some time between two instants; undefined for none. */
  between(deviceId: string, from: number, to: number): (DeviceRecord | undefined)[] {
    const records = this.#records.get(deviceId) ?? [];
    const first = records[0]?.since ?? Infinity;
    const held = records.filter(({ since }, index) => since <= to && (records[index + 1]?.since ?? Infinity) > from);
    return [...(first > from ? [undefined] : []), ...held.map(({ record }) => record)];
  }

  /** The record of a device as it is now. */
  now(deviceId: string): DeviceRecord | undefined {
    return this.#records.get(deviceId)?.at(-1)?.record;
  }

  /** Whether a device was ever something. */
  ever(deviceId: string, was: (record: DeviceRecord) => boolean): boolean {
    return (this.#records.get(deviceId) ?? []).some(({ record }) => was(record));
  }
}
