import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadMail, readEml } from './eml.ts';

/** One mail of the outbox, without its text. */
export type MailLine = Pick<ReadMail, 'subject' | 'to' | 'date' | 'attachments'> & { readonly name: string };

const MAIL_FILE = /^[\w-][\w.-]*\.eml$/;

/** The mails that were sent, from the folder in which each lies as `.eml`; a mail never changes, so it is read once. */
export function mailbox(outboxDir: string) {
  const known = new Map<string, ReadMail>();

  async function mail(name: string): Promise<ReadMail | undefined> {
    if (!MAIL_FILE.test(name)) return undefined;
    const found = known.get(name) ?? (await readIfThere(join(outboxDir, name)));
    if (found !== undefined) known.set(name, found);
    return found;
  }

  return {
    mail,
    /** Newest first. */
    async list(): Promise<MailLine[]> {
      const names = (await readdir(outboxDir)).filter((name) => MAIL_FILE.test(name)).sort((a, b) => (a < b ? 1 : -1));
      const lines = await Promise.all(
        names.map(async (name) => {
          const found = await mail(name);
          return found === undefined ? [] : [{ name, ...lineOf(found) }];
        }),
      );
      return lines.flat();
    },
  };
}

export type Mailbox = ReturnType<typeof mailbox>;

function lineOf({ subject, to, date, attachments }: ReadMail): Omit<MailLine, 'name'> {
  return { subject, to, date, attachments };
}

async function readIfThere(path: string): Promise<ReadMail | undefined> {
  try {
    return readEml(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
