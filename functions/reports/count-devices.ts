import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { duisDeviceModel } from '../domain/cpl/cpl-entry.ts';
import type { DeviceCount } from '../domain/devices/device-count.ts';

/** The most devices that are counted of one entry. */
const MOST_COUNTED_DEVICES = 100_000;

/** The index of the inventory by manufacturer, model (as DUIS names it) and firmware. */
export type DeviceCounts = {
  readonly countByFirmware: (
    manufacturer: string,
    model: string,
    firmware: string,
    atMost: number,
  ) => Promise<DeviceCount>;
};

/** Devices of the SMI by the key of the entry whose firmware they run. */
export type CountedDevices = ReadonlyMap<string, DeviceCount>;

/** Counts the devices of each entry, a query for each and more for every megabyte of its index: no device is read. */
export async function countDevicesOf(entries: readonly CplEntry[], devices: DeviceCounts): Promise<CountedDevices> {
  const counted = new Map<string, DeviceCount>();
  for (const entry of entries) {
    if (counted.has(entry.entryKey)) continue;
    const { entryKey, manufacturerIdentifier, firmwareVersion } = entry;
    const model = duisDeviceModel(entry);
    counted.set(
      entryKey,
      await devices.countByFirmware(manufacturerIdentifier, model, firmwareVersion, MOST_COUNTED_DEVICES),
    );
  }
  return counted;
}
