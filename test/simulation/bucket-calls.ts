import { S3ServiceException } from '@aws-sdk/client-s3';
import type { Calling } from './services.ts';
import type { UploadedPart } from './simulated-objects.ts';
import type { World } from './world.ts';

type OnObject = {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
  readonly Range?: string;
  readonly Body?: string | Uint8Array;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly IfNoneMatch?: string;
  readonly UploadId?: string;
  readonly PartNumber?: number;
  readonly MultipartUpload?: { readonly Parts?: readonly UploadedPart[] };
};

/** What S3 says when an object is there that must not be. */
class PreconditionFailed extends S3ServiceException {
  constructor() {
    super({ name: 'PreconditionFailed', $fault: 'client', $metadata: { httpStatusCode: 412 } });
  }
}

/** Reads a command's input. Only its shape matters: the real client has checked it by its types. */
function isOnObject(input: unknown): input is OnObject {
  return typeof input === 'object' && input !== null && 'Bucket' in input && 'Key' in input;
}
const isBucket = (name: string): name is keyof World['buckets'] =>
  name === 'inbox' || name === 'archive' || name === 'reports';

/** Carries out one command of S3 on the simulated buckets. */
export async function s3(world: World, call: Calling, action: string, input: unknown): Promise<unknown> {
  if (!isOnObject(input)) throw new Error(`${action} is about no object`);
  const { Bucket, Key, VersionId, Range, Body = '', UploadId = '' } = input;
  if (!isBucket(Bucket)) throw new Error(`There is no bucket ${Bucket}`);
  const bucket = world.buckets[Bucket];
  switch (action) {
    case 'GetObject':
      return call(`${Bucket}.GetObject`, false, () => bucket.get(Key, VersionId, Range));
    case 'HeadObject':
      return call(`${Bucket}.HeadObject`, false, () => bucket.head(Key, VersionId));
    case 'PutObject':
      return call(`${Bucket}.PutObject ${Key.split('/')[0]}`, true, () => {
        if (input.IfNoneMatch === '*' && bucket.find(Key) !== undefined) throw new PreconditionFailed();
        return { VersionId: bucket.put(Key, Body, world.now, input.Metadata) };
      });
    case 'CreateMultipartUpload':
      return call(`${Bucket}.${action}`, true, () => ({ UploadId: bucket.beginUpload(Key, input.Metadata) }));
    case 'UploadPart':
      return call(`${Bucket}.${action}`, true, () => ({
        ETag: bucket.putPart(UploadId, input.PartNumber ?? 0, Buffer.from(Body)),
      }));
    case 'CompleteMultipartUpload':
      return call(`${Bucket}.${action}`, true, () => ({
        VersionId: bucket.endUpload(UploadId, input.MultipartUpload?.Parts ?? [], world.now),
      }));
    case 'AbortMultipartUpload':
      return call(`${Bucket}.${action}`, true, () => bucket.abortUpload(UploadId) ?? {});
    default:
      throw new Error(`The simulated S3 does not have ${action}`);
  }
}
