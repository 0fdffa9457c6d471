import * as z from 'zod/mini';
import { CplEntry } from './cpl-entry.ts';
import { ChangeKind } from './dsp-change.ts';

/**
 * One line of an extract that is published but blocked from upload: buffered until its cause is gone (R9–R12).
 * `order` is that of the changeset that blocked it, so that lines are released in their original order.
 */
export const WaitingLine = z.object({
  order: z.string(),
  entry: CplEntry,
  kind: ChangeKind,
  uploadId: z.string(),
  /** The issue of the list that carries the line. */
  issue: z.string(),
  publishedAt: z.string(),
  blockedSince: z.string(),
  /** What keeps it: the sentence an operator reads, e.g. `GBCS 1.1 not recognised`; also the incident's cause. */
  reason: z.string(),
  /** `gbcs`: by its own GBCS version; `file`: with the blocked lines of its file; `dsp`: refused by the DSP itself. */
  blockedBy: z.enum(['gbcs', 'file', 'dsp']),
});
export type WaitingLine = z.infer<typeof WaitingLine>;

/** A waiting line that a later line for the same entry made unnecessary; kept for the entry's history. */
export const OvertakenLine = z.extend(WaitingLine, { overtakenAt: z.string(), overtakenBy: z.string() });
export type OvertakenLine = z.infer<typeof OvertakenLine>;

/** An entry whose row was quarantined or whose line disappeared, since when, and in which extract. */
export const EntryMark = z.object({
  entryKey: z.string(),
  mark: z.enum(['quarantined', 'disappeared']),
  since: z.string(),
  uploadId: z.string(),
});
export type EntryMark = z.infer<typeof EntryMark>;

/** Option B: an entry the DSP holds under a substituted GBCS version, until its correction is sent (R18). */
export const CorrectionOutstanding = z.object({
  entryKey: z.string(),
  order: z.string(),
  entry: CplEntry,
  uploadId: z.string(),
  issue: z.string(),
  publishedAt: z.string(),
  substitutedGbcsVersion: z.string(),
  /** What would block it without the substitute; also the cause of its incident. */
  cause: z.string(),
  since: z.string(),
});
export type CorrectionOutstanding = z.infer<typeof CorrectionOutstanding>;
