import * as z from 'zod/mini';

/** A finding, as receipts and upload records carry it. */
export const Finding = z.object({
  code: z.string(),
  severity: z.enum(['file', 'row', 'warning']),
  line: z.int(),
  field: z.string(),
  value: z.string(),
  message: z.string(),
  /** Which column of the file the value stands in, the first is 1; absent where it is about no one cell. */
  column: z.optional(z.int()),
  /** The entry that it is about, as far as that can be read: its number on the list, and its key; '' where not. */
  entry: z.optional(z.object({ number: z.string(), key: z.string() })),
});

/** Device Models of a list by what became of each; every one is in one of the first eight. */
export const UploadCounts = z.object({
  added: z.int(),
  gbcsOnly: z.int(),
  changed: z.int(),
  removed: z.int(),
  reinstated: z.int(),
  unchanged: z.int(),
  duplicate: z.int(),
  disappeared: z.int(),
  /** Of those added, the ones that come marked Removed. */
  addedRemoved: z.int(),
  /** Entries blocked at intake. */
  blocked: z.int(),
  /** Rows quarantined. */
  quarantined: z.int(),
});
export type UploadCounts = z.infer<typeof UploadCounts>;

/** What a file in the inbox is, by its key. */
export const UploadKind = z.enum([
  'cpl',
  'certificates',
  'agreed-list',
  'gbcs-register',
  'version-combinations',
  'settings',
]);
export type UploadKind = z.infer<typeof UploadKind>;

/**
 * What the lane decided about a file. For an accepted list the state that people see (`draining`, `blocked`,
 * `uploaded`) is derived from what has reached the DSP and what still waits: it is never stored.
 */
export const UploadDecision = z.enum(['accepted', 'held', 'refused', 'superseded', 'repeat', 'active']);
export type UploadDecision = z.infer<typeof UploadDecision>;

/** An operator's approval or refusal: the name that was given, and who sent it, as SQS knows it. */
export const Approval = z.object({
  by: z.string(),
  principal: z.optional(z.string()),
  reason: z.string(),
  at: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** The ledger's record of one file that arrived in the inbox. */
export const Upload = z.object({
  /** `<receivedAt compact>-<8 hex of the object version>`: the same event always gives the same id. */
  uploadId: z.string().check(z.minLength(1)),
  key: z.string(),
  objectVersion: z.optional(z.string()),
  kind: UploadKind,
  /** The list's issue, or the governance file's sequence number as text; '' of a list whose issue cannot be read. */
  version: z.string(),
  decision: UploadDecision,
  receivedAt: z.string(),
  decidedAt: z.string(),
  sha256: z.string(),
  counts: UploadCounts,
  findings: z.array(Finding),
  /** Findings there were in all; `findings` keeps the worst kinds, the table in the archive has every single one. */
  findingsTotal: z.int(),
  /** Where its receipt is in the archive bucket; '' of certificates that came with a list, whose receipt is theirs too. */
  receiptKey: z.string(),
  /** Of an accepted list: the number of the decision, with which the orders of all its changes begin. */
  sequence: z.optional(z.int()),
  /** Where the changes of this extract are, in the archive bucket; absent when it brought none. */
  changesetKey: z.optional(z.string()),
  changes: z.int(),
  heldReason: z.optional(z.string()),
  /** Who put the file, as S3 says it: the id of an AWS account. */
  putBy: z.optional(z.string()),
  approval: z.optional(Approval),
  /** Of a list that was held: who refused it, and why. */
  refusal: z.optional(Approval),
  /** Of an agreed list: who has confirmed it, each another principal (R47). */
  confirmations: z.optional(z.array(Approval)),
});
export type Upload = z.infer<typeof Upload>;

/** Whether it is a list that waits for an approval while its 24 hours run: no agreed list, and no certificates beside one. */
export function isHeldList({ kind, decision }: Pick<Upload, 'kind' | 'decision'>): boolean {
  return kind === 'cpl' && decision === 'held';
}
