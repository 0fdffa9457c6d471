import type { LaneState } from '../contracts/lane-state.ts';
import type { MetricValues } from '../contracts/metrics.ts';
import type { ReportSent } from '../contracts/report-sent.ts';
import type { Upload } from '../contracts/upload.ts';
import type { Incident } from '../contracts/incident.ts';
import type { WaitingLine } from '../contracts/waiting-line.ts';
import type { WatchFact } from '../contracts/watch-fact.ts';
import { elapsedHours } from '../domain/incidents/deadline.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { workingDaysSince } from '../domain/calendar/working-day.ts';
import type { TrialGauge } from './trial-gauges.ts';

/** What the gauges are read from, as it was at one moment. */
export type GaugedView = {
  readonly now: string;
  readonly lane: Pick<LaneState, 'pending' | 'issues'>;
  readonly settings: Pick<Settings, 'trialFlagging'>;
  readonly waiting: readonly WaitingLine[];
  readonly uploads: readonly Pick<Upload, 'kind' | 'decision' | 'receivedAt'>[];
  readonly incidents: readonly Pick<Incident, 'state'>[];
  readonly facts: readonly Pick<WatchFact, 'kind'>[];
  readonly reportSent: ReportSent | undefined;
};

/** How things stand, as numbers that alarms are judged by: what an event cannot say, because nothing happens. */
export function watchGauges(view: GaugedView): Omit<MetricValues<'watch'>, 'MailsSent' | 'MailsRefused' | TrialGauge> {
  const { now, lane, settings, waiting, uploads, incidents, facts } = view;
  const told = (kind: WatchFact['kind']): number => facts.filter((fact) => fact.kind === kind).length;
  const skipped = earliest((lane.issues?.skipped ?? []).map(({ since }) => since));
  const lastReport = view.reportSent?.sentAt ?? earliest(uploads.map(({ receivedAt }) => receivedAt));
  return {
    EntriesWaiting: new Set(waiting.map(({ entry }) => entry.entryKey)).size,
    OldestWaitingHours: hoursSince(earliest(waiting.map(({ publishedAt }) => publishedAt)), now),
    DeadlinesAtRisk: told('at-risk'),
    DeadlinesBreached: told('breached'),
    IncidentsOpen: incidents.filter(({ state }) => state === 'open').length,
    ExtractsOnHold: uploads.filter(({ decision }) => decision === 'held').length,
    IssueSkippedDays: skipped === undefined ? 0 : workingDaysSince(skipped, now),
    LaneStuckMinutes: hoursSince(lane.pending?.since, now) * 60,
    TrialBreaches: told('trial-breach'),
    TrialWarnings: told('trial-warning'),
    TrialFlaggingOff: settings.trialFlagging === 'off' ? 1 : 0,
    DaysSinceReport: hoursSince(lastReport, now) / 24,
  };
}

function hoursSince(instant: string | undefined, now: string): number {
  return instant === undefined ? 0 : Math.max(0, elapsedHours(instant, now));
}

function earliest(instants: readonly string[]): string | undefined {
  return instants.toSorted().at(0);
}
