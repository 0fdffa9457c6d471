import { type CplEntry, duisDeviceModel, isActive } from '../cpl/cpl-entry.ts';
import {
  addedCounts,
  type DeviceCount,
  type DeviceCounter,
  devicesOfEntry,
  MOST_COUNTED_DEVICES,
} from '../devices/device-count.ts';

/** A Device Model with blocked entries: type, manufacturer, model and hardware version. */
export type AffectedModel = {
  readonly deviceType: string;
  readonly manufacturerIdentifier: string;
  readonly modelIdentifier: string;
  readonly hardwareVersion: string;
  /** The firmware versions that were blocked. */
  readonly firmwareVersions: readonly string[];
  /** Whether firmware of it that the DSP holds, active, can be installed meanwhile (R26); null if not looked at. */
  readonly earlierFirmware: boolean | null;
  /** Devices of the SMI of it, whatever its firmware, by status and supplier (R80); null if they were not counted. */
  readonly devices: DeviceCount | null;
};

/** Device Models that are looked at: each is one read, and one for each firmware of it. */
const MOST_LOOKED_AT = 50;

/** Firmware versions whose devices are counted for one incident: each is one read at least. */
const MOST_COUNTED_FIRMWARE = 200;

/** What the DSP holds of one Device Model, by manufacturer and model as DUIS names it. */
type HeldOfModel = (
  manufacturer: string,
  model: string,
) => Promise<
  readonly Pick<CplEntry, 'deviceType' | 'hardwareVersion' | 'modelIdentifier' | 'status' | 'firmwareVersion'>[]
>;

/** What is asked of the DSP's entries and of the SMI. */
type ModelSources = {
  readonly deviceModels: { readonly ofModel: HeldOfModel };
  readonly devices: DeviceCounter;
};

/**
 * The Device Models of entries, by their keys, each with whether earlier firmware of it still installs (R26, R32) and
 * with its devices (R80). However many there are, so many reads are made at most, and so many devices counted.
 */
export async function affectedModels(
  entryKeys: readonly string[],
  { deviceModels, devices }: ModelSources,
): Promise<AffectedModel[]> {
  const models = modelsOf(entryKeys);
  const held = await Promise.all(
    models
      .slice(0, MOST_LOOKED_AT)
      .map((model) => deviceModels.ofModel(model.manufacturerIdentifier, duisDeviceModel(model))),
  );
  const affected: AffectedModel[] = [];
  const left = { devices: MOST_COUNTED_DEVICES, firmware: MOST_COUNTED_FIRMWARE };
  for (const [index, model] of models.entries()) {
    // The index names a model by manufacturer, model and hardware version; the type is ours to look at.
    const heldOfIt = held[index]?.filter(({ deviceType }) => deviceType === model.deviceType);
    if (heldOfIt === undefined) {
      affected.push({ ...model, earlierFirmware: null, devices: null });
      continue;
    }
    const counts: DeviceCount[] = [];
    const firmware = new Set([...model.firmwareVersions, ...heldOfIt.map(({ firmwareVersion }) => firmwareVersion)]);
    for (const version of firmware) {
      if (left.devices === 0 || left.firmware === 0) break;
      const count = await devicesOfEntry({ ...model, firmwareVersion: version }, devices, left.devices);
      counts.push(count);
      left.devices -= count.total;
      left.firmware -= 1;
    }
    const counted = addedCounts(counts);
    affected.push({
      ...model,
      earlierFirmware: heldOfIt.some(isActive),
      devices: counts.length === 0 ? null : { ...counted, atLeast: counted.atLeast || counts.length < firmware.size },
    });
  }
  return affected;
}

/** The devices of several Device Models together; at least so many where some were not counted. */
export function devicesOfModels(models: readonly Pick<AffectedModel, 'devices'>[]): DeviceCount {
  const counted = addedCounts(models.flatMap(({ devices }) => devices ?? []));
  return { ...counted, atLeast: counted.atLeast || models.some(({ devices }) => devices === null) };
}

function modelsOf(entryKeys: readonly string[]): Omit<AffectedModel, 'earlierFirmware' | 'devices'>[] {
  const models = new Map<string, Omit<AffectedModel, 'earlierFirmware' | 'devices'>>();
  for (const entryKey of entryKeys) {
    const [deviceType = '', manufacturerIdentifier = '', modelIdentifier = '', hardwareVersion = '', firmware = ''] =
      entryKey.split('/');
    const key = [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion].join('/');
    const firmwareVersions = [...(models.get(key)?.firmwareVersions ?? []), firmware];
    models.set(key, { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersions });
  }
  return [...models.values()];
}
