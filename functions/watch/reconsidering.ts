import type { Reconsider } from '../contracts/lane-command.ts';
import type { LaneState } from '../contracts/lane-state.ts';
import type { Incident } from '../contracts/incident.ts';
import type { ReevaluationDue } from '../contracts/reevaluation.ts';
import type { CorrectionOutstanding, WaitingLine } from '../contracts/waiting-line.ts';
import { elapsedHours } from '../domain/incidents/deadline.ts';
import { callsForReassessment, incidentScale, reassessed } from '../domain/incidents/incident-category.ts';
import { type GateVerdict, checkGbcsVersion } from '../domain/gbcs/gate.ts';
import { filesStillBlocked } from '../domain/gbcs/held-files.ts';
import type { GbcsRegister } from '../domain/gbcs/gbcs-register.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import type { Settings } from '../domain/settings/settings.ts';

/** A decision that is pending for longer than this has lost its message: nobody would carry it out. */
const STALLED_MINUTES = 20;

/** What the lane is asked by. */
export type LaneLook = {
  readonly now: string;
  readonly lane: Pick<LaneState, 'pending'>;
  readonly waiting: readonly WaitingLine[];
  readonly corrections: readonly CorrectionOutstanding[];
  readonly incidents: readonly Incident[];
  readonly reevaluationsDue: readonly ReevaluationDue[];
  readonly register: GbcsRegister;
  readonly settings: Settings;
};

/**
 * The command by which the lane is asked to look again, if there is a reason: a line waits whose GBCS version has come
 * into force since, an incident has become worse by its age or its hours (R7, R31), a re-evaluation of devices is due once
 * more, or a decision is pending and nothing carries it out.
 */
export function reconsiderCommand(look: LaneLook): Reconsider | undefined {
  const reason = reasonOf(look);
  if (reason === undefined) return undefined;
  // To the minute, so that a run that is repeated asks once; a later run asks again.
  const minute = look.now.slice(0, 16).replaceAll(/[-:]/g, '');
  return { command: 'reconsider', commandId: `watch-${reason}-${minute}`, requestedBy: 'watch' };
}

function reasonOf(look: LaneLook): string | undefined {
  if (mayPass(look)) return 'released-by-date';
  if (look.incidents.some((incident) => isWorse(incident, look))) return 'incident-worse';
  if (look.reevaluationsDue.some(({ dueAt }) => dueAt <= look.now)) return 'reevaluation-due';
  return isStalled(look) ? 'stalled' : undefined;
}

function mayPass({ now, waiting, corrections, register, settings }: LaneLook): boolean {
  const rules = { register, settings, londonDay: londonDay(now) };
  if (corrections.some(({ entry }) => isRecognised(checkGbcsVersion(entry, rules)))) return true;
  // A line that waits for another one of its file would be asked for at every look.
  const held = filesStillBlocked(waiting, rules, settings.blockPolicy);
  return waiting.some(
    ({ blockedBy, entry, uploadId }) =>
      blockedBy === 'gbcs' && !held.has(uploadId) && checkGbcsVersion(entry, rules).goesOn,
  );
}

/** Whether a line may go under the version that it declares. */
function isRecognised(verdict: GateVerdict): boolean {
  return verdict.goesOn && verdict.substitutedFor === null;
}

function isWorse(incident: Incident, { now, waiting, settings }: LaneLook): boolean {
  const { state, cause, assessment } = incident;
  const lines = waiting.filter(({ reason }) => reason === cause);
  const [oldest] = lines.map(({ publishedAt }) => publishedAt).toSorted();
  if (state === 'resolved' || oldest === undefined) return false;
  const after = reassessed(assessment, incidentScale(lines, incident, now), oldest, settings, now);
  return after.status !== assessment.status || callsForReassessment(after, assessment);
}

function isStalled({ now, lane }: LaneLook): boolean {
  return lane.pending !== undefined && elapsedHours(lane.pending.since, now) * 60 > STALLED_MINUTES;
}
