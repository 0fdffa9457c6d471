import type { DeviceModel } from '../../contracts/device-model.ts';
import { isActive } from '../../domain/cpl/cpl-entry.ts';
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
  /** That of the matching entry of the list: neither SRV 12.2 nor 8.4 carries it (DOMAIN 2). */
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
  const matching = models.filter((model) => matches(model, device));
  const onList = matching.find(isActive);
  const text = (value: string): string | null => (value === '' ? null : value);
  return {
    deviceId,
    known: device.known,
    deviceType: text(device.deviceType),
    manufacturer: text(device.manufacturer),
    model: text(device.model),
    firmwareVersion: text(device.firmwareVersion),
    gbcsVersion: text((onList ?? matching[0])?.gbcsVersion ?? ''),
    onCpl: onList !== undefined,
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

/** A device without a firmware version (IHD, CAD) matches its model; a hub's two devices match the hub's entry. */
function matches(model: DeviceModel, device: SmiDevice): boolean {
  const isHub = model.deviceType === 'CH' && (device.deviceType === 'CHF' || device.deviceType === 'GPF');
  return (
    (model.deviceType === device.deviceType || isHub || device.deviceType === '') &&
    (device.firmwareVersion === '' || model.firmwareVersion === device.firmwareVersion)
  );
}

function unheardOf(deviceId: string): DeviceLine {
  return {
    deviceId,
    known: false,
    deviceType: null,
    manufacturer: null,
    model: null,
    firmwareVersion: null,
    gbcsVersion: null,
    onCpl: false,
    status: null,
    statusHistory: [],
    trial: null,
    trialHistory: [],
  };
}
