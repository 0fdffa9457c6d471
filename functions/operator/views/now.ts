import type { Incident } from '../../contracts/incident.ts';
import { READERS } from '../../contracts/recipients.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { daysBetween } from '../../domain/calendar/calendar-day.ts';
import { uploadDeadline } from '../../domain/incidents/deadline.ts';
import { remedyFor } from '../../domain/incidents/incident-remedy.ts';
import { incidentClocks } from '../../domain/incidents/incident-clocks.ts';
import { trialsOf, trialState } from '../../domain/trials/trial-status.ts';
import { counted, listed } from '../../email/words.ts';
import type { OperatorPorts, QueueDepth } from './ports.ts';

/** A thing that needs a person: the most urgent have the lowest number. */
export type Need = {
  readonly gravity: 1 | 2 | 3;
  readonly what: string;
  /** Whom it concerns, and what they lose. */
  readonly why: string;
  readonly who: string;
  /** The clock that runs, and when it is over, ISO 8601; null where none does. */
  readonly clock: { readonly name: string; readonly dueAt: string } | null;
  readonly about: Subject;
};

/** What a need is about, so that each face of the pipeline leads there in its own way. */
export type Subject =
  | { readonly kind: 'incident' | 'upload' | 'trial' | 'dead-letters'; readonly id: string }
  | { readonly kind: 'lists' | 'deferred-mails' | 'corrections' };

/** The pipeline now, from a bounded number of reads: what a person reads first. */
export type NowView = {
  readonly now: string;
  readonly needs: readonly Need[];
  readonly blocked: { readonly entries: number; readonly manufacturers: number; readonly firstDueAt: string | null };
  readonly accepted: { readonly uploadId: string; readonly issue: string; readonly receivedAt: string } | null;
  /** Device Models that can join by the list in force. */
  readonly activeModels: number;
  /** Changes that wait for the DSP, about, and decisions that are not carried out to their end. */
  readonly onTheWay: number;
  readonly queues: readonly QueueDepth[];
  readonly reportSentAt: string | null;
};

type Sources = Pick<OperatorPorts, 'ledger' | 'governance' | 'queueDepths' | 'now'>;

/** Days before the end of a trial from which its decision is asked for. */
const TRIAL_DAYS = 30;
/** Trials that are named one by one. */
const TRIALS_NAMED = 5;

/** Looks at what matters first. The number of items read depends on what is open, never on what is past. */
export async function nowView(ports: Sources): Promise<NowView> {
  const { ledger, governance } = ports;
  const [now, lane, settings, incidents, first, blockedEntries] = await Promise.all([
    ports.now(),
    ledger.get('lane'),
    governance.settings(),
    ledger.list('incidents'),
    ledger.page('waitingLines', 1, undefined),
    ledger.count('waitingLines'),
  ]);
  const [queues, deferred, corrections, sent, lists] = await Promise.all([
    ports.queueDepths(),
    ledger.count('deferredMails'),
    ledger.count('corrections'),
    ledger.get('reportSent'),
    governance.agreedListHistory(),
  ]);
  const open = incidents.filter(({ state }) => state !== 'resolved');
  const publishedAt = first.items[0]?.publishedAt;
  const onTheWay = queues.find(({ queue }) => queue === 'dsp-updates');
  const held = lane.held.map(({ uploadId, issue, receivedAt }): Need => ({
    gravity: 2,
    what: `Issue ${issue || 'of an unknown number'} is held: approve or refuse it`,
    why: 'Nothing of it goes to the DSP before that.',
    who: READERS.dccOperations,
    clock: { name: 'upload limit', dueAt: uploadDeadline(receivedAt, settings) },
    about: { kind: 'upload', id: uploadId },
  }));
  const unconfirmed: Need[] =
    lane.heldAgreedList === undefined
      ? []
      : [
          {
            gravity: 2,
            what: 'An agreed list of trials is held: confirm it',
            why: 'The list before it stays active until then.',
            who: READERS.dccServiceTeam,
            clock: null,
            about: { kind: 'upload', id: lane.heldAgreedList },
          },
        ];
  const needs = [
    ...open.flatMap((incident) => incidentNeeds(incident, settings, now)),
    ...held,
    ...unconfirmed,
    ...queues.flatMap(queueNeeds),
    ...trialNeeds(trialsOf(lists), londonDay(now)),
    ...countNeeds({ deferred, corrections, skipped: (lane.issues?.skipped ?? []).map(({ issue }) => issue) }),
  ];
  return {
    now,
    needs: needs.toSorted((a, b) => a.gravity - b.gravity || dueOf(a) - dueOf(b)),
    blocked: {
      entries: blockedEntries,
      manufacturers: new Set(open.filter(({ state }) => state === 'open').flatMap((each) => each.manufacturers)).size,
      firstDueAt: publishedAt === undefined ? null : uploadDeadline(publishedAt, settings),
    },
    accepted: lane.accepted ?? null,
    activeModels: lane.accepted?.activeModels ?? 0,
    onTheWay:
      (lane.pending === undefined ? 0 : 1) + (onTheWay === undefined ? 0 : onTheWay.visible + onTheWay.inFlight),
    queues,
    reportSentAt: sent?.sentAt ?? null,
  };
}

