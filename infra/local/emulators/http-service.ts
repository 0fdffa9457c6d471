import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';

/** An HTTP server of the local run, on the loopback address only. */
export type HttpService = { readonly endpoint: string; readonly close: () => Promise<void> };

/**
 * Starts an HTTP server on 127.0.0.1.
 *
 * @param port a port, or 0 for any that is free
 */
export async function listen(handle: RequestListener, port = 0): Promise<HttpService> {
  const server = createServer(handle);
  return listenWith(server, port);
}

/** Lets an existing HTTP server listen on 127.0.0.1. */
export async function listenWith(server: Server, port = 0): Promise<HttpService> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The whole body of a request as text. */
export async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** An answer of an AWS service that its clients turn into an exception of this name. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Serves an AWS service that speaks REST with JSON: what `handle` returns is the answer, a thrown error its error. */
export function restJson(
  handle: (request: IncomingMessage, url: URL) => Promise<unknown>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    handle(request, url).then(
      (answer) => answerJson(response, 200, answer ?? {}),
      (error: unknown) => {
        const known = error instanceof ServiceError ? error : new ServiceError('InternalFailure', String(error), 500);
        response.setHeader('x-amzn-errortype', known.code);
        answerJson(response, known.status, { __type: known.code, message: known.message, Message: known.message });
      },
    );
  };
}
