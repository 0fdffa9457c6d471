import type { Incident } from '../contracts/incident.ts';
import type { Upload } from '../contracts/upload.ts';
import type { CorrectionOutstanding, WaitingLine } from '../contracts/waiting-line.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { deadlineStatus, elapsedHours, hoursInWords, uploadDeadline } from '../domain/incidents/deadline.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { entryInWords } from '../email/entry-words.ts';
import { counted, listedUpTo, momentInWords } from '../email/words.ts';
import { exportFacts, type ExportLook } from './exports.ts';
import { horizonFacts, type HorizonLook } from './gbcs-horizon.ts';
import type { OnTheWay } from './close-dispatches.ts';
import type { TrialsLook } from './trials-look.ts';
import { trialWatchFacts } from './trial-rules.ts';

/** All that the rules depend on, as it was at one moment. */
export type WatchView = {
  readonly now: string;
  readonly settings: Settings;
  readonly waiting: readonly WaitingLine[];
  readonly incidents: readonly Incident[];
  readonly corrections: readonly CorrectionOutstanding[];
  readonly held: readonly Upload[];
  readonly onTheWay: readonly OnTheWay[];
  readonly trials: TrialsLook;
  /** Left out where register or list could not be read. */
  readonly horizon?: HorizonLook;
  /** Left out where the stage exports no inventory, or its exports could not be read. */
  readonly exports?: ExportLook;
};

/** A rule of the watch: the facts that operations must hear of, each time all that hold now. */
type WatchRule = (view: WatchView) => readonly WatchFact[];

const RULES: readonly WatchRule[] = [
  waitingLinesAreLate,
  heldListsAreLate,
  changesAreLate,
  substitutesRemain,
  trialWatchFacts,
  horizonFacts,
  (view) => (view.exports === undefined ? [] : exportFacts(view.exports, view.now)),
];

/** Entries that a fact names. */
const NAMED = 5;
const HOURS_OF_A_WEEK = 168;

/** Every fact that holds now, whether it was reported before or not. */
export function watchFacts(view: WatchView): WatchFact[] {
  return RULES.flatMap((rule) => rule(view));
}

/** R7: the hours of a blocked entry run on, one by one; under Option A a buffered entry can be a breach. */
function waitingLinesAreLate(view: WatchView): WatchFact[] {
  return view.waiting.flatMap((line) =>
    late(`deadline/${line.order}/${line.entry.entryKey}`, line.publishedAt, view, {
      title: entryInWords(line.entry),
      text: `Blocked: ${line.reason}.`,
      uploadId: line.uploadId,
    }).map((fact) => (fact.kind === 'breached' ? { ...fact, ...breachedIncident(line, view) } : fact)),
  );
}

/** The incident that reports the breach of a line by an update of its own: that of its cause, for its first lines. */
function breachedIncident(
  { reason, publishedAt }: WaitingLine,
  { incidents }: Pick<WatchView, 'incidents'>,
): Pick<WatchFact, 'incidentId'> {
  const incident = incidents.find(({ state, cause }) => state === 'open' && cause === reason);
  return incident === undefined || publishedAt > incident.firstPublishedAt ? {} : { incidentId: incident.incidentId };
}

/** R7: a list that waits for approval is not in the DSP either. */
function heldListsAreLate(view: WatchView): WatchFact[] {
  return view.held.flatMap(({ uploadId, key, receivedAt }) =>
    late(`deadline/upload/${uploadId}`, receivedAt, view, {
      title: key,
      text: `Held: approve it (npm run cpl -- approve ${uploadId} --reason "…" --aws), refuse it, or send a corrected list.`,
      uploadId,
    }),
  );
}

/** R7: changes that were sent, or are about to be, and have not arrived. */
function changesAreLate(view: WatchView): WatchFact[] {
  return view.onTheWay.flatMap(({ uploadId, changes, publishedAt }) =>
    late(`deadline/upload/${uploadId}`, publishedAt, view, {
      title: `${counted(changes, 'change')} of upload ${uploadId}`,
      text: 'On the way to the DSP, but not in it: look at the lane, at dsp-updates and at their dead-letter queues.',
      uploadId,
    }),
  );
}

/** R18: what the DSP holds under a substitute is reported at once, and again each week, until it is corrected. */
function substitutesRemain({ corrections, now }: WatchView): WatchFact[] {
  const pairs = Map.groupBy(
    corrections,
    ({ entry, substitutedGbcsVersion }) => `${entry.gbcsVersion} ${substitutedGbcsVersion}`,
  );
  return [...pairs].map(([pair, of]) => {
    const [declared = '', substitute = ''] = pair.split(' ');
    const since = of.map((correction) => correction.since).reduce((a, b) => (a < b ? a : b), now);
    const entries = of.map(({ entry }) => entryInWords(entry));
    return {
      factId: `correction/${declared}/${substitute}/${since}`,
      level: 1 + Math.floor(elapsedHours(since, now) / HOURS_OF_A_WEEK),
      kind: 'correction' as const,
      title: `${counted(of.length, 'entry is', 'entries are')} in the DSP under GBCS ${substitute} instead of ${declared}`,
      text: `The inventory does not show what their devices can do. The correction is sent by itself once the register says that the DSP recognises GBCS ${declared}.`,
      details: [
        { label: 'Since', value: momentInWords(since) },
        { label: 'Entries', value: listedUpTo(NAMED, entries) },
      ],
    };
  });
}

function late(
  factId: string,
  publishedAt: string,
  { now, settings }: WatchView,
  { title, text, uploadId }: { readonly title: string; readonly text: string; readonly uploadId: string },
): WatchFact[] {
  const status = deadlineStatus(publishedAt, now, settings);
  if (status === 'on-time') return [];
  const deadline = uploadDeadline(publishedAt, settings);
  const hours = hoursInWords(elapsedHours(now, deadline));
  return [
    {
      factId,
      level: status === 'breached' ? 2 : 1,
      kind: status,
      title,
      text,
      details: [
        { label: 'Received', value: momentInWords(publishedAt) },
        {
          label: 'Deadline',
          value: `${momentInWords(deadline)}, ${status === 'breached' ? `${hours} ago` : `in ${hours}`}`,
        },
        { label: 'Upload', value: uploadId },
      ],
    },
  ];
}
