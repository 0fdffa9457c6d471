import type { DeviceSuspension } from '../contracts/device-suspension.ts';
import { currentState, type DeviceRecord, openTrial } from '../domain/devices/device-record.ts';
import { awaitsSuspension } from '../domain/trials/trial-status.ts';

/** What suspending a device needs of the world. */
export type SuspensionPorts = {
  readonly devices: { readonly find: (deviceId: string) => Promise<DeviceRecord | undefined> };
  /** The inventory learns of it as of every change of status: by an event. */
  readonly srvEvents: { readonly suspended: (suspension: DeviceSuspension) => Promise<void> };
};

/**
 * Suspends a device of a trial that is over (R59), unless that has been overtaken: a device that runs certified
 * firmware meanwhile, or is suspended or gone already, is left alone. A repeat reports the same event again.
 */
export async function suspendDevice(
  suspension: DeviceSuspension,
  { devices, srvEvents }: SuspensionPorts,
): Promise<'suspended' | 'stale'> {
  const record = await devices.find(suspension.deviceId);
  if (record === undefined || openTrial(record)?.trialId !== suspension.trialId) return 'stale';
  const status = currentState(record).statusHistory.at(-1)?.status;
  if (status === undefined || !awaitsSuspension({ status })) return 'stale';
  await srvEvents.suspended(suspension);
  return 'suspended';
}
