import type { IncomingMessage } from 'node:http';

/**
 * Says whether a request comes from somewhere else: another site's page in this machine's browser (its `Origin` is
 * not ours), or a name that was made to point here (its `Host` is not the loopback address). Programs send no origin.
 */
export function isForeign(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host)) return true;
  return origin !== undefined && origin !== `http://${host}`;
}
