import { ordersOf } from '../../contracts/change-order.ts';
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

type UploadPorts = Pick<OperatorPorts, 'ledger' | 'governance' | 'undeliveredPage'>;

/** Some files that arrived, newest first, and the key after which the older ones begin. */
export async function uploadsPage(
  ports: UploadPorts,
  limit: number,
  after: string | undefined,
): Promise<{ readonly uploads: readonly UploadLine[]; readonly next?: string }> {
  const { items, ...more } = await ports.ledger.page('uploads', limit, after);
  // Events of S3 have seconds, and the ids of uploads of one second are in no order: the lane decided in theirs.
  const uploads = items.toSorted(
    (a, b) => Date.parse(b.receivedAt) - Date.parse(a.receivedAt) || Date.parse(b.decidedAt) - Date.parse(a.decidedAt),
  );
  return { uploads: await shownUploads(uploads, ports), ...more };
}

/** One file that arrived, as people see it. */
export async function shownUpload(upload: Upload, ports: UploadPorts): Promise<UploadLine> {
  return (await showing([upload], ports))(upload);
}

/** Some files that arrived, as people see them. */
export async function shownUploads(uploads: readonly Upload[], ports: UploadPorts): Promise<UploadLine[]> {
  return uploads.map(await showing(uploads, ports));
}

/**
 * How each of some files is shown. Of what waits and is on its way only their own is read: lines that wait
 * are counted by the orders of their decision, and of changes on their way one is enough.
 */
async function showing(uploads: readonly Upload[], ports: UploadPorts): Promise<(upload: Upload) => UploadLine> {
  const open = uploads.filter(mayBeOpen);
  const waiting = new Map(
    await Promise.all(
      open.map(async ({ uploadId, sequence }) => {
        const lines = sequence === undefined ? 0 : await ports.ledger.countOf('waitingLines', ordersOf(sequence));
        return [uploadId, lines] as const;
      }),
    ),
  );
  const undelivered = await undeliveredOf(open, ports);
  const settings = await ports.governance.settings();
  return (upload) => {
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
  };
}

function mayBeOpen({ decision, changes, counts }: Upload): boolean {
  return decision === 'accepted' && changes + counts.blocked > 0;
}

/** Which of some files have changes on their way; one of which too many are to be looked up counts as such. */
async function undeliveredOf(
  uploads: readonly Upload[],
  { undeliveredPage }: Pick<OperatorPorts, 'undeliveredPage'>,
): Promise<ReadonlySet<string>> {
  const left = new Set(uploads.map(({ uploadId }) => uploadId));
  const found = new Set<string>();
  let after: string | undefined;
  while (left.size > 0) {
    let last = '';
    const page = await undeliveredPage({
      of({ uploadId }) {
        if (left.has(uploadId)) last = uploadId;
        return left.has(uploadId);
      },
      limit: 1,
      after,
    });
    const uploadId = page.items[0]?.change.uploadId ?? (page.next === undefined ? undefined : last);
    if (uploadId !== undefined) found.add(uploadId);
    if (uploadId === undefined || page.next === undefined) break;
    left.delete(uploadId);
    after = page.next;
  }
  return found;
}

/** An extract with lines of its own that wait is `blocked`, whatever else of it is still on its way. */
function stateOf(upload: Upload, isWaiting: boolean, isFlying: boolean): UploadState {
  if (upload.decision !== 'accepted') return upload.decision;
  if (isWaiting) return 'blocked';
  return isFlying ? 'draining' : 'uploaded';
}
