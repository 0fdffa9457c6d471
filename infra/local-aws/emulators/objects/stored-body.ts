import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../http-service.ts';
import { AwsChunks } from './aws-chunks.ts';

/** Bytes of an object on the disk; those of a multipart upload lie in one file per part. */
export type StoredBody = {
  readonly size: number;
  readonly segments: readonly { readonly file: string; readonly size: number }[];
};

/** A body as it came in: where it lies, its digest, and the checksum the client sent with it. */
export type ReceivedBody = {
  readonly body: StoredBody;
  readonly md5: string;
  readonly checksum: Readonly<Record<string, string>>;
};

type Checksum = { readonly add: (chunk: Buffer) => void; readonly value: () => string };

const CHECKSUMS: Readonly<Record<string, () => Checksum>> = {
  'x-amz-checksum-crc32': () => {
    let value = 0;
    const bytes = Buffer.alloc(4);
    return {
      add: (chunk) => {
        value = crc32(chunk, value);
      },
      value: () => {
        bytes.writeUInt32BE(value);
        return bytes.toString('base64');
      },
    };
  },
  'x-amz-checksum-sha1': () => ofHash(createHash('sha1')),
  'x-amz-checksum-sha256': () => ofHash(createHash('sha256')),
};

/** Checksums of algorithms that Node does not have: kept as sent, for the client to check. */
const UNVERIFIED = ['x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme'];

let files = 0;

/**
 * Streams the body of a request to a file, whatever its size, and checks it against the digests sent with it.
 *
 * @throws ServiceError `BadDigest` when they differ, `IncompleteBody` when the client went away.
 */
export async function receiveBody(request: IncomingMessage, directory: string): Promise<ReceivedBody> {
  files += 1;
  const file = join(directory, String(files));
  const chunked = String(request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const chunks = new AwsChunks();
  const digests = new Digests(announcedChecksums(request));
  try {
    const sink = createWriteStream(file);
    await (chunked ? pipeline(request, chunks, digests, sink) : pipeline(request, digests, sink));
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError('IncompleteBody', `The body did not arrive whole: ${String(cause)}`);
  }
  const sent = { ...headerTexts(request), ...chunks.trailers };
  const md5 = digests.md5();
  const contentMd5 = sent['content-md5'];
  if (contentMd5 !== undefined && contentMd5 !== Buffer.from(md5, 'hex').toString('base64'))
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  const checksum: Record<string, string> = {};
  for (const [header, value] of Object.entries(sent)) {
    if (header in CHECKSUMS && digests.checksum(header) !== value)
      throw new ServiceError('BadDigest', `The ${header} you specified did not match what we received.`);
    if (header in CHECKSUMS || UNVERIFIED.includes(header)) checksum[header] = value;
  }
  return { body: { size: digests.size, segments: [{ file, size: digests.size }] }, md5, checksum };
}

/** The bytes `from` to `to` (inclusive) of a stored body. */
export function readBody({ segments }: StoredBody, from: number, to: number): Readable {
  async function* bytes(): AsyncGenerator<Buffer> {
    let begin = 0;
    for (const { file, size } of segments) {
      const [start, end] = [Math.max(from - begin, 0), Math.min(to - begin, size - 1)];
      if (start <= end) yield* createReadStream(file, { start, end });
      begin += size;
    }
  }
  return Readable.from(bytes(), { objectMode: false });
}

class Digests extends Transform {
  size = 0;
  readonly #md5 = createHash('md5');
  readonly #checksums: ReadonlyMap<string, Checksum>;

  constructor(checksums: ReadonlyMap<string, Checksum>) {
    super();
    this.#checksums = checksums;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.size += chunk.length;
    this.#md5.update(chunk);
    for (const checksum of this.#checksums.values()) checksum.add(chunk);
    done(null, chunk);
  }

  md5(): string {
    return this.#md5.digest('hex');
  }

  checksum(header: string): string | undefined {
    return this.#checksums.get(header)?.value();
  }
}

/** The checksums that the request carries or announces for its trailer; no other is computed. */
function announcedChecksums(request: IncomingMessage): ReadonlyMap<string, Checksum> {
  const trailer = String(request.headers['x-amz-trailer'] ?? '').toLowerCase();
  return new Map(
    Object.entries(CHECKSUMS).flatMap(([header, make]) =>
      header in request.headers || trailer.includes(header) ? [[header, make()] as const] : [],
    ),
  );
}

function ofHash(hash: Hash): Checksum {
  return { add: (chunk) => hash.update(chunk), value: () => hash.copy().digest('base64') };
}

function headerTexts(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
