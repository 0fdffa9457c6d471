import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { bodyOf, ServiceError } from '../http-service.ts';
import type { BucketOperation } from './buckets.ts';
import { listObjects, listVersions } from './listing.ts';
import type { ObjectRequest } from './object-request.ts';
import type { ObjectVersion } from './object-store.ts';
import { readBody, receiveBody } from './stored-body.ts';
import { elements, xml } from './xml.ts';
import { objectAddress } from './object-address.ts';

/** Headers of a request that S3 keeps with the object and gives back. */
const KEPT_HEADERS = /^(content-type|content-language|content-disposition|cache-control|expires|x-amz-meta-.+)$/;

/** More than the list of 10,000 parts, or of 1,000 keys. */
const MOST_XML_BYTES = 4 * 1024 * 1024;

/** The S3 operations there are. */
export const OPERATIONS = {
  PutObject: putObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  ListObjectsV2: ({ bucket, query, ...rest }) => answerXml(rest, listObjects(bucket, query)),
  ListObjectVersions: ({ bucket, query, ...rest }) => answerXml(rest, listVersions(bucket, query)),
  HeadBucket: ({ response }) => {
    response.end();
  },
  GetBucketLocation: (each) => answerXml(each, xml('LocationConstraint', 'eu-west-2')),
  GetBucketVersioning: (each) =>
    answerXml(each, xml('VersioningConfiguration', each.bucket.versioned ? [['Status', 'Enabled']] : [])),
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: ({ uploads, query, response }) => {
    uploads.abort(query.get('uploadId') ?? '');
    response.writeHead(204).end();
  },
} satisfies Record<string, (request: ObjectRequest) => Promise<void> | void>;

type Operation = keyof typeof OPERATIONS;

/** Parts of a query that choose no operation. */
const PARAMETERS =
  /^(x-id|prefix|delimiter|max-keys|start-after|continuation-token|encoding-type|fetch-owner|versionId|partNumber|uploadId|list-type|key-marker|response-.+|X-Amz-.+)$/;

/**
 * Which operation a request asks for.
 *
 * @throws ServiceError `NotImplemented` for what the local S3 does not have.
 */
export function operationOf(
  request: IncomingMessage,
  key: string,
  query: URLSearchParams,
): Operation | BucketOperation {
  const method = request.method ?? '';
  const sub = [...query.keys()].filter((name) => !PARAMETERS.test(name)).join('&');
  const onObject = key !== '';
  const wanted = `${method} ${onObject ? 'object' : 'bucket'}${sub === '' ? '' : `?${sub}`}`;
  switch (wanted) {
    case 'PUT object':
      if (query.has('partNumber')) return 'UploadPart';
      return request.headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
    case 'GET object':
      return 'GetObject';
    case 'HEAD object':
      return 'HeadObject';
    case 'DELETE object':
      return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST object?uploads':
      return 'CreateMultipartUpload';
    case 'POST object':
      if (query.has('uploadId')) return 'CompleteMultipartUpload';
      break;
    case 'POST bucket?delete':
      return 'DeleteObjects';
    case 'PUT bucket':
      return 'CreateBucket';
    case 'DELETE bucket':
      return 'DeleteBucket';
    case 'HEAD bucket':
      return 'HeadBucket';
    case 'GET bucket':
      if (query.get('list-type') === '2') return 'ListObjectsV2';
      break;
    case 'GET bucket?versions':
      return 'ListObjectVersions';
    case 'GET bucket?location':
      return 'GetBucketLocation';
    case 'GET bucket?versioning':
      return 'GetBucketVersioning';
    default:
      break;
  }
  throw new ServiceError('NotImplemented', `The local S3 does not have ${wanted}.`, 501);
}

async function putObject({ request, response, bucket, key, directory, created }: ObjectRequest): Promise<void> {
  const { body, md5, checksum } = await receiveBody(request, directory);
  const version = bucket.put(
    key,
    { body, etag: `"${md5}"`, headers: { ...keptHeaders(request), ...checksum } },
    { ifNoneMatch: request.headers['if-none-match'], ifMatch: request.headers['if-match'] },
  );
  created(version, 'PutObject');
  response.writeHead(200, { etag: version.etag, ...versionHeader(version), ...checksum }).end();
}

function copyObject({ request, response, bucket, key, bucketNamed, created }: ObjectRequest): void {
  const source = objectAddress(String(request.headers['x-amz-copy-source']));
  const from = bucketNamed(source.bucket).get(source.key, source.query.get('versionId') ?? undefined);
  const replaced = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const version = bucket.put(key, { ...from, headers: replaced ? keptHeaders(request) : from.headers });
  created(version, 'CopyObject');
  for (const [name, value] of Object.entries(versionHeader(version))) response.setHeader(name, value);
  const result = [
    ['ETag', version.etag],
    ['LastModified', version.lastModified.toISOString()],
  ] as const;
  answerXml({ response }, xml('CopyObjectResult', result));
}

