import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type ObjectWriter, PART_BYTES, s3Writer } from './s3-writer.ts';

/** What S3 says of one object. */
export type ObjectFacts = {
  readonly bytes: number;
  /** ISO instant, to the second: when the object arrived. */
  readonly lastModified: string;
  readonly metadata: Readonly<Record<string, string>>;
};

/** The objects of one bucket; what is large is uploaded in parts of `partBytes`. */
export function s3Objects(client: S3Client, bucket: string, partBytes = PART_BYTES) {
  const address = (key: string, version: string | undefined) => ({
    Bucket: bucket,
    Key: key,
    ...(version === undefined ? {} : { VersionId: version }),
  });

  async function* read(key: string, version?: string, from = 0): AsyncGenerator<Uint8Array> {
    const body = await open(key, version, from);
    if (body === undefined) return;
    const stream = body.transformToWebStream().getReader();
    try {
      for (;;) {
        const { done, value } = await stream.read();
        if (done) return;
        yield value;
      }
    } finally {
      // A reader that has enough lets the connection go.
      await stream.cancel();
    }
  }

  /** The body of an object from an offset on; undefined when the object ends there, which S3 calls a bad range. */
  async function open(key: string, version: string | undefined, from: number) {
    const range = from > 0 ? { Range: `bytes=${from}-` } : {};
    try {
      return (await client.send(new GetObjectCommand({ ...address(key, version), ...range }))).Body;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416) return undefined;
      throw error;
    }
  }

  async function text(key: string): Promise<string> {
    const { Body } = await client.send(new GetObjectCommand(address(key, undefined)));
    return Body === undefined ? '' : await Body.transformToString('utf-8');
  }

  async function put(
    key: string,
    body: Uint8Array | string,
    contentType: string,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, Metadata: metadata }),
    );
  }

  /**
   * Puts an object, unless there is one already: of two who put it at the same time, one does. S3 may answer the other
   * that the two conflict, and asks it to try again.
   */
  async function putNew(key: string, body: string, contentType: string, tries = 3): Promise<'put' | 'there-already'> {
    try {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, IfNoneMatch: '*' }),
      );
      return 'put';
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      if (error.$metadata.httpStatusCode === 412) return 'there-already';
      if (error.$metadata.httpStatusCode !== 409 || tries <= 1) throw error;
      return putNew(key, body, contentType, tries - 1);
    }
  }

  async function* listed(Prefix: string, Delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    for (let from: string | undefined, isLast = false; !isLast;) {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix, Delimiter, ContinuationToken: from }),
      );
      yield page;
      from = page.NextContinuationToken;
      isLast = from === undefined;
    }
  }

  return {
    read,
    text,
    put,
    putNew,

    /** The keys of the objects under a prefix, in the order of the keys. */
    async *keys(prefix: string): AsyncGenerator<string> {
      for await (const { Contents = [] } of listed(prefix))
        for (const { Key } of Contents) if (Key !== undefined) yield Key;
    },

    /** The next longer prefixes that end with a slash, in their order: what a person would call the folders there. */
    async *folders(prefix: string): AsyncGenerator<string> {
      for await (const { CommonPrefixes = [] } of listed(prefix, '/'))
        for (const { Prefix } of CommonPrefixes) if (Prefix !== undefined) yield Prefix;
    },

    /** Facts of one version of an object, or undefined when there is none (any more). */
    async facts(key: string, version?: string): Promise<ObjectFacts | undefined> {
      try {
        const head = await client.send(new HeadObjectCommand(address(key, version)));
        if (head.LastModified === undefined) throw new Error(`S3 gave no LastModified for ${bucket}/${key}`);
        return {
          bytes: head.ContentLength ?? 0,
          lastModified: head.LastModified.toISOString(),
          metadata: head.Metadata ?? {},
        };
      } catch (error) {
        if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
        throw error;
      }
    },

    /** Starts to write an object of any size: one request when it is small, a multipart upload when it is not. */
    writer: (key: string, contentType: string, metadata: Readonly<Record<string, string>> = {}): ObjectWriter =>
      s3Writer(client, { Bucket: bucket, Key: key, ContentType: contentType, Metadata: metadata }, partBytes),
  };
}

export type S3Objects = ReturnType<typeof s3Objects>;
