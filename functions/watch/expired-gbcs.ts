import type { ExpiredEntry } from '../contracts/expired-entry.ts';
import type { News } from '../contracts/news-state.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import { EXPIRED_STATUSES, type ExpiredStatus, expiredStatus } from '../domain/gbcs/expired-gbcs.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import { expiredLetters, panelExpiredLetter } from '../email/manufacturer-letters.ts';
import { expiredGbcsMail } from '../email/expired-gbcs-mail.ts';
import { newsAmong } from './news.ts';
import type { WatchPorts } from './ports.ts';

/**
 * Keeps the list of active entries under an expired GBCS version (R24). It is news to SECAS of each when it is noticed, a
 * month and a week before its three months are over, and when it is for the Panel to consider (R25). An entry that was
 * corrected, or is no longer active, leaves the list; should it come back, its three months begin again.
 *
 * The day of the notice is kept before anyone is notified of it, so that a crash in between does not move it.
 */
export async function trackExpired(
  expired: readonly CplEntry[],
  register: GbcsRegister,
  londonDay: string,
  {
    ledger,
    notices,
    readyLetters,
    recipients,
    clock,
  }: Pick<WatchPorts, 'ledger' | 'notices' | 'readyLetters' | 'recipients' | 'clock'>,
): Promise<readonly News[]> {
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

  const facts = await newsAmong(
    list.map((entry) => expiryFact(entry, londonDay)),
    { notices },
  );
  if (facts.length === 0) return [];
  const news = facts.map(({ entry }) => entry);
  const newsAt = (status: ExpiredStatus) =>
    news.filter(({ noticedOn }) => expiredStatus(noticedOn, londonDay) === status);
  const ready = [
    ...expiredLetters(newsAt('noticed'), londonDay, clock.now()),
    ...panelExpiredLetter(newsAt('for-the-panel'), londonDay, clock.now()),
  ];
  for (const letter of ready) await readyLetters.keep(letter);
  return [{ mail: expiredGbcsMail({ list, news, londonDay, ready }, recipients.secas), facts }];
}

/** What is reported of an entry: the later in its three months, the worse. */
function expiryFact(entry: ExpiredEntry, londonDay: string) {
  const { entryKey, noticedOn } = entry;
  const level = 1 + EXPIRED_STATUSES.indexOf(expiredStatus(noticedOn, londonDay));
  return { factId: `expired/${entryKey}/${noticedOn}`, level, entry };
}
