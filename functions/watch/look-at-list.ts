import type { ListLook } from '../contracts/list-look.ts';
import type { News } from '../contracts/news-state.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { isExpired } from '../domain/gbcs/expired-gbcs.ts';
import { type VersionUse, VersionUses } from '../domain/gbcs/version-use.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { trackExpired } from './expired-gbcs.ts';
import type { WatchPorts } from './ports.ts';

type LookPorts = Pick<
  WatchPorts,
  'ledger' | 'governance' | 'acceptedModels' | 'notices' | 'clock' | 'readyLetters' | 'recipients'
>;

/** What a look came to: entries to be reported, and the versions that active entries declare. */
export type LookedAtList = {
  readonly news: readonly News[];
  readonly uses: readonly VersionUse[];
  /** What is to be kept of it once its news is seen to; absent where the list was not looked through. */
  readonly look?: ListLook;
  /** What kept the look from its end: it is made again by the next run. */
  readonly fault?: Error;
};

/**
 * Looks through the accepted list for what only time changes: entries whose GBCS version has expired (R24), and how many
 * depend on one that will (R35). The list is read once a London day, and when another extract or register is in force;
 * every other run only sees that nothing has changed. A look that fails, or that nobody kept, is made again by the next
 * run; until then what was counted last counts.
 */
export async function lookAtList(ports: LookPorts): Promise<LookedAtList> {
  const { ledger, governance, acceptedModels, clock } = ports;
  const [{ accepted }, { gbcsRegister }, before] = await Promise.all([
    ledger.get('lane'),
    ledger.get('activeGovernance'),
    ledger.get('listLook'),
  ]);
  if (accepted === undefined) return { news: [], uses: [] };
  const by = {
    londonDay: londonDay(clock.now()),
    registerVersion: gbcsRegister?.version ?? 0,
    acceptedUploadId: accepted.uploadId,
  };
  if (before !== undefined && isSame(before, by)) return { news: [], uses: before.uses };
  try {
    const register = await governance.gbcsRegister();
    const expired: CplEntry[] = [];
    const uses = new VersionUses();
    for (const entry of (await acceptedModels(accepted)).values()) {
      uses.add(entry);
      if (isExpired(entry, register, by.londonDay)) expired.push(entry);
    }
    const look = { ...by, uses: uses.all() };
    return { news: await trackExpired(expired, register, by.londonDay, ports), uses: look.uses, look };
  } catch (cause) {
    return {
      news: [],
      uses: before?.uses ?? [],
      fault: cause instanceof Error ? cause : new Error('The list was not looked through', { cause }),
    };
  }
}

function isSame(a: ListLook, b: Omit<ListLook, 'uses'>): boolean {
  return (
    a.londonDay === b.londonDay && a.registerVersion === b.registerVersion && a.acceptedUploadId === b.acceptedUploadId
  );
}
