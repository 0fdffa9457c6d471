import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Parts of a multipart upload: the least S3 takes for all but the last, since each writer holds one in memory. */
export const PART_BYTES = 5 * 1024 * 1024;
/** Where a part begins to grow from: most of what is written is small. */
const FIRST_BYTES = 4 * 1024;

/**
 * Something being written to S3, piece by piece; it exists only after `finish`. A piece may be written over once its
 * `write` has settled.
 */
export type ObjectWriter = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** What S3 is sent of an object before its bytes. */
type NewObject = {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
  readonly Metadata: Record<string, string>;
};

/**
 * Writes one object: in one request when it is small, as a multipart upload when it is not. Pieces are gathered in two
 * buffers by turns, one of which is being uploaded: a million small ones cost no garbage, and nobody waits for S3.
 */
export function s3Writer(
  client: S3Client,
  { ContentType, Metadata, ...object }: NewObject,
  partBytes = PART_BYTES,
): ObjectWriter {
  let part = Buffer.alloc(0);
  let bytes = 0;
  /** The buffer of the part before, free once that part has been uploaded. */
  let spare = Buffer.alloc(0);
  let uploading: Promise<void> = Promise.resolve();
  let uploadId: string | undefined;
  const parts: { ETag: string | undefined; PartNumber: number }[] = [];

  async function uploadPart(Body: Uint8Array): Promise<void> {
    const PartNumber = parts.length + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId: uploadId, PartNumber, Body }));
    parts.push({ ETag, PartNumber });
  }

  /** Lets the part that is gathered be uploaded, while the next one is gathered in the other buffer. */
  async function flushPart(): Promise<void> {
    uploadId ??= (await client.send(new CreateMultipartUploadCommand({ ...object, ContentType, Metadata }))).UploadId;
    await uploading;
    uploading = uploadPart(part.subarray(0, bytes));
    // Whoever waits for it next gets its failure; until then nobody listens.
    uploading.catch(() => undefined);
    [part, spare] = [spare, part];
    bytes = 0;
  }

  function makeRoom(wanted: number): void {
    if (wanted <= part.byteLength) return;
    const wider = Buffer.allocUnsafeSlow(Math.min(partBytes, Math.max(FIRST_BYTES, 2 * wanted)));
    part.copy(wider, 0, 0, bytes);
    part = wider;
  }

  return {
    async write(piece) {
      let at = 0;
      while (at < piece.byteLength) {
        const taken = Math.min(piece.byteLength - at, partBytes - bytes);
        makeRoom(bytes + taken);
        part.set(piece.subarray(at, at + taken), bytes);
        bytes += taken;
        at += taken;
        if (bytes === partBytes) await flushPart();
      }
    },
    async finish() {
      if (uploadId === undefined) {
        const Body = part.subarray(0, bytes);
        await client.send(new PutObjectCommand({ ...object, Body, ContentType, Metadata }));
        return;
      }
      if (bytes > 0) await flushPart();
      await uploading;
      await client.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId: uploadId, MultipartUpload: { Parts: parts } }),
      );
    },
    async discard() {
      if (uploadId === undefined) return;
      await uploading.catch(() => undefined);
      await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: uploadId }));
    },
  };
}
