import type { Incident } from '../../contracts/incident.ts';
import type { OperatorPorts } from './ports.ts';

/** One incident; `category` is the confirmed one, or the one proposed while none is (R29–R31). */
export type IncidentLine = {
  readonly incidentId: string;
  readonly cause: string;
  readonly category: number;
  readonly confirmed: boolean;
  readonly state: Incident['state'];
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly entries: readonly string[];
};

/** Every incident, open ones first, then mitigated ones, then by when it opened. */
export async function incidentsView({ ledger }: Pick<OperatorPorts, 'ledger'>): Promise<IncidentLine[]> {
  const incidents = await ledger.list('incidents');
  return incidents.map(incidentLine).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

const STATES: readonly Incident['state'][] = ['open', 'mitigated', 'resolved'];

function placeOf({ state, openedAt }: IncidentLine): string {
  return `${STATES.indexOf(state)} ${openedAt}`;
}

/** One incident, as the list of them says it. */
export function incidentLine(incident: Incident): IncidentLine {
  const { incidentId, cause, confirmation, assessment, state, openedAt, resolvedAt, entries } = incident;
  return {
    incidentId,
    cause,
    category: confirmation?.category ?? assessment.category,
    confirmed: confirmation !== undefined,
    state,
    openedAt,
    resolvedAt: resolvedAt ?? null,
    entries,
  };
}
