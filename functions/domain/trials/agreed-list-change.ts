import { type AgreedList, rowFirmwareKey } from './agreed-list.ts';

/** The firmware whose trial is another one on the later list than on the earlier one, or that came or went. */
export function affectedFirmware(earlier: Pick<AgreedList, 'rows'>, later: Pick<AgreedList, 'rows'>): string[] {
  const before = trialByFirmware(earlier);
  const after = trialByFirmware(later);
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).sort();
}

/** The trial of each combination of manufacturer, model and firmware on a list. */
export function trialByFirmware({ rows }: Pick<AgreedList, 'rows'>): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [rowFirmwareKey(row), row.trialId]));
}
