import { createHash } from 'node:crypto';
import type { ObjectCreated } from '../../contracts/lane-command.ts';
import { NO_OUTCOMES } from '../../domain/list/change-tally.ts';
import type { Upload, UploadCounts, UploadKind } from '../../contracts/upload.ts';

/** A file that arrived in the inbox, as far as its event says. */
export type Arrival = {
  readonly uploadId: string;
  readonly key: string;
  readonly objectVersion: string | undefined;
  readonly kind: UploadKind;
  /** When the file arrived: the start of the 24 hours (R7). */
  readonly receivedAt: string;
  /** Who put it, as S3 says it: the id of an AWS account. */
  readonly putBy: string | undefined;
};

const GOVERNANCE_FILES: ReadonlySet<string> = new Set([
  'governance/agreed-list.csv',
  'governance/gbcs-register.csv',
  'governance/version-combinations.csv',
  'governance/settings.json',
]);

/**
 * What arrived, by its event. The id is made of the event's time and the object's version, so that an event that is
 * delivered twice is one arrival. Undefined for what is not a file: the folder markers a console makes.
 */
export function arrivalOf(event: ObjectCreated): Arrival | undefined {
  const { key, 'version-id': version, sequencer, etag } = event.detail.object;
  if (key.endsWith('/')) return undefined;
  const receivedAt = new Date(event.time).toISOString();
  const identity = [event.detail.bucket.name, key, version ?? '', sequencer ?? '', etag ?? ''].join('\n');
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return {
    uploadId: `${receivedAt.replaceAll(/[-:]|\.\d+/g, '')}-${digest}`,
    key,
    objectVersion: version,
    kind: kindOf(key),
    receivedAt,
    putBy: event.detail.requester,
  };
}

/** The id under which the certificates of a workbook have a record of their own. */
export function certificatesId(uploadId: string): string {
  return `${uploadId}${OF_WORKBOOK}`;
}

/** Whether an upload is the certificates of a workbook, which has a record of its own. */
export function isOfWorkbook({ uploadId }: Pick<Arrival, 'uploadId'>): boolean {
  return uploadId.endsWith(OF_WORKBOOK);
}

const OF_WORKBOOK = '-certificates';

/** Whether the key is one the pipeline knows what to do with; the case of its ending is all that may differ. */
export function isExpected({ key }: Pick<Arrival, 'key'>): boolean {
  const isList = key.startsWith('cpl/') && /^.{4}.+\.(?:csv|csv\.gz|xlsx|xlsm)$/i.test(key);
  return isList || GOVERNANCE_FILES.has(key);
}

/** The kind of a file by its key; one that is not expected is shown as the kind it comes nearest to. */
function kindOf(key: string): UploadKind {
  if (key.startsWith('cpl/')) return 'cpl';
  if (/settings|\.json$/i.test(key)) return 'settings';
  if (/combination/i.test(key)) return 'version-combinations';
  return /register|gbcs/i.test(key) ? 'gbcs-register' : 'agreed-list';
}

/** No entry of any kind. */
export const NO_COUNTS: UploadCounts = { ...NO_OUTCOMES, addedRemoved: 0, blocked: 0, quarantined: 0 };

/** The record of an upload before anything is known of its content. */
export function uploadRecord(arrival: Arrival, decidedAt: string): Omit<Upload, 'decision'> {
  return {
    uploadId: arrival.uploadId,
    key: arrival.key,
    ...(arrival.objectVersion === undefined ? {} : { objectVersion: arrival.objectVersion }),
    kind: arrival.kind,
    version: '',
    receivedAt: arrival.receivedAt,
    ...(arrival.putBy === undefined ? {} : { putBy: arrival.putBy }),
    decidedAt,
    sha256: '',
    counts: NO_COUNTS,
    findings: [],
    findingsTotal: 0,
    receiptKey: '',
    changes: 0,
  };
}

/** S3 takes keys of 1024 bytes; what stands before and behind the name of the file must still fit on. */
const MOST_NAMED_BYTES = 1024 - 'receipts//20261102T090000Z-12345678-superseded.findings.csv'.length;

/**
 * Where the receipt of a file is: named for its key, of which a digest stands for what is too long to be named, then for
 * the upload and what was decided, so that no receipt takes the place of another.
 */
export function receiptKeyOf({ key, uploadId, decision }: Pick<Upload, 'key' | 'uploadId' | 'decision'>): string {
  return `receipts/${named(key)}/${uploadId}-${decision}.json`;
}

function named(key: string): string {
  const bytes = Buffer.from(key);
  if (bytes.byteLength <= MOST_NAMED_BYTES) return key;
  const digest = `~${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
  const begins = new TextDecoder().decode(bytes.subarray(0, MOST_NAMED_BYTES - digest.length - 3));
  return `${begins.replace(/\uFFFD$/, '')}${digest}`;
}
