import type { LaneState } from '../contracts/lane-state.ts';
import type { MetricValues } from '../contracts/metrics.ts';
import type { Incident } from '../contracts/incident.ts';
import type { WaitingLine } from '../contracts/waiting-line.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { elapsedHours } from '../domain/incidents/deadline.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { workingDaysSince } from '../domain/calendar/working-day.ts';
import type { TrialGauge } from './trial-gauges.ts';

/** What the gauges are read from, as it was at one moment; `undefined` is what could not be read. */
export type GaugedView = {
  readonly now: string;
  readonly lane: Pick<LaneState, 'pending' | 'issues' | 'accepted'> | undefined;
  readonly settings: Pick<Settings, 'trialFlagging'> | undefined;
  readonly waiting: readonly WaitingLine[] | undefined;
  /** Lists that wait for an approval. */
  readonly held: readonly object[] | undefined;
  readonly incidents: readonly Pick<Incident, 'state'>[] | undefined;
  readonly dispatches: object | undefined;
  readonly trials: object | undefined;
  /** Of all that could be read. */
  readonly facts: readonly Pick<WatchFact, 'kind'>[] | undefined;
  /** When the SSC was last sent its report, or else when the first file arrived, if one has. */
  readonly lastReport: { readonly since: string | undefined } | undefined;
};

/** How things stand, as numbers that alarms are evaluated by: what an event cannot say, because nothing happens. */
export function watchGauges(
  view: GaugedView,
): Omit<MetricValues<'watch'>, 'MailsSent' | 'MailsRefused' | 'GaugesUnread' | TrialGauge> {
  const { now, lane, settings, waiting, held, incidents, facts, lastReport } = view;
  const countOf = (kind: WatchFact['kind'], ...of: readonly unknown[]): number | undefined =>
    of.includes(undefined) ? undefined : facts?.filter((fact) => fact.kind === kind).length;
  const late = [waiting, held, view.dispatches];
  return {
    EntriesWaiting: waiting && new Set(waiting.map(({ entry }) => entry.entryKey)).size,
    OldestWaitingHours: waiting && hoursSince(earliest(waiting.map(({ publishedAt }) => publishedAt)), now),
    DeadlinesAtRisk: countOf('at-risk', ...late),
    DeadlinesBreached: countOf('breached', ...late),
    IncidentsOpen: incidents?.filter(({ state }) => state !== 'resolved').length,
    ExtractsOnHold: held?.length,
    IssueSkippedDays: lane && skippedDays(lane, now),
    ListsShutOut: lane && (lane.accepted?.shutOut ?? []).length,
    LaneStuckMinutes: lane && hoursSince(lane.pending?.since, now) * 60,
    TrialBreaches: countOf('trial-breach', view.trials),
    TrialWarnings: countOf('trial-warning', view.trials),
    TrialFlaggingOff: settings && (settings.trialFlagging === 'off' ? 1 : 0),
    DaysSinceReport: lastReport && hoursSince(lastReport.since, now) / 24,
  };
}

/** How many gauges could not be read. */
export function unreadGauges(gauges: Partial<MetricValues<'watch'>>): number {
  return Object.values(gauges).filter((value) => value === undefined).length;
}

function skippedDays({ issues }: Pick<LaneState, 'issues'>, now: string): number {
  const skipped = earliest((issues?.skipped ?? []).map(({ since }) => since));
  return skipped === undefined ? 0 : workingDaysSince(skipped, now);
}

function hoursSince(instant: string | undefined, now: string): number {
  return instant === undefined ? 0 : Math.max(0, elapsedHours(instant, now));
}

function earliest(instants: readonly string[]): string | undefined {
  return instants.toSorted().at(0);
}
