import type { Incident } from '../../contracts/incident.ts';
import { incidentAccount, type IncidentAccount } from '../../email/incident-account.ts';
import { stepInWords } from '../../email/incident-words.ts';
import { type AffectedModel, affectedModels, devicesOfModels } from '../../domain/incidents/affected-models.ts';
import type { DeviceCount } from '../../domain/devices/device-count.ts';
import { type IncidentLine, incidentLine } from './incidents.ts';
import type { OperatorPorts } from './ports.ts';

/** One step of an incident, as it is recorded and in words; `by` is null for what the pipeline itself noted. */
export type IncidentStep = {
  readonly eventId: string;
  readonly at: string;
  readonly event: string;
  readonly by: string | null;
  readonly text: string;
};

/** All that is known of one incident (R29–R32); what is absent is null. */
export type IncidentDetails = IncidentLine &
  IncidentAccount & {
    readonly firstPublishedAt: string;
    readonly assessment: Incident['assessment'];
    readonly confirmation: NonNullable<Incident['confirmation']> | null;
    /** Entries that the DSP holds under a substitute for this cause (R18). */
    readonly correctionsOutstanding: number;
    readonly models: readonly AffectedModel[];
    readonly manufacturers: readonly string[];
    /** Devices of the SMI of these Device Models, by status and supplier, as they are now (R80). */
    readonly devices: DeviceCount;
    /** Waiting lines that are the fix of a Severity 1 incident, as operators said. */
    readonly severity1Fixes: NonNullable<Incident['severity1Fixes']>;
    /** By name, as operators recorded them. */
    readonly suppliers: readonly string[];
    readonly fixExpected: string | null;
    readonly deployExpected: string | null;
    readonly dccIncident: string | null;
    readonly dspChange: string | null;
    readonly timeline: readonly IncidentStep[];
  };

/** One incident with its clocks, its criteria, whom it affects and its timeline; undefined when there is none. */
export async function incidentView(
  {
    ledger,
    deviceModels,
    devices,
    governance,
    now,
  }: Pick<OperatorPorts, 'ledger' | 'deviceModels' | 'devices' | 'governance' | 'now'>,
  incidentId: string,
): Promise<IncidentDetails | undefined> {
  const incident = (await ledger.list('incidents')).find((candidate) => candidate.incidentId === incidentId);
  if (incident === undefined) return undefined;
  const [waiting, corrections, events, settings, models, at] = await Promise.all([
    ledger.list('waitingLines'),
    ledger.list('corrections'),
    ledger.list('incidentEvents', { incidentId }),
    governance.settings(),
    affectedModels(incident.entries, { deviceModels, devices }),
    now(),
  ]);
  const isOver = incident.state === 'resolved';
  const lines = isOver ? [] : waiting.filter(({ reason }) => reason === incident.cause);
  const outstanding = isOver ? [] : corrections.filter(({ cause }) => cause === incident.cause);
  return {
    ...incidentLine(incident),
    ...incidentAccount({ incident, lines, models, settings }, at),
    firstPublishedAt: incident.firstPublishedAt,
    assessment: incident.assessment,
    confirmation: incident.confirmation ?? null,
    models,
    correctionsOutstanding: outstanding.length,
    devices: devicesOfModels(models),
    severity1Fixes: incident.severity1Fixes ?? [],
    manufacturers: incident.manufacturers,
    suppliers: incident.suppliers,
    fixExpected: incident.fixExpected ?? null,
    deployExpected: incident.deployExpected ?? null,
    dccIncident: incident.dccIncident ?? null,
    dspChange: incident.dspChange ?? null,
    timeline: events.map((step) => ({
      eventId: step.eventId,
      at: step.at,
      event: step.event,
      by: 'by' in step ? step.by : null,
      text: stepInWords(step),
    })),
  };
}
