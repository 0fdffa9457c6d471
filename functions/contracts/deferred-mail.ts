import * as z from 'zod/mini';

/**
 * A mail that the watch is to send: one of a decision of the lane that could not be sent when the decision was carried
 * out, or one of the watch's own. Its text stands in the log of the decision's effects; this says where.
 */
export const DeferredMail = z.object({
  mailId: z.string().check(z.minLength(1)),
  effectsKey: z.string().check(z.minLength(1)),
  /** Where the mail's effect begins in the log, in bytes. */
  offset: z.int().check(z.nonnegative()),
  deferredAt: z.string(),
  /** Failed attempts since. */
  attempts: z.int().check(z.nonnegative()),
  /** Why it was not sent the last time. */
  reason: z.string(),
});
export type DeferredMail = z.infer<typeof DeferredMail>;

/** Why a mail was not sent, in one line: what SES said, where it said something. */
export function refusalReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return String(cause);
}
