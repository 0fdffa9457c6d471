import type { Incident, IncidentEvent } from '../../contracts/incident.ts';
import type { IncidentNews } from '../../contracts/incident-news.ts';

type Named = 'eventId' | 'incidentId' | 'at';
/** What an event says, without its name and time. */
export type StepSaying = IncidentEvent extends infer Event
  ? Event extends IncidentEvent
    ? Omit<Event, Named>
    : never
  : never;

/** Makes a step of one incident's timeline. */
export type StepMaker = (saying: StepSaying) => IncidentEvent;

/** Makes the steps of one incident in one decision. */
export function stepsOf(incidentId: string, at: string, nextEventId: () => string): StepMaker {
  return (saying) => ({ ...saying, incidentId, at, eventId: nextEventId() });
}

/** An incident with steps of its timeline counted, and the letter that reports them if it is an update. */
export function withSteps(
  incident: Incident,
  steps: readonly IncidentEvent[],
  news: IncidentNews['news'] | undefined,
): Incident {
  return {
    ...incident,
    events: incident.events + steps.length,
    updates: incident.updates + (news === 'update' || news === 'mitigated' ? 1 : 0),
  };
}
