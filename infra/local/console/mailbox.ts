import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailbox, MailLine } from '../../../functions/operator/console/source.ts';
import { attachedFiles, readEml } from './eml.ts';

const MAIL_FILE = /^[\w-][\w.-]*\.eml$/;

/** The mails that were sent, from the folder in which each lies as `.eml`; a mail never changes, so it is read once. */
export function mailbox(outboxDir: string): Mailbox & { readonly list: () => Promise<MailLine[]> } {
  const known = new Map<string, MailLine>();

  const bytesOf = async (name: string): Promise<Buffer | undefined> =>
    MAIL_FILE.test(name) ? readIfThere(join(outboxDir, name)) : undefined;

  async function lineOf(name: string): Promise<MailLine[]> {
    const found = known.get(name);
    if (found !== undefined) return [found];
    const bytes = await bytesOf(name);
    if (bytes === undefined) return [];
    const { subject, to, date, attachments } = readEml(bytes);
    const line = { name, subject, to, date, attachments };
    known.set(name, line);
    return [line];
  }

  /** Newest first. */
  async function names(): Promise<string[]> {
    return (await readdir(outboxDir)).filter((name) => MAIL_FILE.test(name)).sort((a, b) => (a < b ? 1 : -1));
  }
  const linesOf = async (of: readonly string[]): Promise<MailLine[]> => (await Promise.all(of.map(lineOf))).flat();

  return {
    async mail(name) {
      const bytes = await bytesOf(name);
      return bytes === undefined ? undefined : { name, ...readEml(bytes) };
    },
    list: async () => linesOf(await names()),
    async page(offset, limit, text = '') {
      const all = await names();
      if (text === '') return { mails: await linesOf(all.slice(offset, offset + limit)), total: all.length };
      const wanted = text.toLowerCase();
      const found = (await linesOf(all)).filter(({ subject, to }) =>
        `${subject}\n${to}`.toLowerCase().includes(wanted),
      );
      return { mails: found.slice(offset, offset + limit), total: found.length };
    },
    async attachment(name, index) {
      const bytes = await bytesOf(name);
      return bytes === undefined ? undefined : attachedFiles(bytes)[index];
    },
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
