import type { AffectedModel } from '../domain/incidents/affected-models.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import type { CorrectionOutstanding, WaitingLine } from './waiting-line.ts';

/** Something about an incident that everyone concerned is notified of: all that its letter is made from. */
export type IncidentNews = {
  readonly news: 'opened' | 'update' | 'mitigated' | 'resolved';
  /** The same news always has the same id (invariant 5). */
  readonly mailId: string;
  readonly incident: Incident;
  /** The lines that wait for its cause now. */
  readonly lines: readonly WaitingLine[];
  /** What the DSP holds under a substitute for this cause (R18). */
  readonly corrections: readonly CorrectionOutstanding[];
  readonly models: readonly AffectedModel[];
  /** All that has happened so far, in order. */
  readonly timeline: readonly IncidentEvent[];
  /** What is reported: the last of it. */
  readonly steps: readonly IncidentEvent[];
  readonly settings: Settings;
  readonly now: string;
};
