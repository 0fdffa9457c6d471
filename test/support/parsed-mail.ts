/** A part of a mail that is not made of parts. */
export type MailPart = { readonly type: string; readonly disposition: string; readonly content: Buffer };

/** A mail as a mail client would take it apart: decoded headers by lower-case name, and its parts in order. */
export function parsedMail(eml: string): {
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: readonly MailPart[];
} {
  const [head, body] = halves(eml);
  const headers = headersOf(head);
  return { headers, parts: partsOf(headers, body) };
}

function partsOf(headers: ReadonlyMap<string, string>, body: string): readonly MailPart[] {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1];
  if (boundary === undefined) {
    const base64 = headers.get('content-transfer-encoding') === 'base64';
    const content = base64 ? Buffer.from(body, 'base64') : Buffer.from(body);
    return [{ type, disposition: headers.get('content-disposition') ?? '', content }];
  }
  const pieces = body.split(`--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => {
    const [head, inner] = halves(piece.replace(/^\r\n/, ''));
    return partsOf(headersOf(head), inner.replace(/\r\n$/, ''));
  });
}

function headersOf(head: string): ReadonlyMap<string, string> {
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      decoded(line.slice(line.indexOf(':') + 1).trim()),
    ]),
  );
}

function decoded(value: string): string {
  return value
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/g, (_word, base64: string) => Buffer.from(base64, 'base64').toString());
}

function halves(text: string): readonly [string, string] {
  const end = text.indexOf('\r\n\r\n');
  return [text.slice(0, end), text.slice(end + 4)];
}
