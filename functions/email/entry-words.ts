import type { CplEntry } from '../domain/cpl/cpl-entry.ts';

type Named = Pick<
  CplEntry,
  'deviceType' | 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'
>;

/** A CPL entry as people name it: `ESME C10D 010A, firmware 0A7F010C (FA01)`. */
export function entryInWords(entry: Named): string {
  return `${entry.deviceType} ${entry.modelIdentifier} ${entry.hardwareVersion}, firmware ${entry.firmwareVersion} (${entry.manufacturerIdentifier})`;
}

/** An entry key as people read it: `ESME C10D 010A, firmware 0A7F010C (FA01)`; anything else unchanged. */
export function entryKeyInWords(entryKey: string): string {
  const [deviceType, manufacturer, model, hardware, firmware, ...rest] = entryKey.split('/');
  if (
    manufacturer === undefined ||
    model === undefined ||
    hardware === undefined ||
    firmware === undefined ||
    rest.length > 0
  )
    return entryKey;
  return `${deviceType} ${model} ${hardware}, firmware ${firmware} (${manufacturer})`;
}
