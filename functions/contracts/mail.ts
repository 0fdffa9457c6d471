import * as z from 'zod/mini';

/** A file that goes with a mail. */
export const Attachment = z.object({
  fileName: z.string().check(z.minLength(1)),
  contentType: z.string().check(z.minLength(1)),
  content: z.instanceof(Uint8Array),
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * One mail, ready to send. `mailId` is deterministic and stands in the subject or body, so that a repeat after a
 * crash is seen to be the same mail (invariant 5); SES has no idempotency key.
 */
export const Mail = z.object({
  mailId: z.string().check(z.minLength(1)),
  to: z.array(z.string().check(z.minLength(3))).check(z.minLength(1)),
  subject: z.string().check(z.minLength(1)),
  text: z.string().check(z.minLength(1)),
  html: z.string().check(z.minLength(1)),
  attachments: z.array(Attachment),
  /** Path of the page of the operators' console that shows what it is about. */
  page: z.optional(z.string()),
});
export type Mail = z.infer<typeof Mail>;

/**
 * Sends a mail once: claimed, sent, confirmed. After a crash in between it is sent again with the same visible id;
 * it is never lost (invariant 5).
 */
export type MailOnce = {
  /** @throws when it was not sent, or another invocation is sending it at this moment: try again. */
  readonly sendOnce: (mail: Mail) => Promise<'sent' | 'already-sent'>;
};
