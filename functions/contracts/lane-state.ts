import * as z from 'zod/mini';

/** The extract whose content the DSP is being told, or has been told: the base of every comparison. */
export const AcceptedExtract = z.object({
  uploadId: z.string(),
  key: z.string(),
  /** The list version (stamp) of the extract, an ISO instant; see `functions/domain/extract/extract-stamp.ts`. */
  version: z.string(),
  lastModified: z.string(),
  sha256: z.string(),
  snapshotKey: z.string(),
});
export type AcceptedExtract = z.infer<typeof AcceptedExtract>;

/** An extract that waits for an operator's approval, and what made it wait. */
export const HeldExtract = z.object({
  uploadId: z.string(),
  version: z.string(),
  lastModified: z.string(),
  activeBefore: z.int(),
  becomingInactive: z.int(),
});
export type HeldExtract = z.infer<typeof HeldExtract>;

/** A decision that is taken but not yet carried out to its end, and how far it is. */
export const PendingDecision = z.object({
  sequence: z.int(),
  effectsKey: z.string(),
  /** Where the next effect begins in the log of effects, in bytes. */
  offset: z.int().check(z.nonnegative()),
  since: z.string(),
  /** What the lane holds as accepted and held once the decision is carried out. */
  accepted: z.optional(AcceptedExtract),
  held: z.optional(HeldExtract),
});
export type PendingDecision = z.infer<typeof PendingDecision>;

/** The lane's one item in the ledger. It changes only by compare-and-set on `revision`. */
export const LaneState = z.object({
  revision: z.int().check(z.nonnegative()),
  /** Number of the last decision taken. */
  sequence: z.int().check(z.nonnegative()),
  accepted: z.optional(AcceptedExtract),
  held: z.optional(HeldExtract),
  pending: z.optional(PendingDecision),
});
export type LaneState = z.infer<typeof LaneState>;

/** The lane before its first decision. */
export const EMPTY_LANE: LaneState = { revision: 0, sequence: 0 };
