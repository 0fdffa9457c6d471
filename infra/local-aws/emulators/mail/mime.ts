import { createHash } from 'node:crypto';

/** A file within a mail. */
export type MimeAttachment = {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Under which the HTML refers to it, when it stands within the text. */
  readonly contentId?: string | undefined;
};

/** A mail before it is written down. */
export type MimeMail = {
  readonly messageId: string;
  readonly date: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly MimeAttachment[];
};

const LINE = 76;
/** Bytes of UTF-8 in one encoded word, so that even the first line of a header stays within 78 characters. */
const WORD_BYTES = 39;

/** Writes a mail down as RFC 5322 and MIME say, every body in base64, lines ended by CRLF. */
export function writtenMail(mail: MimeMail): string {
  const addresses = (name: string, list: readonly string[]): readonly string[] =>
    list.length === 0 ? [] : [`${name}: ${list.map(encodedAddress).join(',\r\n ')}`];
  const head = [
    `From: ${encodedAddress(mail.from)}`,
    ...addresses('To', mail.to),
    ...addresses('Cc', mail.cc),
    ...addresses('Reply-To', mail.replyTo),
    `Subject: ${encodedText(mail.subject)}`,
    `Date: ${mail.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${mail.messageId}@eu-west-2.amazonses.com>`,
    ...mail.headers.map(({ name, value }) => `${name}: ${encodedText(value)}`),
    'MIME-Version: 1.0',
  ];
  return `${head.join('\r\n')}\r\n${whole(mail)}\r\n`;
}

function whole(mail: MimeMail): string {
  const inline = mail.attachments.filter(({ contentId }) => contentId !== undefined);
  const files = mail.attachments.filter(({ contentId }) => contentId === undefined);
  const bodies = [
    ...(mail.text === undefined ? [] : [textPart('plain', mail.text)]),
    ...(mail.html === undefined ? [] : [textPart('html', mail.html)]),
  ];
  const text = bodies.length === 1 ? String(bodies[0]) : multipart('alternative', mail, bodies);
  const related = inline.length === 0 ? text : multipart('related', mail, [text, ...inline.map(filePart)]);
  return files.length === 0 ? related : multipart('mixed', mail, [related, ...files.map(filePart)]);
}

function multipart(kind: string, { messageId }: MimeMail, parts: readonly string[]): string {
  const boundary = `${kind}-${createHash('sha256').update(messageId).digest('hex').slice(0, 24)}`;
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `Content-Type: multipart/${kind};\r\n boundary="${boundary}"\r\n\r\n${body}--${boundary}--`;
}

function textPart(kind: string, text: string): string {
  return `Content-Type: text/${kind}; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(Buffer.from(text))}`;
}

function filePart({ fileName, contentType, content, contentId }: MimeAttachment): string {
  const disposition = contentId === undefined ? 'attachment' : 'inline';
  const name = /^[\x20-\x7e]*$/.test(fileName)
    ? `filename="${fileName.replaceAll(/["\\]/g, '_')}"`
    : `filename*=UTF-8''${encodeURIComponent(fileName)}`;
  return [
    `Content-Type: ${contentType}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition}; ${name}`,
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    '',
    base64Lines(content),
  ].join('\r\n');
}

function base64Lines(content: Buffer): string {
  return (content.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? ['']).join('\r\n');
}

/** `Name <address>` with the name encoded; an address alone stays as it is. */
function encodedAddress(address: string): string {
  const [, name, mailbox] = /^(.*?)\s*<([^<>]+)>$/.exec(address) ?? [];
  return name === undefined || name === '' ? address : `${encodedText(name.replaceAll('"', ''))} <${mailbox ?? ''}>`;
}

/** Text of a header: as it is when it is short printable ASCII, else in encoded words (RFC 2047). */
function encodedText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= LINE && !text.includes('=?')) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}
