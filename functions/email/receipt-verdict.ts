import type { Receipt } from '../contracts/receipt.ts';
import type { Letter, Tone } from './letter.ts';
import { sendersOf } from './receipt-readers.ts';
import { counted, listed } from './words.ts';

/** What became of an upload, at a glance. */
export type ReceiptVerdict = {
  readonly tone: Tone;
  /** Who must act: who approves a list, or who corrects the file. */
  readonly actionBy: Letter['actionBy'];
  readonly title: string;
  /** How the subject goes on after the kind of file. */
  readonly subject: string;
  readonly steps: readonly string[];
};

/** The verdict of a receipt, and what its reader is asked to do; what blocked entries need is said beside them. */
export function receiptVerdict({ upload }: Pick<Receipt, 'upload'>): ReceiptVerdict {
  switch (upload.decision) {
    case 'accepted':
      return accepted(upload);
    case 'held':
      if (upload.kind === 'agreed-list') return TO_CONFIRM;
      return {
        tone: 'warn',
        actionBy: ['dccOperations'],
        title: 'Held: DCC operations must approve it',
        subject: 'held, needs approval',
        steps: [
          `If the list is right, DCC operations approve upload ${upload.uploadId}, with the reason why it is right.`,
          'If it is not, send a corrected list: it takes the place of this one.',
          'The 24 hours keep running while it is held.',
        ],
      };
    case 'refused': {
      const isFound = upload.refusal === undefined;
      return {
        tone: 'bad',
        actionBy: sendersOf(upload.kind),
        title: 'Refused: nothing was changed',
        subject: isFound ? `refused, ${counted(upload.findingsTotal, 'finding')}` : 'refused by DCC operations',
        steps: [
          `Correct ${isFound ? 'what the findings name' : 'the reason given'}, and put the complete file into the inbox again.`,
          upload.kind === 'cpl'
            ? 'The list accepted before stays in force.'
            : 'The version that was active before stays active.',
        ],
      };
    }
    case 'superseded':
      return {
        tone: 'plain',
        actionBy: [],
        title: 'Not applied: a newer one has come',
        subject: 'superseded',
        steps: [],
      };
    case 'repeat':
      return {
        tone: 'plain',
        actionBy: [],
        title: 'Received again: nothing to do',
        subject: 'received again, unchanged',
        steps: [],
      };
    case 'active':
      return {
        tone: 'good',
        actionBy: [],
        title: `Active as version ${upload.version}`,
        subject: 'active',
        steps: [],
      };
  }
}

/** An agreed list that is held until people of two parties have confirmed it (R47). */
const TO_CONFIRM: ReceiptVerdict = {
  tone: 'warn',
  actionBy: ['dccServiceTeam', 'dspServiceTeam'],
  title: 'Held: it must be confirmed before it is active',
  subject: 'held, needs confirmation',
  steps: [
    'The DCC Service team and the DSP Service team each confirm to DCC operations that it is what they agreed.',
    'If it is not, send a corrected list: it takes the place of this one. Until one is confirmed, the list that is active stays active.',
  ],
};

function accepted({ counts }: Receipt['upload']): ReceiptVerdict {
  const trouble = [
    ...(counts.blocked > 0 ? [`${counted(counts.blocked, 'entry', 'entries')} blocked`] : []),
    ...(counts.quarantined > 0 ? [`${counted(counts.quarantined, 'row')} quarantined`] : []),
    ...(counts.duplicate > 0 ? [`${counted(counts.duplicate, 'duplicate')} refused`] : []),
    ...(counts.disappeared > 0 ? [`${counted(counts.disappeared, 'entry', 'entries')} missing`] : []),
  ];
  const steps = [
    ...(counts.quarantined > 0
      ? ['Correct the quarantined rows in the next issue; until then their entries keep their last value.']
      : []),
    ...(counts.duplicate > 0
      ? ['Remove the duplicates from the list: a line that repeats every value of another line is not sent.']
      : []),
    ...(counts.disappeared > 0
      ? ['List the missing entries again, or mark them as removed: the DSP keeps an entry that is only missing.']
      : []),
  ];
  const text = ['accepted', ...(trouble.length === 0 ? [] : [listed(trouble)])].join(', ');
  return {
    tone: trouble.length === 0 ? 'good' : 'warn',
    actionBy: steps.length === 0 ? [] : ['secas'],
    title: text.charAt(0).toUpperCase() + text.slice(1),
    subject: text,
    steps,
  };
}