function dueOf({ clock }: Need): number {
  return clock === null ? Infinity : Date.parse(clock.dueAt);
}

function incidentNeeds(incident: Incident, settings: Parameters<typeof incidentClocks>[2], now: string): Need[] {
  const { incidentId, cause, confirmation, assessment, entries, manufacturers, state } = incident;
  const category = confirmation?.category ?? assessment.category;
  const clocks = incidentClocks({ ...incident, breached: assessment.status === 'breached' }, category, settings, now);
  const isOverdue = state === 'open' && clocks.upload.dueAt <= now;
  const whom = `${counted(entries.length, 'entry', 'entries')} of ${counted(manufacturers.length, 'manufacturer')} ${entries.length === 1 ? 'has' : 'have'} waited for it`;
  const about = { kind: 'incident', id: incidentId } as const;
  return [
    ...(confirmation === undefined
      ? [
          {
            gravity: isOverdue || assessment.category === 1 ? 1 : 2,
            what: `${cause}: confirm that this is category ${assessment.category}`,
            why: `${whom}.`,
            who: READERS.dccOperations,
            clock: clocks.response.doneAt === null ? { name: 'response', dueAt: clocks.response.dueAt } : null,
            about,
          } as const,
        ]
      : []),
    ...(state === 'open'
      ? [
          {
            gravity: isOverdue ? 1 : 2,
            what: `${cause}: remove the cause, so that what waits can go`,
            why: `${whom}; installers cannot join these devices until the DSP holds them.`,
            who: whoRemoves(cause),
            clock: { name: 'upload limit', dueAt: clocks.upload.dueAt },
            about,
          } as const,
        ]
      : []),
  ];
}

/** Who can take a cause away. */
function whoRemoves(cause: string): string {
  const { actionBy } = remedyFor(cause);
  return actionBy.length === 0 ? 'nobody: time ends it' : listed(actionBy.map((reader) => READERS[reader]));
}

function queueNeeds({ queue, deadLetters }: QueueDepth): Need[] {
  if (deadLetters === 0) return [];
  return [
    {
      gravity: queue === 'srv-events' ? 2 : 1,
      what: `${counted(deadLetters, 'message')} of ${queue} could not be handled`,
      why: `Read why, remove the cause, and move ${deadLetters === 1 ? 'it back or discard it' : 'them back or discard them'}.`,
      who: READERS.dccOperations,
      clock: null,
      about: { kind: 'dead-letters', id: queue },
    },
  ];
}

function trialNeeds(trials: ReturnType<typeof trialsOf>, today: string): Need[] {
  const ending = trials
    .filter((trial) => trial.listed && trial.endDecision === '' && daysBetween(today, trial.endDate) <= TRIAL_DAYS)
    .filter((trial) => trialState(trial, today) !== 'planned')
    .toSorted((a, b) => (a.endDate < b.endDate ? -1 : 1));
  const [first] = ending;
  if (first === undefined) return [];
  const others = ending.length - 1;
  const more =
    others === 0 ? '' : `, and ${counted(others, 'more trial')} ${others === 1 ? 'ends' : 'end'} soon or ended`;
  const days = daysBetween(today, first.endDate);
  const when =
    days < 0 ? `ended ${counted(-days, 'day')} ago` : days === 0 ? 'ends today' : `ends in ${counted(days, 'day')}`;
  return [
    {
      gravity: days < 0 ? 2 : 3,
      what: `Trial ${first.trialId} ${when}${more}: decide what its devices do then`,
      why: `No decision is recorded for ${listed(ending.slice(0, TRIALS_NAMED).map(({ trialId }) => trialId))}${ending.length > TRIALS_NAMED ? ' and others' : ''}.`,
      who: READERS.ssc,
      clock: null,
      about: { kind: 'trial', id: first.trialId },
    },
  ];
}

function countNeeds({
  deferred,
  corrections,
  skipped,
}: {
  readonly deferred: number;
  readonly corrections: number;
  readonly skipped: readonly string[];
}): Need[] {
  const plain = { clock: null, who: READERS.dccOperations } as const;
  return [
    ...(deferred === 0
      ? []
      : [
          {
            ...plain,
            gravity: 2,
            what: `${counted(deferred, 'mail')} could not be sent`,
            why: 'The watch tries each again every quarter of an hour.',
            about: { kind: 'deferred-mails' },
          } as const,
        ]),
    ...(skipped.length === 0
      ? []
      : [
          {
            ...plain,
            gravity: 3,
            who: READERS.secas,
            what: `Issue ${listed(skipped)} never arrived, although a later one did`,
            why: 'The list in force is complete; only the record has a gap.',
            about: { kind: 'lists' },
          } as const,
        ]),
    ...(corrections === 0
      ? []
      : [
          {
            ...plain,
            gravity: 3,
            who: READERS.dspServiceTeam,
            what: `${counted(corrections, 'entry', 'entries')} in the DSP under a substitute GBCS version`,
            why: 'Each is corrected once the DSP knows the declared version.',
            about: { kind: 'corrections' },
          } as const,
        ]),
  ];
}
