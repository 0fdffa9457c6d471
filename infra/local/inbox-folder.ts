import { createReadStream, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';

const GOVERNANCE_FILES = ['agreed-list.csv', 'gbcs-register.csv', 'settings.json'];
const SETTLE_MS = 200;

/** Where in the inbox a file belongs, by its name alone; `undefined` for what is hidden or still being written. */
export function inboxKey(fileName: string): string | undefined {
  if (/^\.|~$|\.(part|tmp|crdownload)$/i.test(fileName)) return undefined;
  return GOVERNANCE_FILES.includes(fileName.toLowerCase()) ? `governance/${fileName.toLowerCase()}` : `cpl/${fileName}`;
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
  const key = inboxKey(basename(file));
  let print = await fingerprint(file);
  for (let before: string | undefined; print !== before; print = await fingerprint(file)) {
    before = print;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  if (key === undefined || print === undefined || uploaded.get(file) === print) return;
  const address = `${bucketUrl}/${key.split('/').map(encodeURIComponent).join('/')}`;
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
