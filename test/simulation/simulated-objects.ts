import { NoSuchKey, NotFound } from '@aws-sdk/client-s3';

type StoredObject = {
  readonly versionId: string;
  readonly bytes: Uint8Array;
  readonly lastModified: Date;
  readonly metadata: Readonly<Record<string, string>>;
};

/** One simulated bucket, which tells times to the second as S3 does and keeps every version; S3 is strongly consistent, and so is this. */
export class SimulatedBucket {
  readonly #objects = new Map<string, StoredObject[]>();
  #versions = 0;

  put(key: string, body: Uint8Array | string, lastModified: number, metadata: Readonly<Record<string, string>> = {}) {
    this.#versions += 1;
    const versionId = `v${this.#versions}`;
    const bytes = typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body);
    const versions = this.#objects.get(key) ?? [];
    versions.push({ versionId, bytes, lastModified: new Date(Math.floor(lastModified / 1000) * 1000), metadata });
    this.#objects.set(key, versions);
    return versionId;
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
