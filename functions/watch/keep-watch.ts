import type { RunOutcome } from '../contracts/queue.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { watchMail } from '../email/watch-mail.ts';
import { watchGauges } from './gauges.ts';
import { landFlights } from './landing.ts';
import { refusalOf, sendParkedMails } from './parked-mails.ts';
import type { WatchPorts } from './ports.ts';
import { reconsiderCommand } from './reconsidering.ts';
import { suspensionCommands } from './suspending.ts';
import { trialGauges } from './trial-gauges.ts';
import { lookAtTrials } from './trials-look.ts';
import { watchFacts } from './rules.ts';

/**
 * One look at everything that somebody may have to hear of. Closes what has arrived, asks the lane to look again
 * where it should, and tells operations of each fact once, and once more when it has become worse.
 *
 * Told means mailed, then noted: after a crash in between the same facts make the same mail id, and no second mail.
 *
 * @throws when mail is refused, once everything else has been done: an outage of mail cannot be told by mail.
 */
export async function keepWatch(_input: unknown, ports: WatchPorts): Promise<RunOutcome<'watch'>> {
  const { ledger, governance, notices, lane, mailOnce, clock, recipients } = ports;
  const { landed, onTheWay } = await landFlights(ports);
  const [laneState, waiting, sweepsDue, uploads, incidents, reportSent, register, settings] = await Promise.all([
    ledger.laneState(),
    ledger.waitingLines(),
    ledger.sweepsDue(),
    ledger.uploads(),
    ledger.incidents(),
    ledger.reportSent(),
    governance.gbcsRegister(),
    governance.settings(),
  ]);
  const now = clock.now();

  const command = reconsiderCommand({ now, lane: laneState, waiting, sweepsDue, register, settings });
  if (command !== undefined) await lane.ask(command);
  const trials = await lookAtTrials(settings, ports);
  const suspensions = suspensionCommands(trials, await ledger.suspensions(), now);
  for (const suspension of suspensions) await lane.ask(suspension);

  const parked = await sendParkedMails(ports);
  const held = uploads.filter(({ decision }) => decision === 'held');
  const facts = watchFacts({ now, settings, waiting, held, onTheWay, incidents, trials });
  const news = await newsAmong(facts, notices);
  let mail: 'none' | 'sent' | 'already-sent' = 'none';
  if (news.length > 0) {
    mail = await mailOnce.sendOnce(watchMail(news, now, recipients));
    await notices.note(news, now);
  }
  if (parked.refused.length > 0) throw new Error(refusalOf(parked.refused));
  const gauges = watchGauges({
    now,
    lane: laneState,
    settings,
    waiting,
    uploads,
    incidents,
    facts,
    reportSent,
  });
  return {
    summary: {
      landed,
      reconsidered: command === undefined ? 0 : 1,
      suspending: suspensions.length,
      facts: facts.length,
      told: news.length,
      mailsSentLate: parked.sent,
    },
    metrics: { ...gauges, ...trialGauges(trials, settings), MailsSent: parked.sent + (mail === 'sent' ? 1 : 0) },
  };
}

/** The facts that were never told, or are worse than when they were. */
async function newsAmong(facts: readonly WatchFact[], notices: WatchPorts['notices']): Promise<WatchFact[]> {
  if (facts.length === 0) return [];
  const told = await notices.levelsTold([...new Set(facts.map(({ factId }) => factId))]);
  return facts.filter(({ factId, level }) => level > (told.get(factId) ?? 0));
}
