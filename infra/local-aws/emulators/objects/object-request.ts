import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MultipartUploads } from './multipart.ts';
import type { Bucket, ObjectVersion } from './object-store.ts';

/** An object that came into a bucket, as S3 announces it to EventBridge. */
export type CreatedObject = {
  readonly bucket: string;
  readonly version: ObjectVersion;
  readonly reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
  readonly requestId: string;
  readonly sourceIpAddress: string;
};

/** One request to S3, with all that an operation needs to answer it. */
export type ObjectRequest = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bucket: Bucket;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly uploads: MultipartUploads;
  /** Folder in which bodies lie. */
  readonly directory: string;
  readonly bucketNamed: (name: string) => Bucket;
  readonly created: (version: ObjectVersion, reason: CreatedObject['reason']) => void;
};
