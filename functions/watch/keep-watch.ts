import type { RunOutcome } from '../contracts/queue.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { watchMail } from '../email/watch-mail.ts';
import { watchGauges } from './gauges.ts';
import { landFlights } from './landing.ts';
import { refusalOf, sendParkedMails } from './parked-mails.ts';
import { lookAtList } from './look-at-list.ts';
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
 * Mail that is refused is a fault of the run, once everything else has been done and reported: an outage of mail cannot
 * be told by mail, but alarms can tell it, and all else that the metrics say.
 */
export async function keepWatch(_input: unknown, ports: WatchPorts): Promise<RunOutcome<'watch'>> {
  const { ledger, governance, notices, lane, clock } = ports;
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

  const command = reconsiderCommand({ now, lane: laneState, waiting, incidents, sweepsDue, register, settings });
  if (command !== undefined) await lane.ask(command);
  const trials = await lookAtTrials(settings, ports);
  const suspensions = suspensionCommands(trials, await ledger.suspensions(), now);
  for (const suspension of suspensions) await lane.ask(suspension);

  const parked = await sendParkedMails(ports);
  const held = uploads.filter(({ decision }) => decision === 'held');
  const list = await lookAtList(ports);
  const horizon = { register, uses: list.uses };
  const facts = watchFacts({ now, settings, waiting, held, onTheWay, trials, horizon });
  const news = await tell(await newsAmong(facts, notices), now, ports);
  const fault = parked.refused.length > 0 ? new Error(refusalOf(parked.refused)) : (news.refusal ?? list.fault);
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
      told: news.told,
      expiredTold: list.told,
      mailsSentLate: parked.sent,
    },
    metrics: {
      ...gauges,
      ...trialGauges(trials, settings),
      MailsSent: parked.sent + news.mailsSent,
      MailsRefused: parked.refused.length + (news.refusal === undefined ? 0 : 1),
    },
    ...(fault === undefined ? {} : { fault }),
  };
}

/** Mails the news, then notes it; news whose mail is refused is news again at the next run. */
async function tell(
  news: readonly WatchFact[],
  now: string,
  { mailOnce, notices, recipients }: Pick<WatchPorts, 'mailOnce' | 'notices' | 'recipients'>,
): Promise<{ readonly told: number; readonly mailsSent: number; readonly refusal?: Error }> {
  if (news.length === 0) return { told: 0, mailsSent: 0 };
  let outcome: 'sent' | 'already-sent';
  try {
    outcome = await mailOnce.sendOnce(watchMail(news, now, recipients));
  } catch (cause) {
    const refusal = cause instanceof Error ? cause : new Error('The news was not sent', { cause });
    return { told: 0, mailsSent: 0, refusal };
  }
  await notices.note(news, now);
  return { told: news.length, mailsSent: outcome === 'sent' ? 1 : 0 };
}

/** The facts that were never told, or are worse than when they were. */
async function newsAmong(facts: readonly WatchFact[], notices: WatchPorts['notices']): Promise<WatchFact[]> {
  const told = await notices.levelsTold([...new Set(facts.map(({ factId }) => factId))]);
  return facts.filter(({ factId, level }) => level > (told.get(factId) ?? 0));
}
