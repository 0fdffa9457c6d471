import { createHash } from 'node:crypto';
import type { Incident, IncidentEvent, IncidentImpact } from '../../contracts/incident.ts';
import type { IncidentNews } from '../../contracts/incident-news.ts';
import type { CorrectionOutstanding, WaitingLine } from '../../contracts/waiting-line.ts';
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
  /** What is reported of it, if anything. */
  readonly news: IncidentNews['news'] | undefined;
};

type AssessedView = Pick<LaneView, 'incidents' | 'waiting' | 'corrections' | 'settings' | 'now'>;

/** What is blocked, or was sent under a substitute, once a decision is carried out. */
export type BlockedAfter = {
  readonly stillWaiting: readonly WaitingLine[];
  readonly stillOutstanding: readonly CorrectionOutstanding[];
};

/** What one cause blocks: lines that wait, and entries that the DSP holds under a substitute because of it. */
type Blocked = { readonly lines: readonly WaitingLine[]; readonly substitutes: readonly CorrectionOutstanding[] };

/**
 * Keeps one incident per cause (R29, R32): the first line a cause blocks opens it, further ones join it, its category
 * and its hours are reassessed each time. It is mitigated once none of its lines waits and the DSP holds some under a
 * substitute (R18), and resolved once there is neither. A cause that comes back opens a new incident.
 *
 * @param after What is blocked once the decision is carried out; what `view` has is blocked until then.
 * @param impacts By cause, the devices and suppliers of what is blocked, where they were counted for this decision.
 */
export function incidentChanges(
  view: AssessedView,
  after: BlockedAfter,
  impacts: ReadonlyMap<string, IncidentImpact>,
  nextEventId: () => string,
): IncidentChange[] {
  const before = byCause({ stillWaiting: view.waiting, stillOutstanding: view.corrections });
  const now = byCause(after);
  const open = view.incidents.filter(({ state }) => state !== 'resolved');
  const known = new Set(open.map(({ cause }) => cause));
  return [
    ...open.map((incident) => {
      const { cause, incidentId } = incident;
      const step = stepsOf(incidentId, view.now, nextEventId);
      const counted = { ...incident, ...impactOf(cause, impacts) };
      return followed(counted, before.get(cause) ?? NOTHING, now.get(cause) ?? NOTHING, view, step);
    }),
    ...[...now]
      .filter(([cause]) => !known.has(cause))
      .map(([cause, blocked]) => opened(cause, blocked, impactOf(cause, impacts), view, nextEventId)),
  ].filter(({ steps }) => steps.length > 0);
}

const NOTHING: Blocked = { lines: [], substitutes: [] };

function byCause({ stillWaiting, stillOutstanding }: BlockedAfter): Map<string, Blocked> {
  const lines = Map.groupBy(stillWaiting, ({ reason }) => reason);
  const substitutes = Map.groupBy(stillOutstanding, ({ cause }) => cause);
  const causes = new Set([...lines.keys(), ...substitutes.keys()]);
  return new Map(
    [...causes].map((cause) => [cause, { lines: lines.get(cause) ?? [], substitutes: substitutes.get(cause) ?? [] }]),
  );
}

/** The causes that block more entries than before: what they concern is to be counted again. */
export function grownCauses(
  view: Pick<AssessedView, 'waiting' | 'corrections'>,
  after: BlockedAfter,
): Map<string, string[]> {
  const before = byCause({ stillWaiting: view.waiting, stillOutstanding: view.corrections });
  const grown = new Map<string, string[]>();
  for (const [cause, blocked] of byCause(after)) {
    const [were, are] = [blockedKeys(before.get(cause) ?? NOTHING), blockedKeys(blocked)];
    if ([...are].some((key) => !were.has(key))) grown.set(cause, [...are]);
  }
  return grown;
}

