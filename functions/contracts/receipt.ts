import * as z from 'zod/mini';
import { Finding, Upload } from './upload.ts';
import { WaitingLine } from './waiting-line.ts';

/** A blocked line as the receipt shows it: what must happen, and until when the DSP should have held it. */
export const BlockedLine = z.extend(
  z.pick(WaitingLine, { order: true, kind: true, blockedSince: true, reason: true }),
  {
    entryKey: z.string(),
    declaredGbcsVersion: z.string(),
    deadline: z.string(),
  },
);

/** What the sender of a file is told: `receipts/<key>.json` in the archive bucket, and the mail that goes with it. */
export const Receipt = z.object({
  contract: z.literal('receipt/1'),
  upload: Upload,
  /** One or two sentences that say what became of the file and what to do. */
  outcome: z.string(),
  deadline: z.string(),
  /** The lines that are blocked, the first 10,000 of them; `upload.counts.blocked` says how many there are. */
  blocked: z.array(BlockedLine),
  /** The findings, the first 10,000 of them; `upload.findingsTotal` says how many there are. */
  findings: z.array(Finding),
});
export type Receipt = z.infer<typeof Receipt>;
