/** What the target of a request names: bucket and key as they are, and the query. */
export type ObjectPath = { readonly bucketName: string; readonly key: string; readonly query: URLSearchParams };

/** Takes a request's target apart by hand: a URL would take the segments `.` and `..` out of a key, S3 keeps them. */
export function objectPath(target: string): ObjectPath {
  const [path = '', ...query] = target.split('?');
  const [bucketName = '', ...key] = path.replace(/^\//, '').split('/').map(decodeURIComponent);
  return { bucketName, key: key.join('/'), query: new URLSearchParams(query.join('?')) };
}
