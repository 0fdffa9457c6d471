import type { IncomingMessage } from 'node:http';

/** The body of a request, or undefined when it has more bytes than that; then the rest of it is let go by. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size <= most) chunks.push(bytes);
    else chunks.length = 0;
  }
  return size > most ? undefined : Buffer.concat(chunks);
}
