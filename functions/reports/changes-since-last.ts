import type { InventoryExtract } from '../contracts/inventory-extract.ts';
import { openTrial } from '../domain/devices/device-record.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { ExtractFile, ExtractPorts, FoundRecord } from './extract-ports.ts';

/**
 * A write is stamped a moment before it is made, and a function may take as long as its timeout between the two; a
 * reading may show a record as it was a moment before. So every extract looks back this far behind the last one.
 */
const LOOK_BACK_MINUTES = 15;

/**
 * The records that changed since the last extract of changes, each as it is now. Correct while records are written:
 * what was under way when the last extract was made, and so may be missing from it, is found by looking back; what was
 * reported then is known by its revision, and not reported again. All records, when there was no extract before.
 *
 * The switch of trial flagging changes what is shown of a record without a write (R54): when it was turned since, every
 * flagged device counts as changed.
 */
export async function* changesSinceLast(
  previous: InventoryExtract | undefined,
  now: { readonly asOf: string; readonly settings: Settings; readonly recent: ExtractFile },
  { inventory, extracts }: Pick<ExtractPorts, 'inventory' | 'extracts'>,
): AsyncGenerator<FoundRecord> {
  const turned = previous !== undefined && previous.trialFlagging !== now.settings.trialFlagging;
  const reported = previous === undefined ? undefined : await extracts.recentlyReported(previous);
  const found = previous === undefined ? inventory.all() : inventory.changedSince(lookBack(previous.asOf), turned);
  const lateFrom = lookBack(now.asOf);
  for await (const each of found) {
    const { deviceId, revision } = each.record;
    if (each.changedAt >= lateFrom) await now.recent.write(`${deviceId} ${revision}\n`);
    const looksDifferent = turned && openTrial(each.record) !== undefined;
    if (looksDifferent || reported?.get(deviceId) !== revision) yield each;
  }
}

function lookBack(instant: string): string {
  return new Date(Date.parse(instant) - LOOK_BACK_MINUTES * 60_000).toISOString();
}
