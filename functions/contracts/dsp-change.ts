import * as z from 'zod/mini';
import { CplEntry } from './cpl-entry.ts';

/** What kind of change a line is against the accepted list; a `correction` replaces a substituted GBCS version. */
export const ChangeKind = z.enum(['added', 'gbcsOnly', 'changed', 'removed', 'reinstated', 'correction']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/**
 * One change for the DSP, a message on the dsp-updates queue (message group = device model). `order` is
 * `<changeset sequence>-<index>`, zero-padded, so that text order is the order in which the lane decided: the
 * consumer applies a change only over an older one.
 */
export const DspChange = z.object({
  contract: z.literal('dsp-change/2'),
  order: z.string().check(z.regex(/^\d{12}-\d{10}$/)),
  kind: ChangeKind,
  entry: CplEntry,
  /** The version sent to the DSP: the declared one, or its substitute under Option B (R18). */
  gbcsVersion: z.string(),
  declaredGbcsVersion: z.string(),
  uploadId: z.string().check(z.minLength(1)),
  /** The issue of the list that carries the line. */
  issue: z.string(),
  /** When the list that carries the line arrived: the start of its 24 hours. */
  publishedAt: z.iso.datetime(),
  /** Since when the line waited, if it was blocked before it was sent. */
  blockedSince: z.optional(z.iso.datetime()),
});
export type DspChange = z.infer<typeof DspChange>;
