import { createHash } from 'node:crypto';
import type { Incident, IncidentEvent, IncidentImpact } from '../../contracts/incident.ts';
import type { IncidentNews } from '../../contracts/incident-news.ts';
import type { WaitingLine } from '../../contracts/waiting-line.ts';
import {
  callsForReassessment,
  incidentCategory,
  incidentScale,
  NOT_ASSESSED,
  reassessed,
} from '../../domain/incidents/incident-category.ts';
import type { LaneView } from '../lane/decision.ts';
import { type StepMaker, stepsOf, withSteps } from './incident-steps.ts';

/**
 * What an incident names, so that all of it has room in one item of the ledger (400 kB), what operators say of it as
 * well: 10,000 keys take 330 kB, 50 manufacturers 10 kB at most. What waits is all in the waiting lines.
 */
const MOST_ENTRIES = 10_000;
const MOST_MANUFACTURERS = 50;

/** What a decision, or the time that passed, does to one incident. */
export type IncidentChange = {
  readonly incident: Incident;
  readonly steps: readonly IncidentEvent[];
  /** What is told of it, if anything. */
  readonly news: IncidentNews['news'] | undefined;
};

type Judged = Pick<LaneView, 'incidents' | 'waiting' | 'settings' | 'now'>;

/**
 * Keeps one incident per cause (R29, R32): the first line a cause blocks opens it, further ones join it, its category
 * and its hours are judged again each time, and it is resolved once none of its lines waits any more. A cause that
 * comes back opens a new incident.
 *
 * @param waiting The lines that wait once the decision is carried out; those of `view` wait until then.
 * @param impacts By cause, the devices and suppliers of what waits, where they were counted for this decision.
 */
export function incidentChanges(
  view: Judged,
  waiting: readonly WaitingLine[],
  impacts: ReadonlyMap<string, IncidentImpact>,
  nextEventId: () => string,
): IncidentChange[] {
  const before = Map.groupBy(view.waiting, ({ reason }) => reason);
  const after = Map.groupBy(waiting, ({ reason }) => reason);
  const open = view.incidents.filter(({ state }) => state === 'open');
  const known = new Set(open.map(({ cause }) => cause));
  return [
    ...open.map((incident) => {
      const { cause, incidentId } = incident;
      const step = stepsOf(incidentId, view.now, nextEventId);
      const counted = { ...incident, ...impactOf(cause, impacts) };
      return followed(counted, before.get(cause) ?? [], after.get(cause) ?? [], view, step);
    }),
    ...[...after]
      .filter(([cause]) => !known.has(cause))
      .map(([cause, lines]) => opened(cause, lines, impactOf(cause, impacts), view, nextEventId)),
  ].filter(({ steps }) => steps.length > 0);
}

/** The causes for which more entries wait than before: what they concern is to be counted again. */
export function grownCauses(before: readonly WaitingLine[], after: readonly WaitingLine[]): Map<string, string[]> {
  const known = Map.groupBy(before, ({ reason }) => reason);
  const grown = new Map<string, string[]>();
  for (const [cause, lines] of Map.groupBy(after, ({ reason }) => reason)) {
    const [were, are] = [entryKeys(known.get(cause) ?? []), entryKeys(lines)];
    if ([...are].some((key) => !were.has(key))) grown.set(cause, [...are]);
  }
  return grown;
}

