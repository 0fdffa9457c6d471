import type { Reader } from '../contracts/recipients.ts';
import type { Upload, UploadKind } from '../contracts/upload.ts';

/** Who puts files of a kind into the inbox: they correct what is refused. */
export function sendersOf(kind: UploadKind): readonly Reader[] {
  return kind === 'cpl' || kind === 'certificates' ? ['secas'] : ['dccServiceTeam', 'dspServiceTeam'];
}

/** Whom a governance file concerns once it is active, beside those who put it in: whose decision it carries, or whose entries. */
const CONCERNED: Readonly<Record<UploadKind, readonly Reader[]>> = {
  cpl: [],
  certificates: [],
  'agreed-list': ['ssc'],
  'gbcs-register': ['secas', 'dccOperations'],
  'version-combinations': ['secas'],
  settings: ['dccOperations'],
};

/**
 * Who gets the receipt of an upload: who put the file in, and whom it concerns once it is active. What became of a list
 * that was held is also reported to DCC operations, who were asked to approve it.
 */
export function receiptReaders({
  kind,
  decision,
  heldReason,
  approval,
}: Pick<Upload, 'kind' | 'decision' | 'heldReason' | 'approval'>): readonly Reader[] {
  const wasHeld = decision !== 'held' && (heldReason ?? approval) !== undefined;
  return [
    ...sendersOf(kind),
    ...(decision === 'active' ? CONCERNED[kind] : []),
    ...(wasHeld ? (['dccOperations'] as const) : []),
  ];
}
