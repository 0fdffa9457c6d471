import { createHash } from 'node:crypto';
import type { Incident, WaitingLine } from '../contracts/waiting-line.ts';

/** Entries that an incident names: what one item of the ledger has room for. What waits is all in the waiting lines. */
const MOST_ENTRIES = 10_000;

/** What blocking and release do to the incidents: the ones that were opened, that grew, and that are over. */
export type IncidentChanges = {
  readonly opened: readonly Incident[];
  readonly changed: readonly Incident[];
};

/**
 * Keeps one incident per cause (R29, R32): the first line a cause blocks opens it, further ones join it, and it is
 * resolved once none of them waits any more. A cause that comes back opens a new incident.
 */
export function incidentChanges(
  incidents: readonly Incident[],
  waiting: readonly WaitingLine[],
  now: string,
): IncidentChanges {
  const byCause = Map.groupBy(waiting, (line) => line.reason);
  const open = incidents.filter((incident) => incident.state === 'open');
  const changed = open.flatMap((incident): Incident[] => {
    const lines = byCause.get(incident.cause);
    if (lines === undefined) return [{ ...incident, state: 'resolved', resolvedAt: now }];
    const entries = joined(incident.entries, lines);
    return entries.length === incident.entries.length ? [] : [{ ...incident, entries }];
  });
  const known = new Set(open.map(({ cause }) => cause));
  const opened = [...byCause]
    .filter(([cause]) => !known.has(cause))
    .map(([cause, lines]): Incident => {
      const openedAt = lines.map(({ blockedSince }) => blockedSince).reduce((a, b) => (a < b ? a : b));
      return { incidentId: incidentId(cause, openedAt), cause, state: 'open', openedAt, entries: joined([], lines) };
    });
  return { opened, changed };
}

/** `INC-<day>-<8 hex>`: the same cause, blocked since the same instant, is always the same incident. */
function incidentId(cause: string, openedAt: string): string {
  const digest = createHash('sha256').update(`${cause}\n${openedAt}`).digest('hex');
  return `INC-${openedAt.slice(0, 10).replaceAll('-', '')}-${digest.slice(0, 8)}`;
}

function joined(entries: readonly string[], lines: readonly WaitingLine[]): string[] {
  const all = new Set(entries);
  for (const { entry } of lines) {
    if (all.size === MOST_ENTRIES) break;
    all.add(entry.entryKey);
  }
  return [...all];
}
