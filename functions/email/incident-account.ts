import type { Incident } from '../contracts/incident.ts';
import type { WaitingLine } from '../contracts/waiting-line.ts';
import type { AffectedModel } from '../domain/incidents/affected-models.ts';
import { deadlineStatus } from '../domain/incidents/deadline.ts';
import { incidentCategory, incidentScale } from '../domain/incidents/incident-category.ts';
import { type IncidentClocks, incidentClocks } from '../domain/incidents/incident-clocks.ts';
import { criteriaViews, type CriterionView } from '../domain/incidents/incident-criteria.ts';
import type { Settings } from '../domain/settings/settings.ts';

/** What an incident is now, as letters, CLI and console all say it. */
export type IncidentAccount = {
  /** The confirmed category, or the proposed one while none is confirmed. */
  readonly category: number;
  readonly confirmed: boolean;
  /** Why its category is to be reassessed, as sentences; what was reached once is still said by the timeline. */
  readonly reached: readonly string[];
  readonly criteria: readonly CriterionView[];
  readonly clocks: IncidentClocks;
  /** Entries that wait now. */
  readonly waiting: number;
};

/** Gives account of an incident by what is recorded of it and what waits for its cause now. */
export function incidentAccount(
  {
    incident,
    lines,
    models,
    settings,
  }: {
    readonly incident: Incident;
    readonly lines: readonly WaitingLine[];
    readonly models: readonly AffectedModel[];
    readonly settings: Settings;
  },
  now: string,
): IncidentAccount {
  const category = incident.confirmation?.category ?? incident.assessment.category;
  // The lane looks at the hours every 15 minutes; who reads this looks now.
  const breached =
    incident.assessment.status === 'breached' ||
    lines.some(({ publishedAt }) => deadlineStatus(publishedAt, now, settings) === 'breached');
  const [waitingSince] = lines.map(({ publishedAt }) => publishedAt).toSorted();
  const scale = incidentScale(lines, incident, now);
  return {
    category,
    confirmed: incident.confirmation !== undefined,
    reached: incident.state !== 'resolved' ? incidentCategory(scale, settings.incidentThresholds).because : [],
    criteria: criteriaViews(incident.assessment, models),
    clocks: incidentClocks({ ...incident, waitingSince, breached }, category, settings, now),
    waiting: new Set(lines.map(({ entry }) => entry.entryKey)).size,
  };
}
