import type { Mail } from '../contracts/mail.ts';
import { fileName, subjectLine } from './header-text.ts';
import type { Letter } from './letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';

/** Lays out a letter as the mail that is sent. */
export function letterMail(letter: Letter): Mail {
  return {
    mailId: letter.mailId,
    to: [...letter.to],
    subject: subjectLine(letter.subject),
    text: letterText(letter),
    html: letterHtml(letter),
    attachments: (letter.attachments ?? []).map((attachment) => ({
      ...attachment,
      fileName: fileName(attachment.fileName),
    })),
  };
}
