import type { AcceptedList } from './extract-accepted.ts';
import { Fingerprinter } from './extract-fingerprint.ts';
import type { Sightings } from './extract-records.ts';
import type { QuarantinedRow } from './extract-scan.ts';
import { MISSING } from './extract-snapshot.ts';

/**
 * Links quarantined rows to their entries on the accepted list, so that an entry whose row cannot be read does not
 * look as if it had disappeared: by key where the row tells it, else by the CPL Entry ID. Fills in the keys that it
 * finds, and gives the keys of linked entries that had disappeared.
 */
export async function linkQuarantined(
  rows: QuarantinedRow[],
  accepted: AcceptedList | undefined,
  sightings: Sightings,
): Promise<readonly string[]> {
  if (accepted === undefined || rows.length === 0) return [];
  const returned: string[] = [];
  const link = (record: number, entryKey: string): void => {
    if (!sightings.isUnseen(record)) return;
    sightings.noteQuarantined(record);
    if (accepted.is(record, MISSING)) returned.push(entryKey);
  };
  const print = new Fingerprinter();
  for (const row of rows) {
    if (row.entryKey === '') continue;
    const { high, low } = print.ofKey(row.entryKey);
    const record = accepted.findKey(high, low);
    if (record >= 0) link(record, row.entryKey);
  }
  await linkById(rows, accepted, sightings, link);
  return returned;
}

async function linkById(
  rows: QuarantinedRow[],
  accepted: AcceptedList,
  sightings: Sightings,
  link: (record: number, entryKey: string) => void,
): Promise<void> {
  const byId = new Map<string, QuarantinedRow[]>();
  for (const row of rows) {
    if (row.entryKey !== '' || row.cplEntryId === '') continue;
    byId.set(row.cplEntryId, [...(byId.get(row.cplEntryId) ?? []), row]);
  }
  if (byId.size === 0) return;
  await accepted.read(withoutSoundRow(accepted, sightings), (record, bytes) => {
    const entry = accepted.entryOf(record, bytes);
    for (const row of byId.get(entry.cplEntryId) ?? []) {
      if (row.entryKey === '') row.entryKey = entry.entryKey;
      link(record, entry.entryKey);
    }
  });
}

/** The current records of the accepted list for which the extract has no sound row, in ascending order. */
export function withoutSoundRow(accepted: AcceptedList, sightings: Sightings): readonly number[] {
  const unseen: number[] = [];
  for (let record = 0; record < accepted.count; record += 1) {
    if (sightings.of(record) < 0 && accepted.isCurrent(record)) unseen.push(record);
  }
  return unseen;
}
