import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from somewhere else: the page of another site in this machine's browser (its `Origin` or
 * `Sec-Fetch-Site` is not ours), or a name or port that was made to point here (its `Host` is not the address it
 * reached). Programs send neither; a link that someone follows to one of our pages is let in.
 */
export function isForeign({ headers, method, socket }: IncomingMessage): boolean {
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${socket.localPort}` && host !== `localhost:${socket.localPort}`) return true;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isFollowedLink = method === 'GET' && headers['sec-fetch-dest'] === 'document';
  return site !== 'none' && site !== 'same-origin' && !isFollowedLink;
}
