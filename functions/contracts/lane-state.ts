import * as z from 'zod/mini';
import { DecisionLink } from './decision-record.ts';

/** The list whose content the DSP is being sent, or has been sent: the base of every comparison. */
export const AcceptedCpl = z.object({
  uploadId: z.string(),
  key: z.string(),
  /** The list's own issue, such as `2.051`, which orders it. */
  issue: z.string(),
  receivedAt: z.string(),
  sha256: z.string(),
  /** The lists of the same issue that it corrected, by their SHA-256. */
  corrected: z.optional(z.array(z.string())),
  /** Issues that it superseded although they were issued after it had arrived: its own number is most likely too high. */
  shutOut: z.optional(z.array(z.string())),
  /** Where the archive keeps the list for the next comparison. */
  listKey: z.string(),
  /** Device Models it ever had, those that can join by it, and those that it goes on to hold although they are missing. */
  models: z.int(),
  activeModels: z.int(),
  missingModels: z.int(),
});
export type AcceptedCpl = z.infer<typeof AcceptedCpl>;

/** The settings by which the guard holds a list. */
export const GuardLimits = z.object({
  removalGuardPercent: z.number(),
  removalGuardMinimum: z.int(),
  removalGuardDevices: z.int(),
  massChangePercent: z.number(),
});
export type GuardLimits = z.infer<typeof GuardLimits>;

/** A list that waits for an operator's approval, and what made it wait. */
export const HeldCpl = z.object({
  uploadId: z.string(),
  issue: z.string(),
  receivedAt: z.string(),
  /** `guard`: it would take or change too much at once. `issue`: its own issue or date cannot be right. */
  heldBy: z.enum(['guard', 'issue']),
  /** The limits of the guard when it was held: while it is, no settings make the guard laxer than that. */
  limits: z.optional(GuardLimits),
});
export type HeldCpl = z.infer<typeof HeldCpl>;

/** What is known of the issues that have arrived, so that one that never did is noticed. */
export const IssueRecord = z.object({
  /** The highest sound issue received: one that was read and is neither refused nor held for its own issue or date. */
  newest: z.string(),
  /** Issues that arrived and were refused or held, beyond the newest sound one: they are not lost. */
  arrived: z.array(z.string()),
  /** Issues that never arrived although a later one did, and since when that is known. */
  skipped: z.array(z.object({ issue: z.string(), since: z.string() })),
});
export type IssueRecord = z.infer<typeof IssueRecord>;

/** Device Models and devices that a list took without an operator's approval, remembered for the removal guard. */
export const UnapprovedLoss = z.object({ at: z.string(), models: z.int(), devices: z.int() });
export type UnapprovedLoss = z.infer<typeof UnapprovedLoss>;

/** What the lane holds as true of the lists; a decision replaces all of it at once. */
export const LaneFacts = z.object({
  accepted: z.optional(AcceptedCpl),
  held: z.array(HeldCpl),
  /** The agreed list that waits to be confirmed, by its upload. */
  heldAgreedList: z.optional(z.string()),
  issues: z.optional(IssueRecord),
  losses: z.array(UnapprovedLoss),
});
export type LaneFacts = z.infer<typeof LaneFacts>;

/** How far a re-evaluation of devices is: its part (firmware by firmware, then trial by trial), and the last device asked for in it. */
export const ReevaluationPosition = z.object({
  part: z.int().check(z.nonnegative()),
  after: z.optional(z.string()),
  /** Requests that were made so far. */
  requests: z.int().check(z.nonnegative()),
});
export type ReevaluationPosition = z.infer<typeof ReevaluationPosition>;

/** A decision that is taken but not yet carried out to its end, and how far it is. */
export const PendingDecision = z.object({
  sequence: z.int(),
  effectsKey: z.string(),
  /** Where the next effect begins in the log of effects, in bytes. */
  offset: z.int().check(z.nonnegative()),
  /** How far the re-evaluation at that place is, if it is begun. */
  reevaluatedTo: z.optional(ReevaluationPosition),
  since: z.string(),
  /** What the lane holds as true once the decision is carried out. */
  facts: LaneFacts,
});
export type PendingDecision = z.infer<typeof PendingDecision>;

/** The lane's one item in the ledger. It changes only by compare-and-set on `revision`. */
export const LaneState = z.extend(LaneFacts, {
  revision: z.int().check(z.nonnegative()),
  /** Number of the last decision taken. */
  sequence: z.int().check(z.nonnegative()),
  pending: z.optional(PendingDecision),
  /** The last decision taken, which the next one names. */
  last: z.optional(DecisionLink),
});
export type LaneState = z.infer<typeof LaneState>;

/** The lane before its first decision. */
export const EMPTY_LANE: LaneState = { revision: 0, sequence: 0, held: [], losses: [] };

/** What a lane holds as true, apart from the decision it is at. */
export function factsOf({ accepted, held, heldAgreedList, issues, losses }: LaneFacts): LaneFacts {
  return {
    ...(accepted === undefined ? {} : { accepted }),
    held,
    ...(heldAgreedList === undefined ? {} : { heldAgreedList }),
    ...(issues === undefined ? {} : { issues }),
    losses,
  };
}
