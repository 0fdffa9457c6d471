import type { Upload, UploadCounts } from '../../contracts/upload.ts';
import { uploadDeadline } from '../../domain/incidents/deadline.ts';
import type { RecordedFinding } from '../../domain/findings/finding.ts';
import type { OperatorPorts } from './ports.ts';

/** State of a file that arrived, as people see it; the first three are derived. */
export type UploadState = 'draining' | 'blocked' | 'uploaded' | Exclude<Upload['decision'], 'accepted'>;

/** One file that arrived in the inbox; `deadline` is null for a governance file. */
export type UploadLine = {
  readonly uploadId: string;
  readonly key: string;
  readonly kind: Upload['kind'];
  readonly version: string;
  readonly state: UploadState;
  readonly receivedAt: string;
  readonly deadline: string | null;
  readonly counts: UploadCounts & { readonly waiting: number };
  readonly findings: readonly RecordedFinding[];
};

type UploadPorts = Pick<OperatorPorts, 'ledger' | 'undeliveredChanges' | 'governance'>;

/** Every file that arrived, newest first. */
export async function uploadsView(ports: UploadPorts): Promise<UploadLine[]> {
  // Events of S3 have seconds, and the ids of uploads of one second are in no order: the lane decided in theirs.
  const uploads = (await ports.ledger.list('uploads')).toSorted(
    (a, b) => Date.parse(b.receivedAt) - Date.parse(a.receivedAt) || Date.parse(b.decidedAt) - Date.parse(a.decidedAt),
  );
  return uploadLines(uploads, ports);
}

/** Some files that arrived, newest first, and the key after which the older ones begin. */
export async function uploadsPage(
  ports: UploadPorts,
  limit: number,
  after: string | undefined,
): Promise<{ readonly uploads: readonly UploadLine[]; readonly next?: string }> {
  const { items, ...more } = await ports.ledger.page('uploads', limit, after);
  return { uploads: await uploadLines(items, ports), ...more };
}

/** Files that arrived, as people see them. What waits or is on its way is read only where one of them changed anything. */
export async function uploadLines(uploads: readonly Upload[], ports: UploadPorts): Promise<UploadLine[]> {
  // In the order in which a line moves on (it waits, it is sent, it arrives), so that none is missed on its way.
  const waiting = new Map<string, number>();
  const isOpen = uploads.some(
    ({ decision, changes, counts }) => decision === 'accepted' && changes + counts.blocked > 0,
  );
  for (const { uploadId } of isOpen ? await ports.ledger.list('waitingLines') : [])
    waiting.set(uploadId, (waiting.get(uploadId) ?? 0) + 1);
  const undelivered = new Set<string>();
  if (isOpen) for await (const { change } of ports.undeliveredChanges()) undelivered.add(change.uploadId);
  const settings = await ports.governance.settings();

  return uploads.map((upload) => {
    const lines = waiting.get(upload.uploadId) ?? 0;
    return {
      uploadId: upload.uploadId,
      key: upload.key,
      kind: upload.kind,
      version: upload.version,
      state: stateOf(upload, lines > 0, undelivered.has(upload.uploadId)),
      receivedAt: upload.receivedAt,
      deadline: upload.kind === 'cpl' ? uploadDeadline(upload.receivedAt, settings) : null,
      counts: { ...upload.counts, waiting: lines },
      findings: upload.findings,
    };
  });
}

/** An extract with lines of its own that wait is `blocked`, whatever else of it is still on its way. */
function stateOf(upload: Upload, isWaiting: boolean, isFlying: boolean): UploadState {
  if (upload.decision !== 'accepted') return upload.decision;
  if (isWaiting) return 'blocked';
  return isFlying ? 'draining' : 'uploaded';
}
