import { ServiceError, unescaped } from '../http-service.ts';

/** S3 takes keys of this many bytes at most. */
const MOST_KEY_BYTES = 1024;

/** What a path-style address names; the key is '' for a bucket, and both are for the service itself. */
export type ObjectAddress = { readonly bucket: string; readonly key: string; readonly query: URLSearchParams };

/**
 * Takes an address apart as S3 does: a key is what it is, so `cpl/../a.csv` is not `a.csv`, which `URL` would make of it.
 *
 * @throws ServiceError for the keys that S3 refuses: too long, or climbing above their bucket.
 */
export function objectAddress(address: string): ObjectAddress {
  const end = `${address}?`.indexOf('?');
  const [bucket = '', ...rest] = address.slice(0, end).replace(/^\//, '').split('/');
  const key = rest.map(unescaped).join('/');
  if (Buffer.byteLength(key) > MOST_KEY_BYTES) {
    throw new ServiceError('KeyTooLongError', 'Your key is too long');
  }
  if (climbs(key)) throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  return { bucket, key, query: new URLSearchParams(address.slice(end + 1)) };
}

function climbs(key: string): boolean {
  let depth = 0;
  for (const segment of key.split('/')) {
    depth += segment === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}
