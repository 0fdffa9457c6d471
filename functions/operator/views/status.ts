import type { OperatorPorts, QueueDepth } from './ports.ts';
import { entriesSeen, isOverdue } from './entries.ts';
import { incidentsView } from './incidents.ts';
import { trialsView } from './trials.ts';

/** The pipeline at a glance. */
export type Status = {
  readonly now: string;
  readonly lane: {
    /** The list that the DSP holds or is sent, by its object key and its issue. */
    readonly accepted: { readonly uploadId: string; readonly key: string; readonly issue: string } | null;
    /** The lists that wait for an approval. */
    readonly held: readonly string[];
    /** Issues that never arrived although a later one did. */
    readonly skippedIssues: readonly string[];
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
  const { accepted, held, heldAgreedList, issues, pending } = await ports.ledger.get('lane');
  const entries = await entriesSeen(ports);
  const [settings, now] = [await ports.governance.settings(), await ports.now()];
  const trials = await trialsView(ports);
  const incidents = await incidentsView(ports);
  const inState = (state: (typeof entries)[number]['state']): number =>
    entries.filter((entry) => entry.state === state).length;
  return {
    now,
    lane: {
      accepted:
        accepted === undefined ? null : { uploadId: accepted.uploadId, key: accepted.key, issue: accepted.issue },
      held: [...held.map(({ uploadId }) => uploadId), ...(heldAgreedList === undefined ? [] : [heldAgreedList])],
      skippedIssues: (issues?.skipped ?? []).map(({ issue }) => issue),
      busy: pending !== undefined,
    },
    entries: {
      sent: inState('sent'),
      uploaded: inState('uploaded'),
      blocked: inState('blocked'),
      removed: inState('removed'),
    },
    overdue: entries.filter((entry) => isOverdue(entry, settings, now)).length,
    correctionsOutstanding: (await ports.ledger.list('corrections')).length,
    openIncidents: incidents.filter((incident) => incident.state !== 'resolved').length,
    trials: trials.filter((trial) => trial.state === 'active').length,
    trialDevices: trials.reduce((total, trial) => total + trial.devices, 0),
    queues: await ports.queueDepths(),
  };
}
