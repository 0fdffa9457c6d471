import { printable } from '../domain/findings/printable.ts';

/** RFC 5322 asks for lines of at most 998 characters; phones show about 40, mailboxes about 100. */
const SUBJECT_CHARACTERS = 150;
const FILE_NAME_CHARACTERS = 100;

/** A text that is safe in a header: one line, however it came, so that no header can be smuggled in. */
export function subjectLine(text: string): string {
  return shortened(printable(text).replaceAll(/\s+/g, ' ').trim(), SUBJECT_CHARACTERS);
}

/** A name for an attachment: letters, digits, dots, dashes and underscores only. */
export function fileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[.-]+|-+$/g, '');
  return plain === '' ? 'attachment' : plain.slice(-FILE_NAME_CHARACTERS);
}

/** Whether a text may be handed to a mail system as a header value. */
export function isHeaderText(text: string): boolean {
  return printable(text) === text;
}

/** A text cut to a number of characters, with an ellipsis where it was cut. */
export function shortened(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : `${text
        .slice(0, characters - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
