import type { Mail } from '../contracts/mail.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { shortened } from './header-text.ts';
import { letterMail } from './letter-mail.ts';
import { classificationOf, nameOf, pageOf, uploadFacts } from './receipt-mail.ts';
import { findingBlocks } from './receipt-findings.ts';
import { countBlocks, removedBlocks } from './receipt-models.ts';
import { momentInWords } from './words.ts';

/**
 * Asks DCC operations, as soon as a list is held, to approve it or to have it corrected: why it is held, what it would
 * take away, and until when its entries must be in the DSP. An agreed list is to be confirmed.
 */
export function heldMail(receipt: Receipt, recipients: readonly string[]): Mail {
  const { upload, deadline } = receipt;
  const { subject, kind, title, steps } =
    upload.kind === 'agreed-list' ? toConfirm(upload) : toApprove(upload, deadline);
  return letterMail({
    mailId: `HELD-${upload.uploadId}`,
    to: recipients,
    classification: classificationOf(receipt),
    actionBy: ['dccOperations'],
    page: pageOf(upload),
    subject: `${subject}: ${shortened(nameOf(upload), 60)}`,
    kind,
    title: nameOf(upload),
    blocks: [
      {
        block: 'verdict',
        tone: 'warn',
        title,
        lines: [upload.heldReason ?? receipt.outcome],
      },
      { block: 'heading', text: 'What to do' },
      { block: 'steps', steps },
      ...removedBlocks(receipt),
      ...countBlocks(receipt),
      ...findingBlocks(receipt, false),
      { block: 'heading', text: 'The upload' },
      { block: 'facts', facts: uploadFacts(receipt) },
    ],
  });
}

/** What is asked about something that is held. */
type Asked = {
  readonly subject: string;
  readonly kind: string;
  readonly title: string;
  readonly steps: readonly string[];
};

function toApprove({ uploadId }: Receipt['upload'], deadline: string): Asked {
  return {
    subject: 'CPL list held, approve or refuse it',
    kind: 'List held',
    title: `Held: the DSP must hold its entries by ${momentInWords(deadline)}`,
    steps: [
      'Ask SECAS whether the list is right. SECAS has a receipt that says why it is held.',
      `If it is right, approve it: npm run cpl -- approve ${uploadId} --reason "…" --aws`,
      `If it is not, refuse it with the reason, which SECAS gets: npm run cpl -- refuse ${uploadId} --reason "…" --aws.`,
    ],
  };
}

/** Of an agreed list, which makes devices trial devices: two parties agree on it (R47). */
function toConfirm({ uploadId }: Receipt['upload']): Asked {
  return {
    subject: 'Agreed list of trials held, confirm it or ask for a correction',
    kind: 'Agreed list held',
    title: 'Held: it must be confirmed before it is active',
    steps: [
      'Ask the DCC Service team and the DSP Service team whether it is what they agreed.',
      `If it is, each of you confirms it, signed in as yourself: npm run cpl -- approve ${uploadId} --reason "…" --aws`,
      'If it is not, ask for a corrected list: it takes the place of this one.',
    ],
  };
}
