import { ServiceError } from '../http-service.ts';
import type { Bucket, ObjectVersion } from './object-store.ts';
import { xml, type XmlContent } from './xml.ts';

const PAGE = 1000;

type Line = readonly [string, XmlContent];

/** Answers `ListObjectsV2`. */
export function listObjects(bucket: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = Math.min(Number(query.get('max-keys') ?? PAGE), PAGE);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const written = keyWriter(query);

  const page = new Map<string, Line>();
  let last = '';
  let truncated = false;
  for (const version of bucket.list(prefix)) {
    const group = groupOf(version.key, prefix, delimiter);
    const name = group ?? version.key;
    if (name <= after || page.has(name)) continue;
    if (page.size >= maxKeys) {
      truncated = true;
      break;
    }
    page.set(
      name,
      group === undefined ? ['Contents', contents(version, written)] : ['CommonPrefixes', [['Prefix', written(group)]]],
    );
    last = name;
  }
  return xml('ListBucketResult', [
    ['Name', bucket.name],
    ['Prefix', written(prefix)],
    ...line('Delimiter', delimiter),
    ...line('EncodingType', query.get('encoding-type') ?? ''),
    ['MaxKeys', maxKeys],
    ['KeyCount', page.size],
    ['IsTruncated', truncated],
    ...(truncated ? line('NextContinuationToken', Buffer.from(last).toString('base64url')) : []),
    ...page.values(),
  ]);
}

/** Answers `ListObjectVersions`, all on one page. */
export function listVersions(bucket: Bucket, query: URLSearchParams): string {
  if (query.has('delimiter') || query.has('key-marker'))
    throw new ServiceError('NotImplemented', 'The local S3 lists versions by prefix only.', 501);
  const prefix = query.get('prefix') ?? '';
  const written = keyWriter(query);
  return xml('ListVersionsResult', [
    ['Name', bucket.name],
    ['Prefix', written(prefix)],
    ['MaxKeys', PAGE],
    ['IsTruncated', false],
    ...bucket.listVersions(prefix).map((version): Line => [
      version.deleteMarker ? 'DeleteMarker' : 'Version',
      [
        ['VersionId', version.versionId],
        ['IsLatest', version.latest],
        ...(version.deleteMarker
          ? ([
              ['Key', written(version.key)],
              ['LastModified', version.lastModified.toISOString()],
            ] as const)
          : contents(version, written)),
      ],
    ]),
  ]);
}

function contents(version: ObjectVersion, written: (key: string) => string): readonly Line[] {
  return [
    ['Key', written(version.key)],
    ['LastModified', version.lastModified.toISOString()],
    ['ETag', version.etag],
    ['Size', version.body.size],
    ['StorageClass', 'STANDARD'],
  ];
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function line(name: string, value: string): readonly Line[] {
  return value === '' ? [] : [[name, value]];
}

function keyWriter(query: URLSearchParams): (key: string) => string {
  return query.get('encoding-type') === 'url' ? encodeURIComponent : (key) => key;
}
