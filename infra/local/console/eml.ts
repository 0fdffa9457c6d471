import type { AttachedFile, ReadMail as NamedMail } from '../../../functions/operator/console/source.ts';

/** A mail as it lies in the outbox, taken apart. */
export type ReadMail = Omit<NamedMail, 'name'>;

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

/** Takes a mail apart (RFC 5322 and MIME), as far as the pipeline's own mails go. */
export function readEml(bytes: Buffer): ReadMail {
  const whole = partOf(bytes.toString('latin1'));
  const leaves = leavesOf(whole);
  const header = (name: string): string => decodedWords(whole.headers.get(name) ?? '');
  const attached = leaves.filter(isAttached);
  const textOf = (type: string): string => {
    const leaf = leaves.find((part) => !attached.includes(part) && contentType(part).startsWith(type));
    return leaf === undefined ? '' : decoded(leaf).toString('utf8');
  };
  return {
    subject: header('subject'),
    from: header('from'),
    to: header('to'),
    date: isoDate(header('date')),
    text: textOf('text/plain'),
    html: textOf('text/html'),
    attachments: attached.map((part) => ({ fileName: fileNameOf(part), bytes: decoded(part).byteLength })),
  };
}

/** The files that came with a mail, in their order. */
export function attachedFiles(bytes: Buffer): AttachedFile[] {
  return leavesOf(partOf(bytes.toString('latin1')))
    .filter(isAttached)
    .map((part) => ({ fileName: fileNameOf(part), contentType: contentType(part), content: decoded(part) }));
}

function isAttached({ headers }: Part): boolean {
  return headers.has('content-disposition');
}

function partOf(source: string): Part {
  const [head = '', ...rest] = source.split(/\r?\n\r?\n/);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return { headers: new Map(headers), body: rest.join('\r\n\r\n') };
}

function leavesOf(part: Part): Part[] {
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(contentType(part))?.[1];
  if (boundary === undefined) return [part];
  const pieces = `\r\n${part.body}`.split(`\r\n--${boundary}`).slice(1);
  return pieces.filter((piece) => !piece.startsWith('--')).flatMap((piece) => leavesOf(partOf(piece.slice(2))));
}

function contentType(part: Part): string {
  return part.headers.get('content-type') ?? 'text/plain';
}

function decoded(part: Part): Buffer {
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(part.body, 'base64');
  if (encoding === 'quoted-printable') {
    const joined = part.body.replaceAll(/=\r?\n/g, '');
    return Buffer.from(
      joined.replaceAll(/=([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
      'latin1',
    );
  }
  return Buffer.from(part.body, 'latin1');
}

function fileNameOf(part: Part): string {
  const disposition = part.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return encoded === undefined ? (/filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? '') : decodeURIComponent(encoded);
}

/** Encoded words (RFC 2047) in a header; the space between two of them is not text. */
function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, base64: string) => Buffer.from(base64, 'base64').toString('utf8'));
}

function isoDate(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