function opened(
  cause: string,
  { lines, substitutes }: Blocked,
  impact: Pick<Incident, 'impact'>,
  { settings, now }: AssessedView,
  nextEventId: () => string,
): IncidentChange {
  const since = [
    ...lines.map(({ blockedSince }) => blockedSince),
    ...substitutes.map((correction) => correction.since),
  ];
  const openedAt = earliest(since);
  const firstPublishedAt = earliest([...lines, ...substitutes].map(({ publishedAt }) => publishedAt));
  const incidentId = idOf(cause, openedAt);
  const step = stepsOf(incidentId, now, nextEventId);
  const scale = incidentScale(lines, { openedAt, ...impact }, now);
  const assessment = reassessed(NOT_ASSESSED, scale, firstPublishedAt, settings, now);
  const { because } = incidentCategory(scale, settings.incidentThresholds);
  const keys = blockedKeys({ lines, substitutes });
  const isMitigated = lines.length === 0;
  const steps = [
    step({ event: 'opened', entries: keys.size }),
    ...(callsForReassessment(assessment, NOT_ASSESSED)
      ? [step({ event: 'reassessed', category: assessment.category, because: [...because] })]
      : []),
    ...(assessment.status === 'on-time' ? [] : [step({ event: assessment.status })]),
    ...(isMitigated ? [step({ event: 'mitigated', entries: substitutes.length })] : []),
  ];
  const incident: Incident = {
    incidentId,
    cause,
    state: isMitigated ? 'mitigated' : 'open',
    openedAt,
    firstPublishedAt,
    ...(isMitigated ? { mitigatedAt: now } : {}),
    assessment: { ...assessment, reached: [...assessment.reached] },
    ...impact,
    suppliers: [],
    manufacturers: joined([], [...lines, ...substitutes].map(manufacturer), MOST_MANUFACTURERS),
    entries: joined([], keys, MOST_ENTRIES),
    updates: 0,
    events: 0,
  };
  const news = isMitigated ? 'mitigated' : 'opened';
  return { incident: withSteps(incident, steps, news), steps, news };
}

function followed(
  incident: Incident,
  before: Blocked,
  { lines, substitutes }: Blocked,
  { settings, now }: AssessedView,
  step: StepMaker,
): IncidentChange {
  const [wereWaiting, waiting] = [entryKeys(before.lines), entryKeys(lines)];
  const [were, are] = [blockedKeys(before), blockedKeys({ lines, substitutes })];
  const added = [...are].filter((key) => !were.has(key)).length;
  const gone = [...wereWaiting].filter((key) => !waiting.has(key)).length;
  const held = entryKeys(substitutes);
  const corrected = before.substitutes.filter(({ entryKey }) => !held.has(entryKey)).length;
  const scale = incidentScale(lines, incident, now);
  // What goes now has run until now: it can go too late, and nobody may have looked since.
  const oldest = earliest(
    [...before.lines, ...lines].map(({ publishedAt }) => publishedAt),
    now,
  );
  const assessment = reassessed(incident.assessment, scale, oldest, settings, now);
  const { because } = incidentCategory(scale, settings.incidentThresholds);
  const worse = lines.length > 0 && callsForReassessment(assessment, incident.assessment);
  const later = assessment.status !== incident.assessment.status;
  const state = lines.length > 0 ? 'open' : substitutes.length > 0 ? 'mitigated' : 'resolved';
  const isMitigated = state === 'mitigated' && (incident.state === 'open' || added > 0);
  const steps = [
    ...(added === 0 ? [] : [step({ event: 'entries-added', entries: added })]),
    ...(worse ? [step({ event: 'reassessed', category: assessment.category, because: [...because] })] : []),
    ...(later && assessment.status !== 'on-time' ? [step({ event: assessment.status })] : []),
    ...(gone === 0 ? [] : [step({ event: 'entries-gone', entries: gone })]),
    ...(corrected === 0 ? [] : [step({ event: 'corrected', entries: corrected })]),
    ...(isMitigated ? [step({ event: 'mitigated', entries: substitutes.length })] : []),
    ...(state === 'resolved' ? [step({ event: 'resolved' })] : []),
  ];
  const isReported = worse || (later && assessment.status === 'breached');
  const { mitigatedAt = now, ...unmitigated } = incident;
  const grown: Incident = {
    ...unmitigated,
    state,
    ...(state === 'mitigated' || (state === 'resolved' && incident.state === 'mitigated') ? { mitigatedAt } : {}),
    ...(state === 'resolved' ? { resolvedAt: now } : {}),
    assessment:
      state === 'open'
        ? { ...assessment, reached: [...assessment.reached] }
        : { ...incident.assessment, status: assessment.status },
    manufacturers: joined(incident.manufacturers, [...lines, ...substitutes].map(manufacturer), MOST_MANUFACTURERS),
    entries: joined(incident.entries, are, MOST_ENTRIES),
  };
  const news = state === 'resolved' ? 'resolved' : isMitigated ? 'mitigated' : isReported ? 'update' : undefined;
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

function entryKeys(lines: readonly Pick<WaitingLine, 'entry'>[]): Set<string> {
  return new Set(lines.map(({ entry }) => entry.entryKey));
}

function blockedKeys({ lines, substitutes }: Blocked): Set<string> {
  return entryKeys([...lines, ...substitutes]);
}

function manufacturer({ entry }: Pick<WaitingLine, 'entry'>): string {
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
