import * as z from 'zod/mini';
import type { Mail } from './mail.ts';

/** A mail as the log of effects keeps it: attachments as base64. */
export const LoggedMail = z.object({
  mailId: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.object({ fileName: z.string(), contentType: z.string(), base64: z.string() })),
  page: z.optional(z.string()),
});
export type LoggedMail = z.infer<typeof LoggedMail>;

/** A mail, ready for the log. */
export function logMail(mail: Mail): LoggedMail {
  const attachments = mail.attachments.map(({ fileName, contentType, content }) => ({
    fileName,
    contentType,
    base64: Buffer.from(content).toString('base64'),
  }));
  return { ...mail, attachments };
}

/** A mail out of the log, ready to send. */
export function readMail(logged: LoggedMail): Mail {
  const attachments = logged.attachments.map(({ fileName, contentType, base64 }) => ({
    fileName,
    contentType,
    content: Buffer.from(base64, 'base64'),
  }));
  return { ...logged, attachments };
}
