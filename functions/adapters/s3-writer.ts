import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Parts of a multipart upload: the least S3 takes for all but the last, since each writer holds one in memory. */
const PART_BYTES = 5 * 1024 * 1024;
/** Where a part begins to grow from: most of what is written is small. */
const FIRST_BYTES = 64 * 1024;

/**
 * Something being written to S3, piece by piece; it exists only after `finish`. A piece may be written over once its
 * `write` has settled.
 */
export type ObjectWriter = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/**
 * Writes one object: in one request when it is small, as a multipart upload when it is not. Pieces are gathered in one
 * buffer that is used again for each part, so that a million small ones cost neither garbage nor more than a part.
 */
export function s3Writer(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  contentType: string,
): ObjectWriter {
  let part = Buffer.alloc(0);
  let bytes = 0;
  let uploadId: string | undefined;
  const parts: { ETag: string | undefined; PartNumber: number }[] = [];

  async function flushPart(): Promise<void> {
    uploadId ??= (await client.send(new CreateMultipartUploadCommand({ ...object, ContentType: contentType })))
      .UploadId;
    const PartNumber = parts.length + 1;
    const Body = part.subarray(0, bytes);
    const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId: uploadId, PartNumber, Body }));
    bytes = 0;
    parts.push({ ETag, PartNumber });
  }

  function makeRoom(wanted: number): void {
    if (wanted <= part.byteLength) return;
    const wider = Buffer.allocUnsafeSlow(Math.min(PART_BYTES, Math.max(FIRST_BYTES, 2 * wanted)));
    part.copy(wider, 0, 0, bytes);
    part = wider;
  }

  return {
    async write(piece) {
      let at = 0;
      while (at < piece.byteLength) {
        const taken = Math.min(piece.byteLength - at, PART_BYTES - bytes);
        makeRoom(bytes + taken);
        part.set(piece.subarray(at, at + taken), bytes);
        bytes += taken;
        at += taken;
        if (bytes === PART_BYTES) await flushPart();
      }
    },
    async finish() {
      if (uploadId === undefined) {
        const Body = part.subarray(0, bytes);
        await client.send(new PutObjectCommand({ ...object, Body, ContentType: contentType }));
        return;
      }
      if (bytes > 0) await flushPart();
      await client.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId: uploadId, MultipartUpload: { Parts: parts } }),
      );
    },
    async discard() {
      bytes = 0;
      if (uploadId === undefined) return;
      await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: uploadId }));
    },
  };
}
