import * as z from 'zod/mini';

/**
 * A dead letter that someone discarded, whole, with who did it, when and why:
 * `discarded/<queue>/<instant of the act>/<message id>.json` in the archive bucket. It is written before the message is deleted.
 */
export const DiscardedMessage = z.object({
  contract: z.literal('discarded-message/1'),
  queue: z.string(),
  messageId: z.string(),
  body: z.string(),
  /** Why its function gave it up, where the function said so. */
  reason: z.nullable(z.string()),
  /** ISO instant at which its queue took it. */
  sentAt: z.iso.datetime(),
  discardedAt: z.iso.datetime(),
  discardedBy: z.string().check(z.minLength(1)),
  /** Why it was discarded. */
  why: z.string().check(z.minLength(1)),
});
export type DiscardedMessage = z.infer<typeof DiscardedMessage>;

/** One act of discarding: a message of it, and how many there were. */
export type DiscardAct = {
  readonly actId: string;
  /** Prefix of the keys of its messages in the archive bucket. */
  readonly folder: string;
  readonly first: DiscardedMessage;
  readonly messages: number;
  /** Whether there are more than were counted. */
  readonly atLeast: boolean;
};
