import { NoSuchKey, NoSuchUpload, NotFound } from '@aws-sdk/client-s3';

type Metadata = Readonly<Record<string, string>>;

type StoredObject = {
  readonly versionId: string;
  readonly bytes: Uint8Array;
  readonly lastModified: Date;
  readonly metadata: Metadata;
};

type Begun = { readonly key: string; readonly metadata: Metadata; readonly parts: Map<number, Uint8Array> };

/** A part as the end of its upload names it. */
export type UploadedPart = { readonly PartNumber?: number; readonly ETag?: string };

/** One simulated bucket, which gives times to the second as S3 does and keeps every version; S3 is strongly consistent, and so is this. */
export class SimulatedBucket {
  readonly #objects = new Map<string, StoredObject[]>();
  readonly #uploads = new Map<string, Begun>();
  #versions = 0;

  put(key: string, body: Uint8Array | string, lastModified: number, metadata: Metadata = {}) {
    this.#versions += 1;
    const versionId = `v${this.#versions}`;
    const bytes = typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body);
    const versions = this.#objects.get(key) ?? [];
    versions.push({ versionId, bytes, lastModified: new Date(Math.floor(lastModified / 1000) * 1000), metadata });
    this.#objects.set(key, versions);
    return versionId;
  }

  /** Begins an upload in parts, of which nothing is seen before its end. */
  beginUpload(key: string, metadata: Metadata = {}): string {
    this.#versions += 1;
    const uploadId = `upload-${this.#versions}`;
    this.#uploads.set(uploadId, { key, metadata, parts: new Map() });
    return uploadId;
  }

  /** Takes one part; its ETag. @throws NoSuchUpload as the service does. */
  putPart(uploadId: string, part: number, bytes: Uint8Array): string {
    this.#upload(uploadId).parts.set(part, Uint8Array.from(bytes));
    return `etag-${part}-${bytes.byteLength}`;
  }

  /** Ends an upload: the parts that are named become the object. @throws NoSuchUpload, for a second end too. */
  endUpload(uploadId: string, named: readonly UploadedPart[], lastModified: number): string {
    const { key, metadata, parts } = this.#upload(uploadId);
    const pieces = named.map(({ PartNumber = 0, ETag }) => {
      const bytes = parts.get(PartNumber);
      if (bytes === undefined || ETag !== `etag-${PartNumber}-${bytes.byteLength}`)
        throw new Error(`InvalidPart ${PartNumber} of ${key}`);
      return bytes;
    });
    this.#uploads.delete(uploadId);
    return this.put(key, Buffer.concat(pieces), lastModified, metadata);
  }

  /** Forgets an upload and its parts. */
  abortUpload(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  #upload(uploadId: string) {
    const found = this.#uploads.get(uploadId);
    if (found === undefined) throw new NoSuchUpload({ message: `No ${uploadId}`, $metadata: { httpStatusCode: 404 } });
    return found;
  }

  /** Every key there is. */
  keys(): string[] {
    return [...this.#objects.keys()];
  }

  text(key: string): string {
    return Buffer.from(this.find(key)?.bytes ?? new Uint8Array()).toString('utf8');
  }

  find(key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === undefined ? versions.at(-1) : versions.find((version) => version.versionId === versionId);
  }

  /** @throws NotFound as the service does. */
  head(key: string, versionId?: string) {
    const found = this.find(key, versionId);
    if (found === undefined) throw new NotFound({ message: 'Not Found', $metadata: { httpStatusCode: 404 } });
    return { ContentLength: found.bytes.byteLength, LastModified: found.lastModified, Metadata: found.metadata };
  }

  /** @throws NoSuchKey as the service does. */
  get(key: string, versionId: string | undefined, range: string | undefined) {
    const found = this.find(key, versionId);
    if (found === undefined) throw new NoSuchKey({ message: `No ${key}`, $metadata: { httpStatusCode: 404 } });
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const bytes = found.bytes.subarray(from);
    const pieces = [bytes];
    const read = async () => {
      const value = pieces.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    };
    return {
      Body: {
        transformToWebStream: () => ({ getReader: () => ({ read, cancel: async () => undefined }) }),
        transformToString: async () => Buffer.from(bytes).toString('utf8'),
      },
    };
  }
}
