import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { AccessRefused } from '../access/access-gate.ts';
import { NotAdmitted, type Refusal } from '../access/door.ts';
import type { Guard } from './guard.ts';

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

/**
 * The whole body of a request.
 *
 * @param most bytes that it may have
 * @throws ServiceError, in the words of `tooLarge`, when it has more; the rest of it is let go by.
 */
export async function bodyOf(
  request: Readable,
  most: number,
  tooLarge = `A request has at most ${most} bytes here`,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size <= most) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > most) throw new ServiceError('RequestEntityTooLargeException', tooLarge, 413);
  return Buffer.concat(chunks);
}

/**
 * What a request asks for.
 *
 * @throws ServiceError for an address that is none.
 */
export function urlOf({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  const parsed = URL.parse(url, 'http://127.0.0.1');
  if (parsed === null) throw new ServiceError('ValidationException', `${url} is not an address`);
  return parsed;
}

/**
 * A part of an address with its percent-escapes resolved.
 *
 * @throws ServiceError for an escape that stands for no character.
 */
export function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new ServiceError('InvalidURI', `${part} has a percent-escape that stands for no character`, 400, { cause });
  }
}

/** Answers with JSON, which is for whoever asked and to be taken for nothing else. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

/** An answer of an AWS service that its clients turn into an exception of this name. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/** The names that the services which speak JSON have for requests that are not let in. */
const NOT_ADMITTED: Readonly<Record<Refusal, string>> = {
  foreign: 'AccessDeniedException',
  unsigned: 'MissingAuthenticationTokenException',
  'unknown key': 'UnrecognizedClientException',
  'wrong signature': 'InvalidSignatureException',
};

/** An error as a service that speaks JSON answers it. */
export function serviceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof NotAdmitted) return new ServiceError(NOT_ADMITTED[error.refusal], error.message, 403);
  if (error instanceof AccessRefused) return new ServiceError('AccessDeniedException', error.message, 403);
  if (error instanceof z.ZodError) return new ServiceError('ValidationException', z.prettifyError(error));
  if (error instanceof SyntaxError) return new ServiceError('SerializationException', error.message);
  return new ServiceError('InternalFailure', String(error), 500);
}

/** One request to a service that speaks REST with JSON, of someone who was let in. */
export type RestCall = {
  readonly method: string;
  readonly path: string;
  readonly caller: string;
  /** What came with it; `undefined` for nothing. */
  readonly content: unknown;
};

/** Serves an AWS service that speaks REST with JSON: what `handle` returns is the answer, a thrown error its error. */
export function restJson(
  { door }: Pick<Guard, 'door'>,
  mostBytes: number,
  handle: (call: RestCall) => Promise<unknown>,
): RequestListener {
  return (request, response) => {
    const answered = async (): Promise<unknown> => {
      const body = await bodyOf(request, mostBytes);
      const caller = await door.admit(request, body);
      const content: unknown = body.byteLength === 0 ? undefined : JSON.parse(body.toString('utf8'));
      return handle({ method: request.method ?? '', path: urlOf(request).pathname, caller, content });
    };
    answered().then(
      (answer) => answerJson(response, 200, answer ?? {}),
      (error: unknown) => {
        const { code, status, message } = serviceError(error);
        response.setHeader('x-amzn-errortype', code);
        answerJson(response, status, { __type: code, message, Message: message });
      },
    );
  };
}
