import { type CplEntry, duisDeviceModel } from '../cpl/cpl-entry.ts';

/** What the index by firmware says of one device. */
export type CountedDevice = {
  readonly status?: string | undefined;
  /** EUI-64 of the Service User that pre-notified the device or last updated its details. */
  readonly supplier?: string | undefined;
};

/** Devices of the SMI by status and by supplier (R80), counted up to a bound. */
export type DeviceCount = {
  readonly total: number;
  /** Whether counting stopped at the bound: there are at least `total`. */
  readonly atLeast: boolean;
  readonly byStatus: Readonly<Record<string, number>>;
  /** By the EUI-64 of the Service User that pre-notified them or last updated their details; '' where none is known. */
  readonly bySupplier: Readonly<Record<string, number>>;
};

/** The inventory's index by manufacturer, model (as DUIS names it) and firmware, counted up to a bound. */
export type DeviceCounter = {
  readonly countByFirmware: (
    manufacturer: string,
    model: string,
    firmware: string,
    atMost: number,
  ) => Promise<DeviceCount>;
};

/** The most devices that are counted for one block, removal, certificate or substitute. */
export const MOST_COUNTED_DEVICES = 100_000;

/** No device at all. */
export const NO_DEVICES: DeviceCount = { total: 0, atLeast: false, byStatus: {}, bySupplier: {} };

/** Counts devices as they are read; stops at the bound, and then there are at least so many. */
export async function countDevices(devices: AsyncIterable<CountedDevice>, atMost: number): Promise<DeviceCount> {
  const byStatus: Record<string, number> = {};
  const bySupplier: Record<string, number> = {};
  let total = 0;
  let atLeast = false;
  for await (const { status = 'Unknown', supplier = '' } of devices) {
    atLeast = total === atMost;
    if (atLeast) break;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    bySupplier[supplier] = (bySupplier[supplier] ?? 0) + 1;
    total += 1;
  }
  return { total, atLeast, byStatus, bySupplier };
}

/** The devices that run the firmware of an entry: one query, and more for every megabyte of its index. */
export function devicesOfEntry(
  entry: Pick<CplEntry, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
  counter: DeviceCounter,
  atMost: number = MOST_COUNTED_DEVICES,
): Promise<DeviceCount> {
  const { manufacturerIdentifier, firmwareVersion } = entry;
  return counter.countByFirmware(manufacturerIdentifier, duisDeviceModel(entry), firmwareVersion, atMost);
}

/** Several counts of different devices as one. */
export function addedCounts(counts: readonly DeviceCount[]): DeviceCount {
  return {
    total: counts.reduce((sum, { total }) => sum + total, 0),
    atLeast: counts.some(({ atLeast }) => atLeast),
    byStatus: added(counts.map(({ byStatus }) => byStatus)),
    bySupplier: added(counts.map(({ bySupplier }) => bySupplier)),
  };
}

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, number] of counts.flatMap((each) => Object.entries(each))) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}
