import { isActive } from '../../domain/cpl/cpl-entry.ts';
import { entryOfDevice } from '../../domain/cpl/entry-of-device.ts';
import type { SmiDevice } from '../../domain/devices/device.ts';
import type { OperatorPorts } from './ports.ts';

/** One device of the Smart Metering Inventory; what is absent is null. */
export type DeviceLine = {
  readonly deviceId: string;
  readonly known: boolean;
  readonly deviceType: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmwareVersion: string | null;
  /** The entry of the list that it runs by, and the GBCS version that this declares. */
  readonly entryNumber: string | null;
  readonly declaredGbcsVersion: string | null;
  /** The version by which the DSP works: another one than is declared only under a substitute (R18). */
  readonly gbcsVersion: string | null;
  readonly onCpl: boolean;
  readonly status: SmiDevice['status'] | null;
  readonly statusHistory: SmiDevice['statusHistory'];
  readonly trial: SmiDevice['trial'];
  readonly trialHistory: readonly {
    readonly trialId: string;
    readonly from: string;
    readonly to: string | null;
    /** How many intervals that came after this one are no longer listed; absent if none. */
    readonly folded?: number;
  }[];
};

/** What the inventory says of a device, joined with the list; a device nobody heard of is not `known`. */
export async function deviceView(
  ports: {
    readonly devices: Pick<OperatorPorts['devices'], 'find'>;
    readonly deviceModels: Pick<OperatorPorts['deviceModels'], 'ofModel'>;
  },
  deviceId: string,
): Promise<DeviceLine> {
  const device = await ports.devices.find(deviceId);
  if (device === undefined) return unheardOf(deviceId);
  const models = device.model === '' ? [] : await ports.deviceModels.ofModel(device.manufacturer, device.model);
  const entry = entryOfDevice(device, models);
  const text = (value: string): string | null => (value === '' ? null : value);
  return {
    deviceId,
    known: device.known,
    deviceType: text(device.deviceType),
    manufacturer: text(device.manufacturer),
    model: text(device.model),
    firmwareVersion: text(device.firmwareVersion),
    entryNumber: text(entry?.entryNumber ?? ''),
    declaredGbcsVersion: text(entry?.declaredGbcsVersion ?? ''),
    gbcsVersion: text(entry?.gbcsVersion ?? ''),
    onCpl: entry !== undefined && isActive(entry),
    status: device.known || device.status === 'Deleted' ? device.status : null,
    statusHistory: device.statusHistory,
    trial: device.trial,
    trialHistory: device.trialHistory.map(({ trialId, from, to, folded }) => ({
      trialId,
      from,
      to: to ?? null,
      ...(folded === undefined ? {} : { folded }),
    })),
  };
}

function unheardOf(deviceId: string): DeviceLine {
  return {
    deviceId,
    known: false,
    deviceType: null,
    manufacturer: null,
    model: null,
    firmwareVersion: null,
    entryNumber: null,
    declaredGbcsVersion: null,
    gbcsVersion: null,
    onCpl: false,
    status: null,
    statusHistory: [],
    trial: null,
    trialHistory: [],
  };
}
