import { inFigures } from '../../domain/words/counted.ts';
import type { IncomingMessage } from 'node:http';

/** A form without a file has at most this many bytes. */
const MOST_FORM_BYTES = 64 * 1024;
/** A file that is sent by a form has at most this many bytes; a larger one goes in by CLI or SDK. */
export const MOST_FILE_BYTES = 64 * 1024 * 1024;

/** A request that is not answered with a page: its status, and a sentence for who sent it. */
export class RequestTrouble extends Error {
  override readonly name = 'RequestTrouble';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The address of a request. @throws RequestTrouble for one that is none. */
export function addressOf({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  const parsed = URL.parse(url, 'http://127.0.0.1');
  if (parsed === null || url.startsWith('//')) throw new RequestTrouble(400, `${url} is not an address`);
  return parsed;
}

/** The form that a request carries. @throws RequestTrouble when it is too large, or is no form. */
export async function formOf(request: IncomingMessage): Promise<FormData> {
  const type = request.headers['content-type'] ?? '';
  const isUpload = type.startsWith('multipart/form-data');
  const most = isUpload ? MOST_FILE_BYTES + MOST_FORM_BYTES : MOST_FORM_BYTES;
  const tooLarge = isUpload
    ? `The console takes files up to ${MOST_FILE_BYTES / 1024 / 1024} MiB: send larger ones by CLI or SDK`
    : `A form has at most ${inFigures(MOST_FORM_BYTES)} bytes here`;
  const body = await bodyOf(request, most, tooLarge);
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new RequestTrouble(400, 'This is not a form of the console');
  }
}

async function bodyOf(request: IncomingMessage, most: number, tooLarge: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Uint8Array = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size <= most) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > most) throw new RequestTrouble(413, tooLarge);
  return Uint8Array.from(Buffer.concat(chunks));
}

/** A cookie of a request. */
export function cookieOf({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const pair = (headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  try {
    return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return undefined;
  }
}
