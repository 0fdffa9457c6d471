import * as z from 'zod/mini';

/** How far one mail is: claimed by a sender, sent, or given up by a sender that failed. */
export const MailClaim = z.object({
  mailId: z.string(),
  state: z.enum(['claimed', 'sent', 'given-up']),
  at: z.string(),
  /** Names the attempt that claimed it. */
  claimant: z.optional(z.string()),
});
export type MailClaim = z.infer<typeof MailClaim>;
