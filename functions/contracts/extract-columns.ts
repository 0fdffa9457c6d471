import type { SmiDevice } from '../domain/devices/device.ts';

/** A field of a device that an extract can show. */
export type ExtractField =
  | Exclude<keyof SmiDevice, 'known' | 'statusHistory' | 'trial' | 'trialHistory'>
  | 'statusSince'
  | 'trial'
  | 'trialId'
  | 'trialSince'
  | 'entryNumber'
  | 'entryStatus'
  | 'entrySmetsChtsVersion'
  | 'declaredGbcsVersion'
  | 'uploadedGbcsVersion';

/** A column of an extract, by its label. */
export type ExtractColumn = { readonly label: string; readonly field: ExtractField };

/**
 * Column map version 2 of ESI-034 and ESI-034i. Their layout is not public (DOMAIN 4): this one has what the SMI has to
 * hold of a device, the trial attribute (R66), and the entry of the list that the device runs by, with the GBCS version that
 * it declares and the one that the DSP works by (R79): two different ones only under a substitute (R18). The real one is a change of this list, and of its version.
 */
export const ESI_034_COLUMNS: { readonly version: number; readonly columns: readonly ExtractColumn[] } = {
  version: 2,
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
    { label: 'CPL Entry Number', field: 'entryNumber' },
    { label: 'CPL Entry Status', field: 'entryStatus' },
    { label: 'CPL SMETS/CHTS Version', field: 'entrySmetsChtsVersion' },
    { label: 'GBCS Version Declared', field: 'declaredGbcsVersion' },
    { label: 'GBCS Version Uploaded', field: 'uploadedGbcsVersion' },
  ],
};

/** The list of exclusions from OPR figures, version 2: month by month, which device was a trial device from when to when (R69). */
export const OPR_COLUMNS = { version: 2, labels: ['Month', 'Device ID', 'From', 'To', 'Trial ID'] } as const;
