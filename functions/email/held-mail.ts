import type { Mail } from '../contracts/mail.ts';
import type { Receipt } from '../contracts/receipt.ts';
import { shortened } from './header-text.ts';
import { letterMail } from './letter-mail.ts';
import { classificationOf, nameOf, uploadFacts } from './receipt-mail.ts';
import { findingBlocks } from './receipt-findings.ts';
import { countBlocks, removedBlocks } from './receipt-models.ts';
import { momentInWords } from './words.ts';

/**
 * Asks DCC operations, as soon as a list is held, to approve it or to have it corrected: why it is held, what it would
 * take away, and until when its entries must be in the DSP.
 */
export function heldMail(receipt: Receipt, recipients: readonly string[]): Mail {
  const { upload, deadline } = receipt;
  return letterMail({
    mailId: `HELD-${upload.uploadId}`,
    to: recipients,
    classification: classificationOf(receipt),
    actionBy: ['dccOperations'],
    subject: `CPL list held, approve it or ask for a correction: ${shortened(nameOf(upload), 60)}`,
    kind: 'List held',
    title: nameOf(upload),
    blocks: [
      {
        block: 'verdict',
        tone: 'warn',
        title: `Held: the DSP must hold its entries by ${momentInWords(deadline)}`,
        lines: [upload.heldReason ?? receipt.outcome],
      },
      { block: 'heading', text: 'What to do' },
      {
        block: 'steps',
        steps: [
          'Ask SECAS whether the list is right. SECAS has a receipt that says why it is held.',
          `If it is right, approve it: npm run cpl -- approve ${upload.uploadId} --reason "…"`,
          'If it is not, ask SECAS for a corrected list: once that one is accepted, it takes the place of this one.',
        ],
      },
      ...removedBlocks(receipt),
      ...countBlocks(receipt),
      ...findingBlocks(receipt, false),
      { block: 'heading', text: 'The upload' },
      { block: 'facts', facts: uploadFacts(receipt) },
    ],
  });
}