async function getObject(each: ObjectRequest): Promise<void> {
  const { request, response } = each;
  if (each.query.has('partNumber'))
    throw new ServiceError('NotImplemented', 'The local S3 does not read objects by part.', 501);
  const version = each.bucket.get(each.key, each.query.get('versionId') ?? undefined);
  refuseUnmatched(request, version);
  if (request.headers['if-none-match'] === version.etag) {
    response.writeHead(304).end();
    return;
  }
  const { size } = version.body;
  const range = rangeOf(request, size);
  const [from, to] = range ?? [0, size - 1];
  response.writeHead(range === undefined ? 200 : 206, {
    ...objectHeaders(request, version, range === undefined),
    'content-length': to - from + 1,
    ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
  });
  await pipeline(readBody(version.body, from, to), response);
}

function headObject({ request, response, bucket, key, query }: ObjectRequest): void {
  const version = bucket.get(key, query.get('versionId') ?? undefined);
  refuseUnmatched(request, version);
  response.writeHead(200, { ...objectHeaders(request, version, true), 'content-length': version.body.size }).end();
}

function deleteObject({ response, bucket, key, query }: ObjectRequest): void {
  const { versionId, deleteMarker } = bucket.delete(key, query.get('versionId') ?? undefined);
  const marker = deleteMarker ? { 'x-amz-delete-marker': 'true' } : {};
  response.writeHead(204, bucket.versioned ? { 'x-amz-version-id': versionId, ...marker } : {}).end();
}

async function deleteObjects({ request, response, bucket }: ObjectRequest): Promise<void> {
  const wanted = elements((await bodyOf(request, MOST_XML_BYTES)).toString('utf8'), 'Object');
  const deleted = wanted.map((each) => {
    const key = each.get('Key') ?? '';
    bucket.delete(key, each.get('VersionId'));
    return ['Deleted', [['Key', key]]] as const;
  });
  answerXml({ response }, xml('DeleteResult', deleted));
}

function createMultipartUpload({ request, response, bucket, key, uploads }: ObjectRequest): void {
  const uploadId = uploads.begin(key, keptHeaders(request));
  const result = [
    ['Bucket', bucket.name],
    ['Key', key],
    ['UploadId', uploadId],
  ] as const;
  answerXml({ response }, xml('InitiateMultipartUploadResult', result));
}

async function uploadPart({ request, response, query, uploads, directory }: ObjectRequest): Promise<void> {
  if (request.headers['x-amz-copy-source'] !== undefined)
    throw new ServiceError('NotImplemented', 'The local S3 does not copy parts.', 501);
  const part = await receiveBody(request, directory);
  uploads.add(query.get('uploadId') ?? '', Number(query.get('partNumber')), part);
  response.writeHead(200, { etag: `"${part.md5}"`, ...part.checksum }).end();
}

async function completeMultipartUpload(each: ObjectRequest): Promise<void> {
  const { request, response, bucket, key, query, uploads, created } = each;
  const parts = elements((await bodyOf(request, MOST_XML_BYTES)).toString('utf8'), 'Part').map((part) =>
    Number(part.get('PartNumber')),
  );
  const condition = { ifNoneMatch: request.headers['if-none-match'], ifMatch: request.headers['if-match'] };
  const version = bucket.put(key, uploads.complete(query.get('uploadId') ?? '', parts), condition);
  created(version, 'CompleteMultipartUpload');
  for (const [name, value] of Object.entries(versionHeader(version))) response.setHeader(name, value);
  const result = [
    ['Bucket', bucket.name],
    ['Key', key],
    ['ETag', version.etag],
  ] as const;
  answerXml({ response }, xml('CompleteMultipartUploadResult', result));
}

function answerXml({ response }: Pick<ObjectRequest, 'response'>, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
}

function keptHeaders(request: IncomingMessage): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        KEPT_HEADERS.test(name) && typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
  };
}

function versionHeader({ versionId }: ObjectVersion): Record<string, string> {
  return versionId === 'null' ? {} : { 'x-amz-version-id': versionId };
}

function objectHeaders(request: IncomingMessage, version: ObjectVersion, whole: boolean): Record<string, string> {
  const wantsChecksum = whole && request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const kept = Object.entries(version.headers).filter(([name]) => wantsChecksum || !name.startsWith('x-amz-checksum-'));
  return {
    ...Object.fromEntries(kept),
    ...versionHeader(version),
    etag: version.etag,
    'last-modified': version.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function refuseUnmatched(request: IncomingMessage, version: ObjectVersion): void {
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== version.etag)
    throw new ServiceError('PreconditionFailed', 'At least one of the preconditions you specified did not hold.', 412);
}

function rangeOf(request: IncomingMessage, size: number): readonly [number, number] | undefined {
  const header = request.headers.range;
  if (header === undefined) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  const from = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if ((first === '' && last === '') || from > to)
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [from, to];
}
