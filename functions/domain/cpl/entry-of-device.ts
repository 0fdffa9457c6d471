import { NOT_IN_USE, type SmiDevice } from '../devices/device.ts';
import { type CplEntry, duisDeviceModel, isActive } from './cpl-entry.ts';

type Named = Pick<SmiDevice, 'deviceType' | 'firmwareVersion'>;
type Held = Pick<CplEntry, 'deviceType' | 'firmwareVersion' | 'status'>;

/** Type 2 Devices, which the list may not name (Appendix AC 2.9). */
const TYPE_2_DEVICES: ReadonlySet<string> = new Set(['IHD', 'CAD']);

/** Entries that the DSP holds by manufacturer and model as a device names them. */
export class EntriesByModel<E extends Held> {
  readonly #entries = new Map<string, E[]>();

  add(of: Pick<CplEntry, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion'>, entry: E): void {
    const key = `${of.manufacturerIdentifier}/${duisDeviceModel(of)}`;
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, [entry]);
    else known.push(entry);
  }

  /** The entry that a device runs by, if there is one. */
  of(device: Named & Pick<SmiDevice, 'manufacturer' | 'model'>): E | undefined {
    return entryOfDevice(device, this.#entries.get(`${device.manufacturer}/${device.model}`) ?? []);
  }
}

/**
 * The entry that a device runs by, among those of its manufacturer and model: the Current one, else one that was removed.
 * A device without a firmware version (IHD, CAD) matches its model; a hub's two devices match the hub's entry.
 */
export function entryOfDevice<E extends Held>(device: Named, ofModel: readonly E[]): E | undefined {
  const matching = ofModel.filter((entry) => matches(entry, device));
  return matching.find(isActive) ?? matching[0];
}

/** Whether a device must have a Current entry (R1): one in use that is not a Type 2 Device. */
export function needsEntry({ deviceType, status }: Pick<SmiDevice, 'deviceType' | 'status'>): boolean {
  return !TYPE_2_DEVICES.has(deviceType) && !NOT_IN_USE.has(status);
}

function matches(entry: Held, device: Named): boolean {
  const isHub = entry.deviceType === 'CH' && (device.deviceType === 'CHF' || device.deviceType === 'GPF');
  return (
    (entry.deviceType === device.deviceType || isHub || device.deviceType === '') &&
    (device.firmwareVersion === '' || entry.firmwareVersion === device.firmwareVersion)
  );
}
