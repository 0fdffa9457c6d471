import type { Incident, IncidentEvent } from '../../contracts/incident.ts';
import { type IncidentAct, unrecorded } from '../../contracts/incident-act.ts';
import type { UpdateIncident } from '../../contracts/lane-command.ts';
import type { IntendedLane } from '../lane/conclude.ts';
import { draftDecision, intend, type LaneView } from '../lane/decision.ts';
import { effectsOfChange } from './incident-effects.ts';
import { stepsOf, withSteps } from './incident-steps.ts';
import { orders } from '../cpl/gate-lines.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Records what an operator says of an incident, each thing as a step of its timeline; the category and what is expected
 * are told to everyone concerned (R30–R33). What is expected of an incident that is over is not recorded: nothing is.
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
  const events = await ports.ledger.incidentEvents(incident.incidentId);
  if (events.some((event) => 'commandId' in event && event.commandId === command.commandId)) return undefined;
  const act = unrecorded(command.act, incident, events);
  const isOpen = incident.state === 'open';
  const steps = stepsOfAct(isOpen ? act : afterwards(act), command, view);
  if (steps.length === 0) return undefined;
  const told = isOpen && steps.some(({ event }) => TOLD.has(event));
  const news = told ? ('update' as const) : undefined;
  const after = withSteps(steps.reduce(withStep, responded(incident, view.now)), steps, news);
  const effects = await effectsOfChange({ incident: after, steps, news }, view.waiting, view, ports);
  return intend(draftDecision(view, ports), view, effects, view.state, ports);
}

/** Steps of which everyone concerned is told at once; the others stand in the timeline of the next letter. */
const TOLD: ReadonlySet<IncidentEvent['event']> = new Set(['confirmed', 'fix-expected', 'deploy-expected']);

function stepsOfAct(
  act: IncidentAct,
  { incidentId, commandId, requestedBy: by }: UpdateIncident,
  { state, now }: LaneView,
): IncidentEvent[] {
  const step = stepsOf(incidentId, now, orders(state.sequence + 1));
  const { confirm, note, fixExpected, deployExpected, suppliers } = act;
  return [
    ...(confirm === undefined ? [] : [step({ event: 'confirmed', ...confirm, by, commandId })]),
    ...(fixExpected === undefined ? [] : [step({ event: 'fix-expected', day: fixExpected, by, commandId })]),
    ...(deployExpected === undefined ? [] : [step({ event: 'deploy-expected', day: deployExpected, by, commandId })]),
    ...(suppliers === undefined ? [] : [step({ event: 'suppliers', names: suppliers, by, commandId })]),
    ...(note === undefined ? [] : [step({ event: 'note', text: note, by, commandId })]),
  ];
}

/** What can still be said of an incident that is over. */
function afterwards({ fixExpected: _fix, deployExpected: _deploy, ...rest }: IncidentAct): IncidentAct {
  return rest;
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
  if (step.event === 'deploy-expected') return { ...incident, deployExpected: step.day };
  return step.event === 'suppliers' ? { ...incident, suppliers: step.names } : incident;
}
