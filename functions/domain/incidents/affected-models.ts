import { type CplEntry, duisDeviceModel, isActive } from '../cpl/cpl-entry.ts';

/** A Device Model of which entries were blocked: type, manufacturer, model and hardware version. */
export type AffectedModel = {
  readonly deviceType: string;
  readonly manufacturerIdentifier: string;
  readonly modelIdentifier: string;
  readonly hardwareVersion: string;
  /** The firmware versions that were blocked. */
  readonly firmwareVersions: readonly string[];
  /** Whether firmware of it that the DSP holds, active, can be installed meanwhile (R26); null if not looked at. */
  readonly earlierFirmware: boolean | null;
};

/** Device Models whose earlier firmware is looked for: each is one read. */
const MOST_LOOKED_AT = 50;

/** What the DSP holds of one Device Model, by manufacturer and model as DUIS names it. */
type HeldOfModel = (
  manufacturer: string,
  model: string,
) => Promise<readonly Pick<CplEntry, 'deviceType' | 'hardwareVersion' | 'modelIdentifier' | 'status'>[]>;

/** The Device Models of entries, by their keys, each with whether earlier firmware of it still installs (R26, R32). */
export async function affectedModels(entryKeys: readonly string[], heldOf: HeldOfModel): Promise<AffectedModel[]> {
  const models = new Map<string, Omit<AffectedModel, 'earlierFirmware'>>();
  for (const entryKey of entryKeys) {
    const [deviceType = '', manufacturerIdentifier = '', modelIdentifier = '', hardwareVersion = '', firmware = ''] =
      entryKey.split('/');
    const key = [deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion].join('/');
    const firmwareVersions = [...(models.get(key)?.firmwareVersions ?? []), firmware];
    models.set(key, { deviceType, manufacturerIdentifier, modelIdentifier, hardwareVersion, firmwareVersions });
  }
  return Promise.all(
    [...models.values()].map(async (model, index): Promise<AffectedModel> => {
      if (index >= MOST_LOOKED_AT) return { ...model, earlierFirmware: null };
      const held = await heldOf(model.manufacturerIdentifier, duisDeviceModel(model));
      // The index names a model by manufacturer, model and hardware version; the type is ours to look at.
      const earlierFirmware = held.some((entry) => entry.deviceType === model.deviceType && isActive(entry));
      return { ...model, earlierFirmware };
    }),
  );
}
