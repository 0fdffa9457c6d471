import { extname } from 'node:path';
import { Receipt } from '../contracts/receipt.ts';
import { isOfWorkbook } from '../intake/lane/arrival.ts';
import type { PipelineAccess } from './pipeline-access.ts';
import { shownUpload, type UploadLine } from './views/uploads.ts';
import { waitForFact } from './wait-for-fact.ts';

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.csv', 'text/csv'],
  ['.gz', 'application/gzip'],
  ['.json', 'application/json'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['.xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12'],
]);

/** Uploads among which a file is looked for that was put just now: more than arrive while one is waited for. */
const RECENTLY = 50;

/** What the lane decided about a file that was put into the inbox, and the receipt its sender gets. */
export type PutOutcome = { readonly upload: UploadLine; readonly receipt: Receipt };

/** A file on its way into the inbox, and who sends it, if anyone said so: kept with the object, for people. */
export type PutFile = { readonly key: string; readonly bytes: Uint8Array; readonly sentBy?: string };

/** Puts a file into the inbox as any sender would. */
export async function putFile({ inbox }: PipelineAccess, { key, bytes, sentBy }: PutFile): Promise<void> {
  const contentType = CONTENT_TYPES.get(extname(key)) ?? 'application/octet-stream';
  await inbox.put(key, bytes, contentType, sentBy === undefined ? {} : { 'sent-by': encodeURIComponent(sentBy) });
}

/** Puts a file into the inbox and waits until the lane has decided about it. */
export async function putAndWait(access: PipelineAccess, file: PutFile): Promise<PutOutcome> {
  const { ports, archive, patience } = access;
  const newest = async () => (await ports.ledger.page('uploads', RECENTLY, undefined)).items;
  const before = new Set((await newest()).map((known) => known.uploadId));
  await putFile(access, file);
  const decided = async () =>
    (await newest()).find((known) => known.key === file.key && !before.has(known.uploadId) && !isOfWorkbook(known));
  const record = await waitForFact(`a decision on ${file.key}`, decided, patience);
  // The receipt is written just after the record of the upload.
  const receiptOf = async () => {
    if ((await archive.facts(record.receiptKey)) === undefined) return undefined;
    const found = Receipt.parse(JSON.parse(await archive.text(record.receiptKey)));
    return found.upload.uploadId === record.uploadId ? found : undefined;
  };
  const receipt = await waitForFact(`the receipt of ${file.key}`, receiptOf, patience);
  const now = (await newest()).find(({ uploadId }) => uploadId === record.uploadId);
  if (now === undefined) throw new Error(`The ledger lost the upload ${record.uploadId}`);
  return { upload: await shownUpload(now, ports), receipt };
}
