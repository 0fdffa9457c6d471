import { fits, MOST_KEY_BYTES } from './service-limits.ts';

/** A bucket in memory, versions included; `s3Objects` is the real one. */
export class FakeObjects {
  readonly objects = new Map<string, Uint8Array>();
  readonly facts_ = new Map<string, { lastModified: string; metadata: Record<string, string> }>();
  /** Bytes a piece when an object is read: small, so that pieces split records. */
  pieceBytes = 61;

  /** @throws when S3 would not take the key. */
  set(key: string, body: string | Uint8Array, lastModified = '2026-11-02T09:00:00.000Z', metadata = {}): void {
    fits('a key of S3', key, MOST_KEY_BYTES);
    this.objects.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
    this.facts_.set(key, { lastModified, metadata });
  }

  textOf(key: string): string {
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new Error(`No object ${key}`);
    return new TextDecoder().decode(bytes);
  }

  async text(key: string): Promise<string> {
    return this.textOf(key);
  }

  async *read(key: string, _version?: string, from = 0): AsyncGenerator<Uint8Array> {
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new Error(`No object ${key}`);
    for (let at = from; at < bytes.byteLength; at += this.pieceBytes) yield bytes.subarray(at, at + this.pieceBytes);
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    this.set(key, body);
  }

  async putNew(key: string, body: string): Promise<'put' | 'there-already'> {
    if (this.objects.has(key)) return 'there-already';
    this.set(key, body);
    return 'put';
  }

  async *keys(prefix: string): AsyncGenerator<string> {
    yield* [...this.objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  async *folders(prefix: string): AsyncGenerator<string> {
    const below = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key.includes('/', prefix.length));
    yield* new Set(below.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1)).toSorted());
  }

  async facts(key: string) {
    const bytes = this.objects.get(key);
    const known = this.facts_.get(key);
    return bytes === undefined || known === undefined ? undefined : { bytes: bytes.byteLength, ...known };
  }

  writer(key: string, _contentType?: string, metadata = {}) {
    const parts: Uint8Array[] = [];
    return {
      write: async (bytes: Uint8Array) => void parts.push(Buffer.from(bytes)),
      finish: async () => this.set(key, Buffer.concat(parts), undefined, metadata),
      discard: async () => void (parts.length = 0),
    };
  }
}
