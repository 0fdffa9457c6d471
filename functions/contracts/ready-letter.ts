import * as z from 'zod/mini';

/** Where in the reports bucket the letters are that people may send. */
export const READY_LETTERS = 'letters/';

/**
 * A letter to someone outside that is ready to be sent by people: the pipeline sends none of them by itself. The same
 * facts always make the same id.
 */
export const ReadyLetter = z.object({
  letterId: z.string().check(z.regex(/^[A-Za-z0-9-]+$/)),
  addressee: z.string(),
  /** Who is to check and send it. */
  sender: z.enum(['secas', 'dccOperations', 'dccServiceTeam', 'ssc']),
  subject: z.string(),
  classification: z.enum(['public', 'device-data']),
  madeAt: z.string(),
  /** The whole letter as plain text, addressee, subject and classification included. */
  text: z.string(),
  /** The table that goes with it, as csv. */
  attachment: z.optional(z.object({ fileName: z.string(), csv: z.string() })),
});
export type ReadyLetter = z.infer<typeof ReadyLetter>;
