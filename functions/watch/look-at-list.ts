import type { ListLook } from '../contracts/expired-entry.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { isExpired } from '../domain/gbcs/expired-gbcs.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { trackExpired } from './expired-gbcs.ts';
import type { WatchPorts } from './ports.ts';

type LookPorts = Pick<
  WatchPorts,
  'ledger' | 'governance' | 'acceptedList' | 'expiredBook' | 'mailOnce' | 'clock' | 'uploaders'
>;

/**
 * Looks through the accepted list for what only time changes: entries whose GBCS version has expired (R24). The list
 * is read once a London day, and when another extract or register is in force; every other run only sees that nothing
 * has changed. A look that fails is made again by the next run.
 *
 * @returns the entries that somebody was told of.
 */
export async function lookAtList(ports: LookPorts): Promise<{ readonly told: number }> {
  const { ledger, governance, acceptedList, expiredBook, clock } = ports;
  const [{ accepted }, { gbcsRegister }, before] = await Promise.all([
    ledger.laneState(),
    ledger.activeGovernance(),
    expiredBook.lastLook(),
  ]);
  if (accepted === undefined) return { told: 0 };
  const look: ListLook = {
    londonDay: londonDay(clock.now()),
    registerVersion: gbcsRegister?.version ?? 0,
    acceptedUploadId: accepted.uploadId,
  };
  if (before !== undefined && isSame(before, look)) return { told: 0 };
  const register = await governance.gbcsRegister();
  const expired: CplEntry[] = [];
  for await (const entry of acceptedList(accepted)) {
    if (isExpired(entry, register, look.londonDay)) expired.push(entry);
  }
  const told = await trackExpired(expired, register, look.londonDay, ports);
  await expiredBook.noteLook(look);
  return { told };
}

function isSame(a: ListLook, b: ListLook): boolean {
  return (
    a.londonDay === b.londonDay && a.registerVersion === b.registerVersion && a.acceptedUploadId === b.acceptedUploadId
  );
}
