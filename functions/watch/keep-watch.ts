import type { WatchFact } from '../contracts/watch-fact.ts';
import { watchMail } from '../email/watch-mail.ts';
import { landFlights } from './landing.ts';
import { refusalOf, sendParkedMails } from './parked-mails.ts';
import { lookAtList } from './look-at-list.ts';
import type { WatchPorts } from './ports.ts';
import { reconsiderCommand } from './reconsidering.ts';
import { watchFacts } from './rules.ts';

/**
 * One look at everything that somebody may have to hear of. Closes what has arrived, asks the lane to look again
 * where it should, and tells operations of each fact once, and once more when it has become worse.
 *
 * Told means mailed, then noted: after a crash in between the same facts make the same mail id, and no second mail.
 *
 * @throws when mail is refused, once everything else has been done: an outage of mail cannot be told by mail.
 */
export async function keepWatch(
  _input: unknown,
  ports: WatchPorts,
): Promise<{
  landed: number;
  reconsidered: number;
  facts: number;
  told: number;
  expiredTold: number;
  mailsSentLate: number;
}> {
  const { ledger, governance, notices, lane, mailOnce, clock, recipients } = ports;
  const { landed, onTheWay } = await landFlights(ports);
  const [laneState, waiting, uploads, incidents, register, settings] = await Promise.all([
    ledger.laneState(),
    ledger.waitingLines(),
    ledger.uploads(),
    ledger.incidents(),
    governance.gbcsRegister(),
    governance.settings(),
  ]);
  const now = clock.now();

  const command = reconsiderCommand({ now, lane: laneState, waiting, register, settings });
  if (command !== undefined) await lane.ask(command);

  const parked = await sendParkedMails(ports);
  const held = uploads.filter(({ decision }) => decision === 'held');
  const facts = watchFacts({ now, settings, waiting, held, onTheWay, incidents });
  const news = await newsAmong(facts, notices);
  if (news.length > 0) {
    await mailOnce.sendOnce(watchMail(news, now, recipients));
    await notices.note(news, now);
  }
  const { told: expiredTold } = await lookAtList(ports);
  if (parked.refused.length > 0) throw new Error(refusalOf(parked.refused));
  return {
    landed,
    reconsidered: command === undefined ? 0 : 1,
    facts: facts.length,
    told: news.length,
    expiredTold,
    mailsSentLate: parked.sent,
  };
}

/** The facts that were never told, or are worse than when they were. */
async function newsAmong(facts: readonly WatchFact[], notices: WatchPorts['notices']): Promise<WatchFact[]> {
  if (facts.length === 0) return [];
  const told = await notices.levelsTold([...new Set(facts.map(({ factId }) => factId))]);
  return facts.filter(({ factId, level }) => level > (told.get(factId) ?? 0));
}
