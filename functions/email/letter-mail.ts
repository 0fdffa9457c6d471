import type { Mail } from '../contracts/mail.ts';
import { READERS } from '../contracts/recipients.ts';
import { fileName, subjectLine } from './header-text.ts';
import type { Letter } from './letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { listed } from './words.ts';

/** Lays out a letter as the mail that is sent. Its subject starts with who must act. */
export function letterMail(letter: Letter): Mail {
  const actors = listed(letter.actionBy.map((reader) => READERS[reader]));
  return {
    mailId: letter.mailId,
    to: [...letter.to],
    subject: subjectLine(actors === '' ? letter.subject : `Action for ${actors}: ${letter.subject}`),
    text: letterText(letter),
    html: letterHtml(letter),
    page: letter.page,
    attachments: (letter.attachments ?? []).map((attachment) => ({
      ...attachment,
      fileName: fileName(attachment.fileName),
    })),
  };
}
