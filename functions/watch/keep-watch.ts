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
import { newsAmong, reportNews, settleNews } from './news.ts';
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
 * News is decided before it is sent (`news.ts`): each fact at its level stands in one mail, whatever dies in between.
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

  const newsState = await parts.run(() => settleNews(ports));
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
  const newFacts = facts && (await parts.run(() => newsAmong(facts.filter(hasNoLetter), ports)));
  const news = [...(list?.news ?? []), ...watchNews(newFacts ?? [], now, ports.recipients)];
  const reported = await parts.run(async () => {
    if (newsState === undefined) return 0;
    await reportNews(news, newsState, ports);
    if (list?.look !== undefined) await ledger.put('listLook', list.look);
    return news.flatMap(({ facts: ofMail }) => ofMail).length;
  });
  const deferred = await parts.run(() => sendDeferredMails(ports));
  if (deferred !== undefined && deferred.refused.length > 0) parts.note(new Error(refusalOf(deferred.refused)));

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
    MailsRefused: deferred?.refused.length,
  };
  const { fault } = parts;
  return {
    summary: {
      dispatchesClosed: dispatches?.dispatchesClosed ?? 0,
      reconsidered: reconsidered ?? 0,
      suspending: suspending ?? 0,
      facts: facts?.length ?? 0,
      news: reported ?? 0,
      mailsSent: deferred?.sent ?? 0,
    },
    metrics: {
      ...gauges,
      GaugesUnread: unreadGauges(gauges),
      MailsSent: deferred?.sent ?? 0,
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

/** What an incident's own letter reports is no news of the watch's. */
function hasNoLetter({ incidentId }: WatchFact): boolean {
  return incidentId === undefined;
}
