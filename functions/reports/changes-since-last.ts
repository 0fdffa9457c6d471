import type { InventoryExtract, InventoryPosition } from '../contracts/inventory-extract.ts';
import { openTrial } from '../domain/devices/device-record.ts';
import type { ExtractFile, ExtractPorts, FoundRecord, InventoryPage } from './extract-ports.ts';

/**
 * A write is stamped a moment before it is made, and a function may take as long as its timeout between the two; a
 * reading may show a record as it was a moment before. So every extract looks back this far behind the last one.
 */
const LOOK_BACK_MINUTES = 15;

/**
 * The records that changed since the last extract of changes, each as it is now, by pages of the inventory. Correct while
 * records are written: what was under way when the last extract was made, and so may be missing from it, is found by
 * looking back; what was reported then is known by its revision, and not reported again. All records, when there was no
 * extract before.
 *
 * The switch of trial flagging changes what is shown of a record without a write (R54): when it was turned since, every
 * flagged device counts as changed.
 */
export async function* changesSinceLast(
  previous: InventoryExtract | undefined,
  now: Pick<InventoryExtract, 'asOf' | 'trialFlagging'> & {
    readonly recent: ExtractFile;
    readonly from: InventoryPosition | undefined;
  },
  { inventory, extracts }: Pick<ExtractPorts, 'inventory' | 'extracts'>,
): AsyncGenerator<InventoryPage> {
  const turned = previous !== undefined && previous.trialFlagging !== now.trialFlagging;
  const reported = previous === undefined ? undefined : await extracts.recentlyReported(previous);
  const pages =
    previous === undefined
      ? inventory.all(now.from)
      : inventory.changedSince(lookBack(previous.asOf), turned, now.from);
  const lateFrom = lookBack(now.asOf);
  for await (const { found, position } of pages) {
    const late = found.filter(({ changedAt }) => changedAt >= lateFrom);
    await now.recent.write(late.map(({ record: { deviceId, revision } }) => `${deviceId} ${revision}\n`).join(''));
    const differs = ({ record }: FoundRecord): boolean =>
      (turned && openTrial(record) !== undefined) || reported?.get(record.deviceId) !== record.revision;
    yield { found: found.filter(differs), position };
  }
}

function lookBack(instant: string): string {
  return new Date(Date.parse(instant) - LOOK_BACK_MINUTES * 60_000).toISOString();
}
