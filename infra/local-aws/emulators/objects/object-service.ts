import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessRefused } from '../../access/access-gate.ts';
import { NotAdmitted, type Refusal } from '../../access/door.ts';
import { listing, objectNeeds } from '../../access/needs.ts';
import type { Guard } from '../guard.ts';
import { type HttpService, listen, ServiceError, unescaped } from '../http-service.ts';
import { MultipartUploads } from './multipart.ts';
import { objectAddress } from './object-address.ts';
import { answerBuckets, BUCKET_OPERATIONS, bucketNamed, type Buckets, isOnBucket } from './buckets.ts';
import type { CreatedObject, ObjectRequest } from './object-request.ts';
import { Bucket } from './object-store.ts';
import { OPERATIONS, operationOf } from './operations.ts';

/** S3 on one machine: path-style addresses, versions, conditional writes, uploads in parts. */
export type ObjectEmulator = HttpService & {
  readonly create: (name: string, versioned: boolean) => void;
  /** Requests that write and are not answered yet. */
  readonly writing: () => number;
};

/**
 * Starts S3 on the loopback address, with bodies as files in a folder.
 *
 * @param onCreated receives each new object before its client gets the answer
 */
export async function startObjects(
  directory: string,
  { meter, gate, door }: Guard,
  onCreated: (created: CreatedObject) => void,
): Promise<ObjectEmulator> {
  const buckets: Buckets = new Map();
  const uploads = new MultipartUploads();
  let writing = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const caller = await door.admit(request);
    const { bucket: bucketName, key, query } = objectAddress(request.url ?? '/');
    if (bucketName === '') return answerBuckets(response, buckets);
    const operation = operationOf(request, key, query);
    meter.count('s3', operation, caller);
    const principal = gate.principalOf(caller);
    const copied = request.headers['x-amz-copy-source'];
    const copiedFrom = typeof copied === 'string' ? { copiedFrom: unescaped(copied.replace(/^\//, '')) } : {};
    gate.pass(principal, objectNeeds({ operation, bucket: bucketName, key, query, ...copiedFrom }));
    if (isOnBucket(operation)) {
      BUCKET_OPERATIONS[operation](buckets, bucketName);
      response.writeHead(operation === 'CreateBucket' ? 200 : 204).end();
      return;
    }
    const carryOut = async (each: ObjectRequest): Promise<void> => {
      try {
        await OPERATIONS[operation](each);
      } catch (error) {
        // Who may not list a bucket does not learn what is not in it.
        if (isAbsence(error)) gate.pass(principal, [listing(bucketName)]);
        throw error;
      }
    };
    await carryOut({
      request,
      response,
      bucket: bucketNamed(buckets, bucketName),
      key,
      query,
      uploads,
      directory,
      bucketNamed: (name) => bucketNamed(buckets, name),
      created: (version, reason) =>
        onCreated({
          bucket: bucketName,
          version,
          reason,
          requestId,
          sourceIpAddress: request.socket.remoteAddress ?? '127.0.0.1',
        }),
    });
  };

  const service = await listen((request, response) => {
    const requestId = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
    const writes = request.method === 'PUT' || request.method === 'POST';
    response.setHeader('x-amz-request-id', requestId);
    if (writes) writing += 1;
    answer(request, response, requestId)
      .catch((error: unknown) => answerError(request, response, error, requestId))
      .finally(() => {
        if (writes) writing -= 1;
      });
  });
  return {
    ...service,
    create: (name, versioned) => {
      buckets.set(name, new Bucket(name, versioned));
    },
    writing: () => writing,
  };
}

function answerError(request: IncomingMessage, response: ServerResponse, error: unknown, requestId: string): void {
  const known = asServiceError(error);
  // What is left of the body would be taken for the next request.
  request.resume();
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(known.status, { 'content-type': 'application/xml' });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${known.code}</Code><Message>${known.message.replaceAll(/[<&]/g, ' ')}</Message><RequestId>${requestId}</RequestId></Error>`;
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The names that S3 has for requests that are not let in. */
const NOT_ADMITTED: Readonly<Record<Refusal, string>> = {
  foreign: 'AccessDenied',
  unsigned: 'AccessDenied',
  'unknown key': 'InvalidAccessKeyId',
  'wrong signature': 'SignatureDoesNotMatch',
};

function isAbsence(error: unknown): boolean {
  return error instanceof ServiceError && (error.code === 'NoSuchKey' || error.code === 'NoSuchVersion');
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof NotAdmitted) return new ServiceError(NOT_ADMITTED[error.refusal], error.message, 403);
  if (error instanceof AccessRefused) return new ServiceError('AccessDenied', error.message, 403);
  return new ServiceError('InternalError', String(error), 500);
}
