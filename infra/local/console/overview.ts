import type { PipelineAccess } from '../../../functions/operator/pipeline-access.ts';
import { type BlockedLine, blockedView } from '../../../functions/operator/views/blocked.ts';
import { type GbcsLine, gbcsView } from '../../../functions/operator/views/gbcs.ts';
import { type IncidentLine, incidentsView } from '../../../functions/operator/views/incidents.ts';
import type { QueueDepth } from '../../../functions/operator/views/ports.ts';
import { type TrialLine, trialsView } from '../../../functions/operator/views/trials.ts';
import { type UploadLine, uploadsView } from '../../../functions/operator/views/uploads.ts';
import type { Mailbox, MailLine } from './mailbox.ts';

/** All that the page shows, in one answer. */
export type Overview = {
  readonly now: string;
  readonly uploads: readonly UploadLine[];
  readonly queues: readonly QueueDepth[];
  readonly blocked: readonly BlockedLine[];
  readonly incidents: readonly IncidentLine[];
  readonly gbcs: readonly GbcsLine[];
  /** How many steps the timeline of each incident has: it is asked for again when it has grown. */
  readonly incidentSteps: Readonly<Record<string, number>>;
  readonly trials: readonly TrialLine[];
  readonly mails: readonly MailLine[];
};

/** Uploads and mails that the page shows; the CLI lists all. */
const SHOWN = 100;

/** Looks at the pipeline once, through the same views as the CLI. */
export async function overview({ ports }: PipelineAccess, mails: Mailbox): Promise<Overview> {
  const [uploads, queues, blocked, incidents, recorded, gbcs, trials, sent] = await Promise.all([
    uploadsView(ports),
    ports.queueDepths(),
    blockedView(ports),
    incidentsView(ports),
    ports.ledger.list('incidents'),
    gbcsView(ports),
    trialsView(ports),
    mails.list(),
  ]);
  return {
    now: await ports.now(),
    uploads: uploads.slice(0, SHOWN),
    queues,
    blocked,
    incidents,
    gbcs,
    incidentSteps: Object.fromEntries(recorded.map(({ incidentId, events }) => [incidentId, events])),
    trials,
    mails: sent.slice(0, SHOWN),
  };
}
