import { logMail } from '../contracts/logged-mail.ts';
import type { Effect } from '../contracts/effect.ts';
import { effectLine } from '../contracts/effects-log.ts';
import type { News, NewsState } from '../contracts/news-state.ts';
import type { ReportedFact } from '../contracts/watch-fact.ts';
import { loggedMail } from './deferred-mails.ts';
import type { WatchPorts } from './ports.ts';

type NewsPorts = Pick<WatchPorts, 'ledger' | 'archive' | 'notices' | 'clock'>;

/** Those of some facts that are news: never reported, or worse than when they were. */
export async function newsAmong<F extends ReportedFact>(
  facts: readonly F[],
  { notices }: Pick<WatchPorts, 'notices'>,
): Promise<readonly F[]> {
  const levels = await notices.levelsReported([...new Set(facts.map(({ factId }) => factId))]);
  return facts.filter(({ factId, level }) => level > (levels.get(factId) ?? 0));
}

/**
 * Sees to the news that an earlier run decided and did not come to the end of. Before anyone looks for news: only then
 * is everything noted that is reported.
 */
export async function settleNews(ports: NewsPorts): Promise<NewsState> {
  const state = await ports.ledger.get('news');
  return state.kept.length === 0 ? state : settle(state, ports);
}

/**
 * Decides to report news, and sees to it. Each mail is kept first, in a log of effects of its own. Moving the state on is
 * the decision: before it nothing has happened, after it each mail is sent as it was kept, however often a run dies, and
 * so each fact at its level stands in one mail.
 *
 * @param before the state that was read before it was worked out what is news
 * @throws when another run was quicker: what is news is for it to say
 */
export async function reportNews(news: readonly News[], before: NewsState, ports: NewsPorts): Promise<void> {
  if (news.length === 0) return;
  const keptAt = ports.clock.now();
  const kept: NewsState['kept'][number][] = [];
  for (const { mail, facts } of news) {
    const effectsKey = `news/${mail.mailId}.ndjson`;
    const notices = facts.map(({ factId, level }) => ({ factId, level, reportedAt: keptAt }));
    const effect: Effect = { effect: 'mail', mail: logMail(mail), notices };
    await ports.archive.put(effectsKey, effectLine(effect), 'application/x-ndjson');
    kept.push({ mailId: mail.mailId, effectsKey, keptAt });
  }
  const state = { revision: before.revision + 1, kept };
  await ports.ledger.replace('news', state);
  await settle(state, ports);
}

/** Hands each mail over to be sent, and notes what it reports; each step may be repeated without harm. */
async function settle({ revision, kept }: NewsState, { ledger, archive, notices }: NewsPorts): Promise<NewsState> {
  for (const { mailId, effectsKey, keptAt } of kept) {
    const mail = { mailId, effectsKey, offset: 0, deferredAt: keptAt, attempts: 0, reason: 'It was not tried yet' };
    await notices.note((await loggedMail(mail, archive)).notices ?? []);
    await ledger.put('deferredMails', mail);
  }
  const settled = { revision: revision + 1, kept: [] };
  await ledger.replace('news', settled);
  return settled;
}
