import { Incident, IncidentEvent } from '../../functions/contracts/incident.ts';
import { CorrectionOutstanding, WaitingLine } from '../../functions/contracts/waiting-line.ts';
import type { Ended } from './oracle-lane.ts';

const DAY_MS = 86_400_000;

/**
 * An incident is open as long as a line waits for its cause, then mitigated as long as the DSP holds a substitute for it; what operators said of it is in its timeline,
 * once; each step of its hours and its end is there once.
 */
export function endOfIncidents({ world, oracle }: Ended): string[] {
  const ledger = [...world.tables.ledger.items.values()];
  const incidents = ledger.filter(({ pk }) => pk === 'INCIDENTS').map((item) => Incident.parse(item));
  const waiting = ledger.filter(({ pk }) => pk === 'WAITING').map((item) => WaitingLine.parse(item));
  const outstanding = ledger.filter(({ pk }) => pk === 'CORRECTIONS').map((item) => CorrectionOutstanding.parse(item));
  const timelines = new Map(incidents.map(({ incidentId }) => [incidentId, timelineOf(incidentId, ledger)]));
  const broken: string[] = [];

  const open = new Set(waiting.map(({ reason }) => reason));
  const substituted = new Set(outstanding.flatMap(({ cause }) => cause ?? []));
  const mitigated = [...substituted].filter((cause) => !open.has(cause));
  const expected: [state: Incident['state'], causes: string[]][] = [
    ['open', [...open]],
    ['mitigated', mitigated],
  ];
  for (const [state, causes] of expected) {
    const found = incidents.filter((incident) => incident.state === state).map(({ cause }) => cause);
    if (found.toSorted().join() !== causes.toSorted().join())
      broken.push(`Incidents are ${state} for [${found.join()}], and should be for [${causes.join()}]`);
  }

  for (const incident of incidents) {
    const { incidentId, cause, state } = incident;
    const timeline = timelines.get(incidentId) ?? [];
    const count = (event: IncidentEvent['event']): number => timeline.filter((step) => step.event === event).length;
    if (timeline.length !== incident.events)
      broken.push(`${incidentId} has ${timeline.length} steps, and counts ${incident.events}`);
    if (count('opened') !== 1) broken.push(`${incidentId} was opened ${count('opened')} times`);
    if (count('resolved') !== (state === 'resolved' ? 1 : 0))
      broken.push(`${incidentId} is ${state}, not by its steps`);
    if (count('breached') > 1) broken.push(`${incidentId} was reported as a breach ${count('breached')} times`);
    const isLate = waiting.some(
      ({ reason, publishedAt }) => reason === cause && world.now - Date.parse(publishedAt) > DAY_MS,
    );
    if (state === 'open' && isLate && count('breached') === 0)
      broken.push(`${incidentId} does not say that it is a breach`);
    const last = timeline.findLast((step) => step.event === 'confirmed');
    if (last?.category !== incident.confirmation?.category)
      broken.push(`${incidentId} is of another category than was confirmed last`);
    const said = saidLast(timeline);
    if (said.fix !== incident.fixExpected || said.deploy !== incident.deployExpected)
      broken.push(`${incidentId} expects other days than were said last`);
    if (said.suppliers.join() !== incident.suppliers.join())
      broken.push(`${incidentId} names other suppliers than were said last`);
  }
  for (const [note, incidentId] of oracle.notes) {
    const times = (timelines.get(incidentId) ?? []).filter(
      (step) => step.event === 'note' && step.text === note,
    ).length;
    if (times !== 1) broken.push(`«${note}» stands ${times} times in the timeline of ${incidentId}`);
  }
  return broken;
}

/** What operators said last of an incident, besides its category. */
function saidLast(timeline: readonly IncidentEvent[]) {
  let fix: string | undefined;
  let deploy: string | undefined;
  let suppliers: readonly string[] = [];
  for (const step of timeline) {
    if (step.event === 'fix-expected') fix = step.day;
    else if (step.event === 'deploy-expected') deploy = step.day;
    else if (step.event === 'suppliers') suppliers = step.names;
  }
  return { fix, deploy, suppliers };
}

function timelineOf(incidentId: string, ledger: readonly Readonly<Record<string, unknown>>[]): IncidentEvent[] {
  return ledger
    .filter(({ pk }) => pk === `INCIDENT#${incidentId}`)
    .map((item) => IncidentEvent.parse(item))
    .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}
