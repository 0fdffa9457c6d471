import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { type DeviceCount, type DeviceCounter, devicesOfEntry } from '../domain/devices/device-count.ts';

/** Devices of the SMI by the key of the entry whose firmware they run. */
export type CountedDevices = ReadonlyMap<string, DeviceCount>;

/** Counts the devices of each entry, one entry after the other: no device is read. */
export async function countDevicesOf(entries: readonly CplEntry[], devices: DeviceCounter): Promise<CountedDevices> {
  const counted = new Map<string, DeviceCount>();
  for (const entry of entries) {
    if (!counted.has(entry.entryKey)) counted.set(entry.entryKey, await devicesOfEntry(entry, devices));
  }
  return counted;
}
