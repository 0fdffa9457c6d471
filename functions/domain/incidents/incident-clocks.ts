import type { Settings } from '../settings/settings.ts';
import { elapsedHours, uploadDeadline } from './deadline.ts';

/** Within how much elapsed time an incident of a category is to be answered and resolved. */
type IncidentTarget = { readonly responseMinutes: number; readonly resolutionHours: number };

/**
 * The targets of the Incident Management Policy by category (SEC H9, Appendix AG; DOMAIN section 5). The times are
 * recalled, not read in a public text, and whether categories 4 and 5 count Working Days is not confirmed: elapsed time
 * is taken for all.
 */
const INCIDENT_TARGETS: Readonly<Record<number, IncidentTarget>> = {
  1: { responseMinutes: 10, resolutionHours: 4 },
  2: { responseMinutes: 20, resolutionHours: 24 },
  3: { responseMinutes: 45, resolutionHours: 72 },
  4: { responseMinutes: 180, resolutionHours: 120 },
  5: { responseMinutes: 1440, resolutionHours: 240 },
};

/** One clock of an incident: its target, what has elapsed, and whether it runs, is late, was kept or was missed. */
export type IncidentClock = {
  readonly targetHours: number;
  readonly dueAt: string;
  readonly doneAt: string | null;
  readonly elapsedHours: number;
  readonly status: 'running' | 'late' | 'kept' | 'missed';
};

/** The clocks of an incident, side by side: none of them replaces another (R7, R31). */
export type IncidentClocks = {
  /** From the first block to the first thing an operator recorded. */
  readonly response: IncidentClock;
  /** From the first block until nothing of it waits. */
  readonly resolution: IncidentClock;
  /** From the first publication of what waits until nothing of it does; late and missed as soon as one entry was (R7). */
  readonly upload: IncidentClock;
};

/** What the clocks are read from. */
type Clocked = {
  readonly openedAt: string;
  readonly firstPublishedAt: string;
  /** When the oldest of what still waits was published, where that is known: what came before it may be gone. */
  readonly waitingSince?: string | undefined;
  readonly respondedAt?: string | undefined;
  readonly mitigatedAt?: string | undefined;
  readonly resolvedAt?: string | undefined;
  /** Whether one of its entries was not uploaded in time, and be it that it still waits. */
  readonly breached: boolean;
};

/**
 * Reads the clocks of an incident of a category.
 *
 * @throws for a category that there is none of.
 */
export function incidentClocks(
  incident: Clocked,
  category: number,
  settings: Pick<Settings, 'uploadDeadlineHours'>,
  now: string,
): IncidentClocks {
  const target = INCIDENT_TARGETS[category];
  if (target === undefined) throw new Error(`SEC H9 has no category ${category}`);
  const { openedAt, respondedAt, mitigatedAt, resolvedAt, breached } = incident;
  const publishedAt = incident.waitingSince ?? incident.firstPublishedAt;
  // What the DSP holds under a substitute is uploaded, although the incident is not over.
  const uploadedAt = mitigatedAt ?? resolvedAt;
  const upload = clock(publishedAt, settings.uploadDeadlineHours, uploadedAt, now);
  return {
    // An incident that is over without anyone having acted needs no response any more.
    response: clock(openedAt, target.responseMinutes / 60, respondedAt ?? resolvedAt, now),
    resolution: clock(openedAt, target.resolutionHours, resolvedAt, now),
    upload: {
      ...upload,
      dueAt: uploadDeadline(publishedAt, settings),
      status: uploadedAt === undefined ? (breached ? 'late' : 'running') : breached ? 'missed' : 'kept',
    },
  };
}

function clock(from: string, targetHours: number, doneAt: string | undefined, now: string): IncidentClock {
  const elapsed = Math.max(0, elapsedHours(from, doneAt ?? now));
  const inTime = elapsed < targetHours;
  return {
    targetHours,
    dueAt: new Date(Date.parse(from) + targetHours * 3_600_000).toISOString(),
    doneAt: doneAt ?? null,
    elapsedHours: elapsed,
    status: doneAt === undefined ? (inTime ? 'running' : 'late') : inTime ? 'kept' : 'missed',
  };
}
