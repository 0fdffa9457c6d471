import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressOf, cookieOf } from './requests.ts';

/**
 * Lets in the person who opened the address with the key, and nobody else of this machine: other people and programs of it
 * reach the loopback address too. The key then lives in a cookie that no script reads and no other site sends.
 */
export function keyHolder(key: string) {
  const wanted = Buffer.from(key);
  const isKey = (text = ''): boolean => {
    const given = Buffer.from(text);
    return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
  };
  // Cookies know no ports: each console on this machine has one of its own name.
  const nameAt = ({ socket }: IncomingMessage): string => `console-${socket.localPort ?? 0}`;
  return {
    /** The address to be opened. */
    address: (console: string): string => `${console}/?key=${key}`,

    /** Whether a request may go on; where it may not, it is answered. */
    admits(request: IncomingMessage, response: ServerResponse): boolean {
      const address = addressOf(request);
      if (isKey(cookieOf(request, nameAt(request)))) return true;
      if (request.method === 'GET' && isKey(address.searchParams.get('key') ?? undefined)) {
        response.writeHead(303, {
          location: address.pathname,
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'set-cookie': `${nameAt(request)}=${key}; Path=/; HttpOnly; SameSite=Strict`,
        });
        response.end();
        return false;
      }
      response.writeHead(401, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      response.end('Open the address that the console printed when it started: it has a key.\n');
      return false;
    },
  };
}
