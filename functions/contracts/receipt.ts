import * as z from 'zod/mini';
import { Finding, Upload } from './upload.ts';
import { WaitingLine } from './waiting-line.ts';

/** A blocked line as the receipt shows it: what must happen, and until when the DSP should have held it. */
export const BlockedLine = z.extend(
  z.pick(WaitingLine, { order: true, kind: true, blockedSince: true, reason: true }),
  {
    entryKey: z.string(),
    entryNumber: z.string(),
    declaredGbcsVersion: z.string(),
    deadline: z.string(),
  },
);

/** Device Models that lose their entry that a receipt names, and devices that are counted of each. */
export const MOST_REMOVED_MODELS = 200;
export const MOST_REMOVED_DEVICES = 10_000;

/** A Device Model that loses its entry by a list, with its devices in the SMI by status and by supplier, 10,000 at most. */
export const RemovedModel = z.object({
  entryKey: z.string(),
  entryNumber: z.string(),
  devices: z.record(z.string(), z.int()),
  /** By the EUI-64 of the Service User that is responsible for them; '' where none is known. */
  suppliers: z.record(z.string(), z.int()),
});
export type RemovedModel = z.infer<typeof RemovedModel>;

/**
 * What the sender of a file is sent: `receipts/<key>/<upload id>-<decision>.json` in the archive bucket, and the mail
 * that goes with it.
 */
export const Receipt = z.object({
  contract: z.literal('receipt/2'),
  upload: Upload,
  /** One or two sentences that say what became of the file and what to do. */
  outcome: z.string(),
  deadline: z.string(),
  /** The lines that are blocked, the first 10,000 of them; `upload.counts.blocked` says how many there are. */
  blocked: z.array(BlockedLine),
  /** The Device Models that lose their entry, the first 200 of them. */
  removed: z.array(RemovedModel),
  /** The findings, the worst first and one of each kind; `upload.findingsTotal` says how many there are. */
  findings: z.array(Finding),
});
export type Receipt = z.infer<typeof Receipt>;

/** Where every single finding and blocked entry of an upload is, as a table beside its receipt: the first 10,000 of each. */
export function findingsKeyOf({ receiptKey }: Pick<Upload, 'receiptKey'>): string {
  return receiptKey.replace(/\.json$/, '.findings.csv');
}
