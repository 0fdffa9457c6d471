import type { Settings } from '../settings/settings.ts';
import { type DeadlineStanding, deadlineStanding, elapsedHours } from './deadline.ts';

/** How large an incident has become: what its category is judged by (R31, CPL18 App. A). */
export type IncidentScale = {
  /** Distinct Device Models that wait. */
  readonly pendingModels: number;
  readonly manufacturers: number;
  /** Hours since the first line was blocked. */
  readonly ageHours: number;
};

/** The categories that are proposed, 1 the more severe (SEC H9). */
export type ProposedCategory = 1 | 2;

/** What an incident can reach that calls for a reassessment (R31). */
export type Threshold = keyof Settings['incidentThresholds'];

/** How bad an incident is known to be. */
export type IncidentAssessment = {
  readonly category: ProposedCategory;
  readonly reached: readonly Threshold[];
  /** How the first of its entries stood against the hours of upload, at its worst (R7). */
  readonly standing: DeadlineStanding;
};

/** An incident of which nothing is known yet. */
export const NOT_ASSESSED: IncidentAssessment = { category: 2, reached: [], standing: 'on-time' };

const WORST_FIRST: readonly DeadlineStanding[] = ['breached', 'at-risk'];

/** The size of an incident from the lines that wait for its cause. */
export function incidentScale(
  lines: readonly {
    readonly entry: {
      readonly manufacturerIdentifier: string;
      readonly modelIdentifier: string;
      readonly hardwareVersion: string;
    };
  }[],
  openedAt: string,
  now: string,
): IncidentScale {
  const models = lines.map(({ entry }) =>
    [entry.manufacturerIdentifier, entry.modelIdentifier, entry.hardwareVersion].join('/'),
  );
  return {
    pendingModels: new Set(models).size,
    manufacturers: new Set(lines.map(({ entry }) => entry.manufacturerIdentifier)).size,
    ageHours: Math.max(0, elapsedHours(openedAt, now)),
  };
}

/**
 * Proposes the category of an incident: 2 by default, as in 2018 (R29). Reaching a threshold calls for a
 * reassessment; category 1 is proposed when many Device Models of several manufacturers wait, because that is when
 * a large group of parties is affected. Age alone does not make a category 1: the incident of 2018 stayed a 2 for six
 * weeks (CPL18 App. A).
 */
export function incidentCategory(
  scale: IncidentScale,
  thresholds: Settings['incidentThresholds'],
): {
  readonly category: ProposedCategory;
  readonly reached: readonly Threshold[];
  readonly because: readonly string[];
} {
  const reasons: readonly (readonly [Threshold, string])[] = [
    ['pendingModels', `${scale.pendingModels} Device Models wait (threshold ${thresholds.pendingModels})`],
    ['manufacturers', `${scale.manufacturers} manufacturers are affected (threshold ${thresholds.manufacturers})`],
    ['ageHours', `open for ${Math.floor(scale.ageHours)} hours (threshold ${thresholds.ageHours})`],
  ];
  const found = reasons.filter(([threshold]) => scale[threshold] >= thresholds[threshold]);
  const reached = found.map(([threshold]) => threshold);
  return {
    category: reached.includes('pendingModels') && reached.includes('manufacturers') ? 1 : 2,
    reached,
    because: found.map(([, reason]) => reason),
  };
}

/**
 * An assessment brought up to date: it becomes worse, never better by itself, so that each step is told once. A lower
 * category is for operators to confirm (R30, R31).
 *
 * @param oldest When the first of the lines that wait, or waited until now, was published.
 */
export function reassessed(
  before: IncidentAssessment,
  scale: IncidentScale,
  oldest: string,
  settings: Pick<Settings, 'incidentThresholds' | 'uploadDeadlineHours' | 'uploadAtRiskHours'>,
  now: string,
): IncidentAssessment {
  const { category, reached } = incidentCategory(scale, settings.incidentThresholds);
  const standing = deadlineStanding(oldest, now, settings);
  return {
    category: category === 1 ? 1 : before.category,
    reached: [...before.reached, ...reached.filter((threshold) => !before.reached.includes(threshold))],
    standing: WORST_FIRST.find((worse) => worse === standing || worse === before.standing) ?? 'on-time',
  };
}

/** Says whether an assessment tells of something that another does not: a higher category, or one more threshold. */
export function callsForReassessment(after: IncidentAssessment, before: IncidentAssessment): boolean {
  return after.category < before.category || after.reached.length > before.reached.length;
}
