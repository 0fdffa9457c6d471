import { incidentCategory, incidentScale } from '../../domain/incidents/incident-category.ts';
import type { OperatorPorts } from './ports.ts';

/** One incident; `category` is the confirmed one, or the one proposed while none is (R29–R31). */
export type IncidentLine = {
  readonly incidentId: string;
  readonly cause: string;
  readonly category: number;
  readonly confirmed: boolean;
  readonly state: 'open' | 'resolved';
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly entries: readonly string[];
};

/** Every incident, open ones first, then by when it opened. */
export async function incidentsView(
  ports: Pick<OperatorPorts, 'ledger' | 'governance' | 'now'>,
): Promise<IncidentLine[]> {
  const [incidents, waiting] = [await ports.ledger.incidents(), await ports.ledger.waitingLines()];
  const { incidentThresholds } = await ports.governance.settings();
  const now = await ports.now();
  return incidents
    .map((incident): IncidentLine => {
      const lines = waiting.filter((line) => line.reason === incident.cause);
      const scale = incidentScale(lines, incident.openedAt, incident.resolvedAt ?? now);
      return {
        incidentId: incident.incidentId,
        cause: incident.cause,
        category: incident.confirmedCategory ?? incidentCategory(scale, incidentThresholds).category,
        confirmed: incident.confirmedCategory !== undefined,
        state: incident.state,
        openedAt: incident.openedAt,
        resolvedAt: incident.resolvedAt ?? null,
        entries: incident.entries,
      };
    })
    .sort((a, b) => (a.state + a.openedAt < b.state + b.openedAt ? -1 : 1));
}
