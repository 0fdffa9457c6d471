import type { ServerResponse } from 'node:http';
import { ServiceError } from '../http-service.ts';
import { Bucket } from './object-store.ts';
import { xml } from './xml.ts';

/** The buckets of the local S3, by name. */
export type Buckets = Map<string, Bucket>;

/** @throws ServiceError `NoSuchBucket` */
export function bucketNamed(buckets: Buckets, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  return bucket;
}

/** Operations that need no bucket to be there, or leave none. */
export const BUCKET_OPERATIONS = { CreateBucket: createBucket, DeleteBucket: deleteBucket } as const;
export type BucketOperation = keyof typeof BUCKET_OPERATIONS;

/** Whether an operation is one on the bucket itself. */
export function isOnBucket(operation: string): operation is BucketOperation {
  return Object.hasOwn(BUCKET_OPERATIONS, operation);
}

/** Makes a bucket that keeps no versions, as S3 does unless versioning is enabled. */
function createBucket(buckets: Buckets, name: string): void {
  if (buckets.has(name)) throw new ServiceError('BucketAlreadyOwnedByYou', 'The bucket is there already', 409);
  buckets.set(name, new Bucket(name, false));
}

/** Removes a bucket that has nothing in it. */
function deleteBucket(buckets: Buckets, name: string): void {
  if (bucketNamed(buckets, name).listVersions('').length > 0) {
    throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
  }
  buckets.delete(name);
}

/** Answers with the list of all buckets. */
export function answerBuckets(response: ServerResponse, buckets: Buckets): void {
  const lines = [...buckets.values()].map(
    ({ name, createdAt }) =>
      [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', createdAt.toISOString()],
        ],
      ] as const,
  );
  response.setHeader('content-type', 'application/xml');
  response.end(xml('ListAllMyBucketsResult', [['Buckets', lines]]));
}
