import { counted, inFigures } from '../words/counted.ts';
import type { Settings } from '../settings/settings.ts';
import { type DeadlineStatus, deadlineStatus, elapsedHours } from './deadline.ts';

/** How large an incident has become: what its category depends on (R31, CPL18 App. A). */
export type IncidentScale = {
  /** Distinct Device Models that wait. */
  readonly pendingModels: number;
  readonly manufacturers: number;
  /** Suppliers that pre-notified devices of the Device Models that wait (R80). */
  readonly suppliers: number;
  /** Lines that wait and are the fix of a Severity 1 incident, as operators say. */
  readonly severity1Fixes: number;
  /** Hours since the first line was blocked. */
  readonly ageHours: number;
};

/** The categories that are proposed, 1 the more severe (SEC H9). */
export type ProposedCategory = 1 | 2;

/** What an incident can reach that calls for a reassessment (R31). */
export type Threshold = keyof Settings['incidentThresholds'] | 'severity1Fixes';

/** One line that holds up the fix of a Severity 1 incident calls for it. */
const SEVERITY_1_FIXES = 1;

/** What is known of an incident beside the lines that wait. */
export type ScaledIncident = {
  readonly openedAt: string;
  readonly impact?: { readonly suppliers: readonly string[] } | undefined;
  readonly severity1Fixes?: readonly { readonly entryKey: string }[] | undefined;
};

/** How bad an incident is known to be. */
export type IncidentAssessment = {
  readonly category: ProposedCategory;
  readonly reached: readonly Threshold[];
  /** How the first of its entries stood against the hours of upload, at its worst (R7). */
  readonly status: DeadlineStatus;
};

/** An incident before its first assessment. */
export const NOT_ASSESSED: IncidentAssessment = { category: 2, reached: [], status: 'on-time' };

const WORST_FIRST: readonly DeadlineStatus[] = ['breached', 'at-risk'];

/** The size of an incident from the lines that wait for its cause. */
export function incidentScale(
  lines: readonly {
    readonly entry: {
      readonly entryKey: string;
      readonly manufacturerIdentifier: string;
      readonly modelIdentifier: string;
      readonly hardwareVersion: string;
    };
  }[],
  { openedAt, impact, severity1Fixes = [] }: ScaledIncident,
  now: string,
): IncidentScale {
  const keys = new Set(lines.map(({ entry }) => entry.entryKey));
  const models = lines.map(({ entry }) =>
    [entry.manufacturerIdentifier, entry.modelIdentifier, entry.hardwareVersion].join('/'),
  );
  return {
    pendingModels: new Set(models).size,
    manufacturers: new Set(lines.map(({ entry }) => entry.manufacturerIdentifier)).size,
    suppliers: lines.length === 0 ? 0 : (impact?.suppliers.length ?? 0),
    severity1Fixes: severity1Fixes.filter(({ entryKey }) => keys.has(entryKey)).length,
    ageHours: Math.max(0, elapsedHours(openedAt, now)),
  };
}

/**
 * Proposes the category of an incident: 2 by default, as in 2018 (R29). Reaching a threshold calls for a
 * reassessment; category 1 is proposed when many Device Models of several manufacturers or suppliers wait, because that
 * is when a large group of parties is affected, and when the fix of a Severity 1 incident waits (as on 30 August 2017). Age alone does not make a category 1: the incident of 2018 stayed a 2 for six
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
    [
      'pendingModels',
      `${counted(scale.pendingModels, 'Device Model waits', 'Device Models wait')} (threshold ${inFigures(thresholds.pendingModels)})`,
    ],
    [
      'manufacturers',
      `${counted(scale.manufacturers, 'manufacturer is', 'manufacturers are')} affected (threshold ${inFigures(thresholds.manufacturers)})`,
    ],
    [
      'suppliers',
      `${counted(scale.suppliers, 'supplier has', 'suppliers have')} devices of them (threshold ${inFigures(thresholds.suppliers)})`,
    ],
    ['severity1Fixes', 'the fix of a Severity 1 incident waits'],
    [
      'ageHours',
      `open for ${counted(Math.floor(scale.ageHours), 'hour')} (threshold ${inFigures(thresholds.ageHours)})`,
    ],
  ];
  const limits = { ...thresholds, severity1Fixes: SEVERITY_1_FIXES };
  const found = reasons.filter(([threshold]) => scale[threshold] >= limits[threshold]);
  const reached = found.map(([threshold]) => threshold);
  const manyParties = reached.includes('manufacturers') || reached.includes('suppliers');
  return {
    category: (reached.includes('pendingModels') && manyParties) || reached.includes('severity1Fixes') ? 1 : 2,
    reached,
    because: found.map(([, reason]) => reason),
  };
}

/**
 * An assessment brought up to date: it becomes worse, never better, so that each step is reported once. A lower
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
  const status = deadlineStatus(oldest, now, settings);
  return {
    category: category === 1 ? 1 : before.category,
    reached: [...before.reached, ...reached.filter((threshold) => !before.reached.includes(threshold))],
    status: WORST_FIRST.find((worse) => worse === status || worse === before.status) ?? 'on-time',
  };
}

/** Whether an assessment reports something that another does not: a higher category, or one more threshold. */
export function callsForReassessment(after: IncidentAssessment, before: IncidentAssessment): boolean {
  return after.category < before.category || after.reached.length > before.reached.length;
}
