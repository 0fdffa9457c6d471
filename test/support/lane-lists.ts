import type { Upload } from '../../functions/contracts/upload.ts';
import { cplCsv, type CplRow } from './cpl-csv.ts';
import type { FakeLane } from './fake-lane.ts';

/** Rows of Device Models with these numbers, the first `count` of them. */
export function rowsOf(count: number, values: Omit<CplRow, 'entry'> = {}): CplRow[] {
  return Array.from({ length: count }, (_, index) => ({ entry: index + 1, ...values }));
}

/** Puts a list into the inbox of a lane, a minute after what came before unless set otherwise. */
export async function putList(
  lane: FakeLane,
  rows: readonly CplRow[],
  issue: string,
  { at = aMinuteLater(lane.now), issuedOn = at.slice(0, 10) }: { at?: string; issuedOn?: string } = {},
): Promise<Upload> {
  const file = cplCsv(rows, issue, issuedOn);
  return putFile(lane, `cpl/list-${issue}-${at}.csv`, file, at);
}

/** Puts a file into the inbox of a lane. */
export async function putFile(
  lane: FakeLane,
  key: string,
  body: string | Uint8Array,
  at = aMinuteLater(lane.now),
): Promise<Upload> {
  const upload = await lane.drop(key, body, { at });
  if (upload === undefined) throw new Error(`Nothing is known of ${key}`);
  return upload;
}

/** Lets an operator approve a held list. */
export async function approve(lane: FakeLane, upload: Pick<Upload, 'uploadId'>): Promise<Upload> {
  return answer(lane, 'approve', upload, 'Agreed with SECAS');
}

/** Lets an operator refuse a held list. */
export async function refuse(lane: FakeLane, upload: Pick<Upload, 'uploadId'>): Promise<Upload> {
  return answer(lane, 'refuse', upload, 'SECAS sent a draft');
}

async function answer(
  lane: FakeLane,
  command: 'approve' | 'refuse',
  { uploadId }: Pick<Upload, 'uploadId'>,
  reason: string,
): Promise<Upload> {
  await lane.ask({ command, commandId: `${command}-${uploadId}`, uploadId, reason, requestedBy: 'operator' });
  return decisionOn(lane, { uploadId });
}

/** What became of a file. */
export async function decisionOn(lane: FakeLane, { uploadId }: Pick<Upload, 'uploadId'>): Promise<Upload> {
  const upload = await lane.ledger.get('uploads', { uploadId });
  if (upload === undefined) throw new Error(`There is no upload ${uploadId}`);
  return upload;
}

/** An instant so many days later. */
export function daysLater(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * 86_400_000).toISOString();
}

function aMinuteLater(instant: string): string {
  return new Date(Date.parse(instant) + 60_000).toISOString();
}
