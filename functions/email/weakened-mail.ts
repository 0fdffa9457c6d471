import type { Mail } from '../contracts/mail.ts';
import type { Upload } from '../contracts/upload.ts';
import { type SettingChange, settingInWords } from '../domain/settings/settings-change.ts';
import { shortened } from './header-text.ts';
import { letterMail } from './letter-mail.ts';
import { pageOf } from './receipt-mail.ts';
import { momentInWords } from './words.ts';

/** Characters of a value that are shown: a table of substitutions may be long. */
const MOST_CHARACTERS = 200;

/** Notifies operations of a control that a settings file weakens: what it was, what it is, and by which upload. */
export function weakenedMail(
  { uploadId, key: file, putBy, receivedAt, decidedAt, version }: Upload,
  change: SettingChange,
  recipients: readonly string[],
): Mail {
  const { key } = change;
  const inWords = (json: string): string => shortened(settingInWords(json), MOST_CHARACTERS);
  const [before, after] = [inWords(change.before), inWords(change.after)];
  return letterMail({
    mailId: `WEAKENED-${uploadId}-${key}`,
    to: recipients,
    subject: `Control weakened: ${key} is ${after} now`,
    kind: 'Settings',
    classification: 'public',
    actionBy: ['dccOperations'],
    page: pageOf({ uploadId }),
    title: `${key} is weaker than before`,
    blocks: [
      {
        block: 'verdict',
        tone: 'warn',
        title: 'Less is checked, held or reported than before',
        lines: [`${key} was ${before} and is ${after} now, from the moment at which the settings became active.`],
      },
      { block: 'heading', text: 'What to do' },
      {
        block: 'steps',
        steps: [
          'Ask the sender of the file whether this is intended.',
          'If it is not, put the settings into the inbox again with the earlier value.',
        ],
      },
      { block: 'heading', text: 'The upload' },
      {
        block: 'facts',
        facts: [
          { label: 'Upload', value: uploadId },
          { label: 'File', value: file },
          { label: 'Version', value: version },
          { label: 'Received', value: momentInWords(receivedAt) },
          { label: 'Active since', value: momentInWords(decidedAt) },
          ...(putBy === undefined ? [] : [{ label: 'Put by AWS account', value: putBy }]),
        ],
      },
    ],
  });
}
