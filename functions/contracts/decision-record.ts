import * as z from 'zod/mini';

/** By whose message a decision of the lane was taken. */
export const DecisionCause = z.object({
  /** The command, or `file` where a file arrived. */
  command: z.string(),
  /** What it is about: the id of an upload, an incident or a trial, or the key of a file. */
  about: z.string(),
  /** Who sent the message, as SQS knows it: the id of a user, or `<role id>:<session>`. */
  sentBy: z.string(),
  /** The name that the sender gave; of a file who put it, as S3 says it: an account. */
  requestedBy: z.optional(z.string()),
});
export type DecisionCause = z.infer<typeof DecisionCause>;

/** A decision by its log of effects, and the SHA-256 of all its bytes. */
export const DecisionLink = z.object({ sequence: z.int(), effectsKey: z.string(), sha256: z.string() });
export type DecisionLink = z.infer<typeof DecisionLink>;

/**
 * The last line of a decision's log: by whose message it was taken, and the decision before it. As each log carries the
 * hash of the one before, none can be changed or left out without all later ones.
 */
export const DecisionRecord = z.object({
  sequence: z.int(),
  decidedAt: z.string(),
  cause: DecisionCause,
  /** Absent of the first decision. */
  before: z.optional(DecisionLink),
});
export type DecisionRecord = z.infer<typeof DecisionRecord>;
