import { csvAttachment } from './safe-csv.ts';
import type { Classification } from '../contracts/classification.ts';
import type { Mail } from '../contracts/mail.ts';
import type { ReadyLetter } from '../contracts/ready-letter.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { shortened } from './header-text.ts';
import type { Fact } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { findingBlocks } from './receipt-findings.ts';
import { blockedBlocks, countBlocks, removedBlocks } from './receipt-models.ts';
import { readyLetterBlocks, readyLetterFiles } from './ready-letter-text.ts';
import { receiptVerdict } from './receipt-verdict.ts';
import { momentInWords } from './words.ts';

/** Largest findings table that goes with a mail; SES takes 40 MB in all, mailboxes often 10. */
const ATTACHED_BYTES = 4 * 1024 * 1024;

const KINDS = {
  cpl: 'CPL list',
  certificates: 'CPL certificates',
  'agreed-list': 'Agreed list of trials',
  'gbcs-register': 'GBCS register',
  'version-combinations': 'Version combinations',
  settings: 'Settings',
} as const;

/**
 * The receipt of an upload as a mail: what was accepted, blocked, refused or held, line by line, and what to do. An upload that is decided again, because it was approved, has a second receipt.
 *
 * @param findingsTable every single finding and blocked entry as csv, '' where there are none
 */
export function receiptMail(
  receipt: Receipt,
  findingsTable: string,
  ready: readonly ReadyLetter[],
  recipients: readonly string[],
): Mail {
  const { upload } = receipt;
  const verdict = receiptVerdict(receipt);
  const name = nameOf(upload);
  const attached = findingsTable !== '' && Buffer.byteLength(findingsTable) <= ATTACHED_BYTES;
  return letterMail({
    mailId: mailIdOf(upload),
    to: recipients,
    classification: classificationOf(receipt),
    actionBy: verdict.actionBy,
    page: pageOf(upload),
    subject: `${KINDS[upload.kind]} ${verdict.subject}: ${shortened(name, 60)}`,
    kind: `Receipt: ${KINDS[upload.kind]}`,
    title: name,
    blocks: [
      { block: 'verdict', tone: verdict.tone, title: verdict.title, lines: [receipt.outcome] },
      ...(verdict.steps.length === 0
        ? []
        : [{ block: 'heading', text: 'What to do' } as const, { block: 'steps', steps: verdict.steps } as const]),
      ...readyLetterBlocks(ready),
      ...blockedBlocks(receipt, attached),
      ...removedBlocks(receipt),
      ...findingBlocks(receipt, attached),
      ...countBlocks(receipt),
      { block: 'heading', text: 'The upload' },
      { block: 'facts', facts: uploadFacts(receipt) },
    ],
    attachments: [
      ...(attached ? [csvAttachment(`findings-${upload.uploadId}.csv`, findingsTable)] : []),
      ...readyLetterFiles(ready),
    ],
  });
}

/** A list that is put in again and again and changes nothing is answered once a day: each mail is sent once by its id. */
function mailIdOf({ uploadId, kind, decision, sha256, receivedAt }: Receipt['upload']): string {
  const isQuiet = kind === 'cpl' && (decision === 'repeat' || decision === 'superseded') && sha256 !== '';
  return `RECEIPT-${isQuiet ? `${sha256.slice(0, 16)}-${londonDay(receivedAt)}` : uploadId}-${decision}`;
}

/** The page of the console that shows an upload. */
export function pageOf({ uploadId }: Pick<Receipt['upload'], 'uploadId'>): string {
  return `/lists/${encodeURIComponent(uploadId)}`;
}

/** The name of an upload's file, without its folder. */
export function nameOf({ key }: Receipt['upload']): string {
  return key.split('/').at(-1) ?? key;
}

/** A receipt that counts devices of the inventory is not public (R83). */
export function classificationOf({ removed }: Receipt): Classification {
  return removed.length === 0 ? 'public' : 'device-data';
}

/** What is known of an upload itself. */
export function uploadFacts({ upload, deadline }: Receipt): Fact[] {
  const running = upload.kind === 'cpl' && (upload.decision === 'accepted' || upload.decision === 'held');
  return [
    { label: 'Upload', value: upload.uploadId },
    { label: 'File', value: upload.key },
    ...(upload.version === '' ? [] : [{ label: upload.kind === 'cpl' ? 'Issue' : 'Version', value: upload.version }]),
    { label: 'Received', value: momentInWords(upload.receivedAt) },
    ...(running ? [{ label: 'DSP must hold it by', value: momentInWords(deadline) }] : []),
    ...(upload.approval === undefined ? [] : [{ label: 'Approved', value: approvalInWords(upload.approval) }]),
    ...(upload.refusal === undefined ? [] : [{ label: 'Refused', value: approvalInWords(upload.refusal) }]),
    ...(upload.confirmations ?? []).map((each) => ({ label: 'Confirmed', value: approvalInWords(each) })),
    ...(upload.sha256 === '' ? [] : [{ label: 'SHA-256', value: upload.sha256 }]),
  ];
}

function approvalInWords({ by, principal, reason }: NonNullable<Receipt['upload']['approval']>): string {
  return principal === undefined ? `by ${by}: ${reason}` : `by ${by} (signed in as ${principal}): ${reason}`;
}
