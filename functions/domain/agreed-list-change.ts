import type { AgreedList, AgreedListRow } from './agreed-list.ts';

/** `MANUFACTURER/MODEL/FIRMWARE`, the model as DUIS names it: what a device is matched to a trial by (R53). */
export function firmwareKey(
  row: Pick<AgreedListRow, 'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'>,
): string {
  return `${row.manufacturerIdentifier}/${row.modelIdentifier}${row.hardwareVersion}/${row.firmwareVersion}`;
}

/** The firmware whose trial is another one on the later list than on the earlier one, or that came or went. */
export function affectedFirmware(earlier: Pick<AgreedList, 'rows'>, later: Pick<AgreedList, 'rows'>): string[] {
  const before = trialByFirmware(earlier);
  const after = trialByFirmware(later);
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).sort();
}

function trialByFirmware({ rows }: Pick<AgreedList, 'rows'>): Map<string, string> {
  return new Map(rows.map((row) => [firmwareKey(row), row.trialId]));
}
