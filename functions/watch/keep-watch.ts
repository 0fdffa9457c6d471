import type { RunOutcome } from '../contracts/queue.ts';
import type { LaneState } from '../contracts/lane-state.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import { isHeldList, type Upload } from '../contracts/upload.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { watchNews } from '../email/watch-mail.ts';
import { unreadGauges, watchGauges } from './gauges.ts';
import { closeDispatches } from './close-dispatches.ts';
import { refusalOf, sendDeferredMails } from './deferred-mails.ts';
import { lookAtList } from './look-at-list.ts';
import type { WatchPorts } from './ports.ts';
import { reconsiderCommand } from './reconsidering.ts';
import { RunParts } from './run-parts.ts';
import { suspensionCommands } from './suspending.ts';
import { trialGauges } from './trial-gauges.ts';
import { lookAtTrials, NO_TRIALS } from './trials-look.ts';
import { watchFacts } from './rules.ts';

/**
 * One look at everything that someone may have to hear of. Closes what has arrived, asks the lane to look again
 * where it should, and notifies operations of each fact once, and again when it has become worse.
 *
 * Reported means mailed, then noted: after a crash in between the same facts make the same mail id, and no second mail.
 *
 * Each part is done by itself. A gauge whose part cannot be read is counted as unread, which sets off an alarm of its
 * own, and the others are reported; so is all that was done when a mail is refused, as an outage of mail cannot be reported
 * by mail. Either way the run ends with the faults of its parts.
 */
export async function keepWatch(_input: unknown, ports: WatchPorts): Promise<RunOutcome<'watch'>> {
  const { ledger, governance, lane, clock } = ports;
  const parts = new RunParts();
  const dispatches = await parts.run(() => closeDispatches(ports));
  const [laneState, waiting, corrections, reevaluationsDue, incidents, lastReport, register, settings] =
    await Promise.all([
      parts.run(() => ledger.get('lane')),
      parts.run(() => ledger.list('waitingLines')),
      parts.run(() => ledger.list('corrections')),
      parts.run(() => ledger.list('reevaluationsDue')),
      parts.run(() => ledger.list('incidents')),
      parts.run(() => lastReported(ledger)),
      parts.run(governance.gbcsRegister),
      parts.run(governance.settings),
    ]);
  const now = clock.now();
  const held = laneState && (await parts.run(() => heldLists(laneState, ledger)));

  const reconsidered = await parts.run(async () => {
    if (!laneState || !waiting || !corrections || !incidents || !reevaluationsDue || !register || !settings) return 0;
    const command = reconsiderCommand({
      now,
      lane: laneState,
      waiting,
      corrections,
      incidents,
      reevaluationsDue,
      register,
      settings,
    });
    if (command === undefined) return 0;
    await lane.ask(command);
    return 1;
  });
  const trials = settings && (await parts.run(() => lookAtTrials(settings, ports)));
  const suspending = await parts.run(async () => {
    if (trials === undefined) return 0;
    const suspensions = await suspensionCommands(trials, ports, now);
    for (const suspension of suspensions) await lane.ask(suspension);
    return suspensions.length;
  });

  const deferred = await parts.run(() => sendDeferredMails(ports));
  if (deferred !== undefined && deferred.refused.length > 0) parts.note(new Error(refusalOf(deferred.refused)));
  const list = await parts.run(() => lookAtList(ports));
  if (list?.fault !== undefined) parts.note(list.fault);
  const exports = await parts.run(() => lookAtExports(ports));
  const facts =
    settings &&
    watchFacts({
      now,
      settings,
      waiting: waiting ?? [],
      incidents: incidents ?? [],
      corrections: corrections ?? [],
      held: held ?? [],
      onTheWay: dispatches?.onTheWay ?? [],
      trials: trials ?? NO_TRIALS,
      ...(exports === undefined ? {} : { exports }),
      ...(register && list ? { horizon: { register, uses: list.uses } } : {}),
    });
  const news = facts && (await parts.run(() => notify(facts, now, ports)));
  if (news?.refusal !== undefined) parts.note(news.refusal);

  const gauges = {
    ...watchGauges({
      now,
      lane: laneState,
      settings,
      waiting,
      held,
      incidents,
      dispatches,
      trials,
      facts,
      lastReport,
    }),
    ...trialGauges(trials),
    MailsRefused: deferred && news && deferred.refused.length + (news.refusal === undefined ? 0 : 1),
  };
  const { fault } = parts;
  return {
    summary: {
      dispatchesClosed: dispatches?.dispatchesClosed ?? 0,
      reconsidered: reconsidered ?? 0,
      suspending: suspending ?? 0,
      facts: facts?.length ?? 0,
      reported: news?.reported ?? 0,
      expiredReported: list?.reported ?? 0,
      mailsSentLate: deferred?.sent ?? 0,
    },
    metrics: {
      ...gauges,
      GaugesUnread: unreadGauges(gauges),
      MailsSent: (deferred?.sent ?? 0) + (news?.mailsSent ?? 0),
    },
    ...(fault === undefined ? {} : { fault }),
  };
}

/** The lists that wait for an approval: the lane knows them, so that of all files that ever arrived only those are read. */
async function heldLists({ held, pending }: LaneState, ledger: Pick<LedgerReader, 'get'>): Promise<Upload[]> {
  const ids = new Set([...held, ...(pending?.facts.held ?? [])].map(({ uploadId }) => uploadId));
  const uploads = await Promise.all([...ids].map((uploadId) => ledger.get('uploads', { uploadId })));
  return uploads.filter((upload) => upload !== undefined).filter(isHeldList);
}

/** The exports of the inventory, where the stage makes them. */
async function lookAtExports({ exports, ledger }: Pick<WatchPorts, 'exports' | 'ledger'>) {
  if (exports === undefined) return undefined;
  const [lastFinished, first] = await Promise.all([exports.lastFinished(), ledger.last('uploads')]);
  return { lastFinished, inUseSince: first?.receivedAt };
}

/** The report that the SSC was sent last, or when the first file arrived while there was none. */
async function lastReported(ledger: Pick<WatchPorts['ledger'], 'get' | 'last'>) {
  const sent = await ledger.get('reportSent');
  return { since: sent?.sentAt ?? (await ledger.last('uploads'))?.receivedAt };
}

/**
 * Mails what is news among the facts, each to its readers, then notes it; news whose mail is refused is news again at the
 * next run. News is what was never reported, or is worse than when it was, except what a letter of an incident reports.
 */
async function notify(
  facts: readonly WatchFact[],
  now: string,
  { mailOnce, notices, recipients }: Pick<WatchPorts, 'mailOnce' | 'notices' | 'recipients'>,
): Promise<{ readonly reported: number; readonly mailsSent: number; readonly refusal?: Error }> {
  const ours = facts.filter(({ incidentId }) => incidentId === undefined);
  const levels = await notices.levelsReported([...new Set(ours.map(({ factId }) => factId))]);
  const news = ours.filter(({ factId, level }) => level > (levels.get(factId) ?? 0));
  let [reported, mailsSent] = [0, 0];
  for (const { mail, facts: mailed } of watchNews(news, now, recipients)) {
    let outcome: 'sent' | 'already-sent';
    try {
      outcome = await mailOnce.sendOnce(mail);
    } catch (cause) {
      const refusal = cause instanceof Error ? cause : new Error('The news was not sent', { cause });
      return { reported, mailsSent, refusal };
    }
    await notices.note(mailed, now);
    reported += mailed.length;
    mailsSent += outcome === 'sent' ? 1 : 0;
  }
  return { reported, mailsSent };
}
