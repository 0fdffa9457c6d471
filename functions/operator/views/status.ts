import type { OperatorPorts, QueueDepth } from './ports.ts';
import { entriesView } from './entries.ts';
import { incidentsView } from './incidents.ts';
import { trialsView } from './trials.ts';

/** The pipeline at a glance. */
export type Status = {
  readonly now: string;
  readonly lane: {
    /** The extract that the DSP is told, by its object key and list version. */
    readonly accepted: { readonly uploadId: string; readonly key: string; readonly version: string } | null;
    /** The extract that waits for an approval. */
    readonly held: string | null;
    /** A decision that is not carried out to its end yet. */
    readonly busy: boolean;
  };
  readonly entries: Readonly<Record<'sent' | 'uploaded' | 'blocked' | 'removed', number>>;
  readonly overdue: number;
  readonly correctionsOutstanding: number;
  readonly openIncidents: number;
  readonly trials: number;
  readonly trialDevices: number;
  readonly queues: readonly QueueDepth[];
};

/** Looks at everything once. */
export async function statusView(ports: OperatorPorts): Promise<Status> {
  const { accepted, held, pending } = await ports.ledger.laneState();
  const entries = await entriesView(ports);
  const overdue = await entriesView(ports, { overdue: true });
  const trials = await trialsView(ports);
  const incidents = await incidentsView(ports);
  const inState = (state: (typeof entries)[number]['state']): number =>
    entries.filter((entry) => entry.state === state).length;
  return {
    now: await ports.now(),
    lane: {
      accepted:
        accepted === undefined ? null : { uploadId: accepted.uploadId, key: accepted.key, version: accepted.version },
      held: held?.uploadId ?? null,
      busy: pending !== undefined,
    },
    entries: {
      sent: inState('sent'),
      uploaded: inState('uploaded'),
      blocked: inState('blocked'),
      removed: inState('removed'),
    },
    overdue: overdue.length,
    correctionsOutstanding: (await ports.ledger.corrections()).length,
    openIncidents: incidents.filter((incident) => incident.state === 'open').length,
    trials: trials.filter((trial) => trial.state === 'active').length,
    trialDevices: trials.reduce((total, trial) => total + trial.devices, 0),
    queues: await ports.queueDepths(),
  };
}
