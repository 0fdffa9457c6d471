import type { SmiDevice } from '../domain/devices/device.ts';

/** A field of a device that an extract can show. */
export type ExtractField =
  | Exclude<keyof SmiDevice, 'known' | 'statusHistory' | 'trial' | 'trialHistory'>
  | 'statusSince'
  | 'trial'
  | 'trialId'
  | 'trialSince';

/** A column of an extract, by its label. */
export type ExtractColumn = { readonly label: string; readonly field: ExtractField };

/**
 * Column map version 1 of ESI-034 and ESI-034i. Their layout is not public (DOMAIN 4): this one has what the SMI has to
 * hold of a device, and the trial attribute (R66). The real one is a change of this list, and of its version.
 */
export const ESI_034_COLUMNS: { readonly version: number; readonly columns: readonly ExtractColumn[] } = {
  version: 1,
  columns: [
    { label: 'Device ID', field: 'deviceId' },
    { label: 'Device Type', field: 'deviceType' },
    { label: 'Device Status', field: 'status' },
    { label: 'Device Status Since', field: 'statusSince' },
    { label: 'Device Manufacturer', field: 'manufacturer' },
    { label: 'Device Model', field: 'model' },
    { label: 'SMETS/CHTS Version', field: 'smetsChtsVersion' },
    { label: 'Firmware Version', field: 'firmwareVersion' },
    { label: 'ESME Variant', field: 'esmeVariant' },
    { label: 'Trial', field: 'trial' },
    { label: 'Trial ID', field: 'trialId' },
    { label: 'Trial Since', field: 'trialSince' },
  ],
};

/** The list of exclusions from OPR figures, version 1: which device was a trial device from when to when (R69). */
export const OPR_COLUMNS = { version: 1, labels: ['Device ID', 'From', 'To', 'Trial ID'] } as const;
