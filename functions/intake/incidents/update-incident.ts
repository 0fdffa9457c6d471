import type { Incident, IncidentEvent } from '../../contracts/incident.ts';
import { type IncidentAct, unrecorded } from '../../contracts/incident-act.ts';
import type { UpdateIncident } from '../../contracts/lane-command.ts';
import {
  callsForReassessment,
  incidentCategory,
  incidentScale,
  reassessed,
} from '../../domain/incidents/incident-category.ts';
import { draftDecision, type IntendedLane, intend, type LaneView } from '../lane/decision.ts';
import { effectsOfChange } from './incident-effects.ts';
import { type StepMaker, type StepSaying, stepsOf, withSteps } from './incident-steps.ts';
import { orders } from '../cpl/gate-lines.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Records what an operator says of an incident, each thing as a step of its timeline; the category and what is expected
 * are reported to everyone concerned (R30–R33). What is expected of an incident that is over is not recorded: nothing is.
 *
 * @returns undefined when nothing of it is new, or there is no such incident.
 */
export async function updateIncident(
  command: UpdateIncident,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const incident = view.incidents.find(({ incidentId }) => incidentId === command.incidentId);
  if (incident === undefined) return undefined;
  const events = await ports.ledger.list('incidentEvents', { incidentId: incident.incidentId });
  if (events.some((event) => 'commandId' in event && event.commandId === command.commandId)) return undefined;
  const act = unrecorded(command.act, incident, events);
  const isOpen = incident.state !== 'resolved';
  const step = stepsOf(incident.incidentId, view.now, orders(view.state.sequence + 1));
  const acts = stepsOfAct(isOpen ? act : afterwards(act), command, view, step);
  if (acts.length === 0) return undefined;
  const said = acts.reduce(withStep, responded(incident, view.now));
  const again = isOpen ? reassessment(said, view) : undefined;
  const steps = again === undefined ? acts : [...acts, step(again.step)];
  const isReported = isOpen && steps.some(({ event }) => REPORTED.has(event));
  const news = isReported ? ('update' as const) : undefined;
  const after = withSteps(again === undefined ? said : { ...said, assessment: again.assessment }, steps, news);
  const blocked = { stillWaiting: view.waiting, stillOutstanding: view.corrections };
  const effects = await effectsOfChange({ incident: after, steps, news }, blocked, view, ports);
  return intend(draftDecision(view, ports), view, effects, view.state, ports);
}

/** Fixes of Severity 1 incidents that an incident names: the last ones. */
const MOST_FIXES = 20;

/** Steps of which everyone concerned is notified at once; the others stand in the timeline of the next letter. */
const REPORTED: ReadonlySet<IncidentEvent['event']> = new Set([
  'confirmed',
  'fix-expected',
  'deploy-expected',
  'severity-1-fix',
]);

function stepsOfAct(
  act: IncidentAct,
  { commandId, requestedBy: by }: UpdateIncident,
  { cause: { sentBy: principal } }: LaneView,
  step: StepMaker,
): IncidentEvent[] {
  const { confirm, note, fixExpected, deployExpected, dccIncident, dspChange, severity1Fix, suppliers } = act;
  const who = { by, principal, commandId };
  return [
    ...(confirm === undefined ? [] : [step({ event: 'confirmed', ...confirm, ...who })]),
    ...(fixExpected === undefined ? [] : [step({ event: 'fix-expected', day: fixExpected, ...who })]),
    ...(deployExpected === undefined ? [] : [step({ event: 'deploy-expected', day: deployExpected, ...who })]),
    ...(dccIncident === undefined ? [] : [step({ event: 'dcc-incident', number: dccIncident, ...who })]),
    ...(dspChange === undefined ? [] : [step({ event: 'dsp-change', number: dspChange, ...who })]),
    ...(severity1Fix === undefined ? [] : [step({ event: 'severity-1-fix', ...severity1Fix, ...who })]),
    ...(suppliers === undefined ? [] : [step({ event: 'suppliers', names: suppliers, ...who })]),
    ...(note === undefined ? [] : [step({ event: 'note', text: note, ...who })]),
  ];
}

/** What can still be said of an incident that is over. */
function afterwards({
  fixExpected: _fix,
  deployExpected: _deploy,
  severity1Fix: _severity1,
  ...rest
}: IncidentAct): IncidentAct {
  return rest;
}

/** What an act makes of the category, if it becomes worse: that a line holds up the fix of a Severity 1 incident. */
function reassessment(incident: Incident, { waiting, settings, now }: LaneView) {
  const lines = waiting.filter(({ reason }) => reason === incident.cause);
  const scale = incidentScale(lines, incident, now);
  const assessment = reassessed(incident.assessment, scale, incident.firstPublishedAt, settings, now);
  if (!callsForReassessment(assessment, incident.assessment)) return undefined;
  const { because } = incidentCategory(scale, settings.incidentThresholds);
  return {
    assessment: { ...assessment, reached: [...assessment.reached], status: incident.assessment.status },
    step: { event: 'reassessed', category: assessment.category, because: [...because] } satisfies StepSaying,
  };
}

function responded(incident: Incident, now: string): Incident {
  return incident.state === 'resolved' ? incident : { ...incident, respondedAt: incident.respondedAt ?? now };
}

function withStep(incident: Incident, step: IncidentEvent): Incident {
  if (step.event === 'confirmed') {
    const { category, reason, by, at } = step;
    return { ...incident, confirmation: { category, reason, by, at } };
  }
  if (step.event === 'fix-expected') return { ...incident, fixExpected: step.day };
  if (step.event === 'dcc-incident') return { ...incident, dccIncident: step.number };
  if (step.event === 'dsp-change') return { ...incident, dspChange: step.number };
  if (step.event === 'deploy-expected') return { ...incident, deployExpected: step.day };
  if (step.event === 'severity-1-fix') {
    const { entryKey, reference, by, at } = step;
    return {
      ...incident,
      severity1Fixes: [...(incident.severity1Fixes ?? []).slice(1 - MOST_FIXES), { entryKey, reference, by, at }],
    };
  }
  return step.event === 'suppliers' ? { ...incident, suppliers: step.names } : incident;
}
