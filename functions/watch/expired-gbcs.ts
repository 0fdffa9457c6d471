import type { ExpiredEntry } from '../contracts/expired-entry.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { EXPIRED_STATUSES, type ExpiredStatus, expiredStatus } from '../domain/gbcs/expired-gbcs.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import { expiredLetters, panelExpiredLetter } from '../email/manufacturer-letters.ts';
import { expiredGbcsMail } from '../email/expired-gbcs-mail.ts';
import type { WatchPorts } from './ports.ts';

/**
 * Keeps the list of active entries under an expired GBCS version (R24), and notifies SECAS of each when it is
 * noticed, a month and a week before its three months are over, and when it is for the Panel to consider (R25). An entry
 * that was corrected, or is no longer active, leaves the list; should it come back, its three months begin again.
 *
 * The day of the notice is kept before anyone is notified of it, so that a crash in between does not move it.
 *
 * @returns how many entries were reported.
 */
export async function trackExpired(
  expired: readonly CplEntry[],
  register: GbcsRegister,
  londonDay: string,
  {
    ledger,
    mailOnce,
    readyLetters,
    recipients,
    clock,
  }: Pick<WatchPorts, 'ledger' | 'mailOnce' | 'readyLetters' | 'recipients' | 'clock'>,
): Promise<number> {
  const known = new Map((await ledger.list('expiredEntries')).map((entry) => [entry.entryKey, entry]));
  const list: ExpiredEntry[] = [];
  for (const found of expired) {
    const before = known.get(found.entryKey);
    known.delete(found.entryKey);
    const { entryKey, entryNumber, gbcsVersion } = found;
    const entry: ExpiredEntry = {
      ...(before ?? { noticedOn: londonDay }),
      entryKey,
      entryNumber,
      gbcsVersion,
      expiredOn: register.find((version) => version.gbcsVersion === gbcsVersion)?.validTo ?? '',
    };
    if (before?.gbcsVersion !== gbcsVersion) await ledger.put('expiredEntries', entry);
    list.push(entry);
  }
  for (const gone of known.values()) await ledger.remove('expiredEntries', gone);

  const news = list.filter(({ noticedOn, reported }) => rank(expiredStatus(noticedOn, londonDay)) > rank(reported));
  if (news.length === 0) return 0;
  const newsAt = (status: ExpiredStatus) =>
    news.filter(({ noticedOn }) => expiredStatus(noticedOn, londonDay) === status);
  const ready = [
    ...expiredLetters(newsAt('noticed'), londonDay, clock.now()),
    ...panelExpiredLetter(newsAt('for-the-panel'), londonDay, clock.now()),
  ];
  for (const letter of ready) await readyLetters.keep(letter);
  await mailOnce.sendOnce(expiredGbcsMail({ list, news, londonDay, ready }, recipients.secas));
  for (const entry of news)
    await ledger.put('expiredEntries', { ...entry, reported: expiredStatus(entry.noticedOn, londonDay) });
  return news.length;
}

function rank(status: ExpiredEntry['reported']): number {
  return status === undefined ? -1 : EXPIRED_STATUSES.indexOf(status);
}