function opened(
  cause: string,
  lines: readonly WaitingLine[],
  impact: Pick<Incident, 'impact'>,
  { settings, now }: Judged,
  nextEventId: () => string,
): IncidentChange {
  const openedAt = earliest(lines.map(({ blockedSince }) => blockedSince));
  const firstPublishedAt = earliest(lines.map(({ publishedAt }) => publishedAt));
  const incidentId = idOf(cause, openedAt);
  const step = stepsOf(incidentId, now, nextEventId);
  const scale = incidentScale(lines, { openedAt, ...impact }, now);
  const assessment = reassessed(NOT_ASSESSED, scale, firstPublishedAt, settings, now);
  const { because } = incidentCategory(scale, settings.incidentThresholds);
  const steps = [
    step({ event: 'opened', entries: entryKeys(lines).size }),
    ...(callsForReassessment(assessment, NOT_ASSESSED)
      ? [step({ event: 'reassessed', category: assessment.category, because: [...because] })]
      : []),
    ...(assessment.standing === 'on-time' ? [] : [step({ event: assessment.standing })]),
  ];
  const incident: Incident = {
    incidentId,
    cause,
    state: 'open',
    openedAt,
    firstPublishedAt,
    assessment: { ...assessment, reached: [...assessment.reached] },
    ...impact,
    suppliers: [],
    manufacturers: joined([], lines.map(manufacturer), MOST_MANUFACTURERS),
    entries: joined([], entryKeys(lines), MOST_ENTRIES),
    updates: 0,
    events: steps.length,
  };
  return { incident, steps, news: 'opened' };
}

function followed(
  incident: Incident,
  before: readonly WaitingLine[],
  lines: readonly WaitingLine[],
  { settings, now }: Judged,
  step: StepMaker,
): IncidentChange {
  const [were, are] = [entryKeys(before), entryKeys(lines)];
  const added = [...are].filter((key) => !were.has(key)).length;
  const gone = [...were].filter((key) => !are.has(key)).length;
  const scale = incidentScale(lines, incident, now);
  // What goes now has run until now: it can go too late, and nobody may have looked since.
  const oldest = earliest(
    [...before, ...lines].map(({ publishedAt }) => publishedAt),
    now,
  );
  const assessment = reassessed(incident.assessment, scale, oldest, settings, now);
  const { because } = incidentCategory(scale, settings.incidentThresholds);
  const worse = lines.length > 0 && callsForReassessment(assessment, incident.assessment);
  const later = assessment.standing !== incident.assessment.standing;
  const steps = [
    ...(added === 0 ? [] : [step({ event: 'entries-added', entries: added })]),
    ...(worse ? [step({ event: 'reassessed', category: assessment.category, because: [...because] })] : []),
    ...(later && assessment.standing !== 'on-time' ? [step({ event: assessment.standing })] : []),
    ...(gone === 0 ? [] : [step({ event: 'entries-gone', entries: gone })]),
    ...(lines.length === 0 ? [step({ event: 'resolved' })] : []),
  ];
  const isOver = lines.length === 0;
  const isTold = worse || (later && assessment.standing === 'breached');
  const grown: Incident = {
    ...incident,
    assessment: isOver
      ? { ...incident.assessment, standing: assessment.standing }
      : { ...assessment, reached: [...assessment.reached] },
    manufacturers: joined(incident.manufacturers, lines.map(manufacturer), MOST_MANUFACTURERS),
    entries: joined(incident.entries, are, MOST_ENTRIES),
    ...(isOver ? { state: 'resolved', resolvedAt: now } : {}),
  };
  const news = isOver ? 'resolved' : isTold ? 'update' : undefined;
  return { incident: withSteps(grown, steps, news), steps, news };
}

function impactOf(cause: string, impacts: ReadonlyMap<string, IncidentImpact>): Pick<Incident, 'impact'> {
  const impact = impacts.get(cause);
  return impact === undefined ? {} : { impact };
}

/** `INC-<day>-<8 hex>`: the same cause, blocked since the same instant, is always the same incident. */
function idOf(cause: string, openedAt: string): string {
  const digest = createHash('sha256').update(`${cause}\n${openedAt}`).digest('hex');
  return `INC-${openedAt.slice(0, 10).replaceAll('-', '')}-${digest.slice(0, 8)}`;
}

function entryKeys(lines: readonly WaitingLine[]): Set<string> {
  return new Set(lines.map(({ entry }) => entry.entryKey));
}

function manufacturer({ entry }: WaitingLine): string {
  return entry.manufacturerIdentifier;
}

function joined(known: readonly string[], more: Iterable<string>, most: number): string[] {
  const all = new Set(known);
  for (const each of more) {
    if (all.size >= most) break;
    all.add(each);
  }
  return [...all];
}

function earliest(instants: readonly string[], otherwise = ''): string {
  return instants.toSorted()[0] ?? otherwise;
}
