import { createReadStream, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { inboxKey } from '../../functions/operator/inbox-key.ts';
import { localClients } from '../../functions/operator/pipeline-access.ts';

/** For how long a file must stay as it is: someone who copies it over a slow link may pause for seconds. */
const SETTLE_MS = 5000;

/** Whether a file in a drop folder is an upload, and not one that is hidden, locks another, or is still being written. */
export function isDropped(fileName: string): boolean {
  return !/^\.|^~\$|~$|\.(part|filepart|partial|tmp|crdownload|download)$|^(Thumbs\.db|desktop\.ini)$/i.test(fileName);
}

/** A drop folder under watch. */
export type InboxFolder = { readonly close: () => void };

/** What watching a drop folder needs. */
export type InboxFolderOptions = {
  readonly folder: string;
  /** The pipeline whose inbox takes what is dropped. */
  readonly run: LocalRun;
  readonly onFault: (fault: unknown) => void;
  /** For how long a file must stay as it is, in milliseconds; 5 seconds by default. */
  readonly settleMs?: number;
};

/**
 * Uploads each file that is dropped into a folder, those already there first, and again whenever one changes. A file
 * is taken once it has stayed as it is for a while; each settles by itself, and they are uploaded in that order.
 */
export async function watchInboxFolder({
  folder,
  run,
  onFault,
  settleMs = SETTLE_MS,
}: InboxFolderOptions): Promise<InboxFolder> {
  const { s3 } = localClients(run);
  const upload = async (file: string): Promise<void> => {
    const object = { Bucket: run.resources.inboxBucket, Key: inboxKey(file) };
    const { size } = await stat(file);
    await s3.send(new PutObjectCommand({ ...object, Body: createReadStream(file), ContentLength: size }));
  };
  const uploaded = new Map<string, string>();
  const settling = new Set<string>();
  let turn: Promise<void> = Promise.resolve();
  const uploadOnceSettled = async (fileName: string): Promise<void> => {
    if (!isDropped(fileName) || settling.has(fileName)) return;
    settling.add(fileName);
    const file = join(folder, fileName);
    const print = await settled(file, settleMs);
    settling.delete(fileName);
    if (print === undefined || uploaded.get(file) === print) return;
    uploaded.set(file, print);
    turn = turn.then(() => upload(file)).catch(onFault);
  };
  const take = (fileName: string): void => void uploadOnceSettled(fileName).catch(onFault);
  const watcher = watch(folder, (_event, fileName) => {
    if (fileName !== null) take(fileName);
  });
  watcher.on('error', onFault);
  for (const fileName of (await readdir(folder)).sort()) take(fileName);
  return {
    close: () => {
      watcher.close();
      s3.destroy();
    },
  };
}

/** Waits until a file has not changed for a while; resolves to its fingerprint then. */
async function settled(file: string, settleMs: number): Promise<string | undefined> {
  let print = await fingerprint(file);
  for (let before: string | undefined; print !== before; print = await fingerprint(file)) {
    before = print;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  }
  return print;
}

/** Size and time of a file; `undefined` when it is no file, or gone again. */
async function fingerprint(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true ? `${found.size} ${found.mtimeMs}` : undefined;
}
