import { createReadStream, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { inboxKey } from '../../functions/operator/inbox-key.ts';

const SETTLE_MS = 200;

/** Whether a file in a drop folder is an upload, and not one that is hidden, locks another, or is still being written. */
export function isDropped(fileName: string): boolean {
  return !/^\.|^~\$|~$|\.(part|tmp|crdownload)$/i.test(fileName);
}

/** A drop folder under watch. */
export type InboxFolder = { readonly close: () => void };

/** What watching a drop folder needs. */
export type InboxFolderOptions = {
  readonly folder: string;
  /** Address of the inbox bucket. */
  readonly bucketUrl: string;
  readonly onFault: (fault: unknown) => void;
};

/**
 * Uploads each file that is dropped into a folder, those already there first, and again whenever one changes. A file
 * is taken once its size stands still.
 */
export async function watchInboxFolder({ folder, bucketUrl, onFault }: InboxFolderOptions): Promise<InboxFolder> {
  const uploaded = new Map<string, string>();
  let turn: Promise<void> = Promise.resolve();
  const take = (fileName: string): void => {
    turn = turn.then(() => uploadOnceSettled(join(folder, fileName), bucketUrl, uploaded)).catch(onFault);
  };
  const watcher = watch(folder, (_event, fileName) => {
    if (fileName !== null) take(fileName);
  });
  watcher.on('error', onFault);
  for (const fileName of (await readdir(folder)).sort()) take(fileName);
  return { close: () => watcher.close() };
}

async function uploadOnceSettled(file: string, bucketUrl: string, uploaded: Map<string, string>): Promise<void> {
  let print = await fingerprint(file);
  for (let before: string | undefined; print !== before; print = await fingerprint(file)) {
    before = print;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  if (!isDropped(basename(file)) || print === undefined || uploaded.get(file) === print) return;
  const address = `${bucketUrl}/${inboxKey(file).split('/').map(encodeURIComponent).join('/')}`;
  const body = Readable.toWeb(createReadStream(file));
  const response = await fetch(address, { method: 'PUT', body, duplex: 'half' });
  if (!response.ok) throw new Error(`${file} was not uploaded: ${await response.text()}`);
  uploaded.set(file, print);
}

/** Size and time of a file; `undefined` when it is no file, or gone again. */
async function fingerprint(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true ? `${found.size} ${found.mtimeMs}` : undefined;
}
