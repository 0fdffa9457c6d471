import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';
import { UnreadableWorkbook, type WorkbookLimits, checkLimit, damaged } from './workbook-trouble.ts';

const END_OF_DIRECTORY = Buffer.from('PK\u0005\u0006');
const END_BYTES = 22;
const MOST_COMMENT_BYTES = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Sizes and offsets of this value stand in another place, which only archives of 4 GiB and more need. */
const IN_ZIP64 = 0xffffffff;
/** Bytes that are inflated at once: DEFLATE makes at most 1,032 of one, so no more than 4 MiB go beyond a limit. */
const STEP_BYTES = 4 * 1024;

type Part = {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly localAt: number;
};

/**
 * The files in a zip archive that is in memory, as its directory at the end names them. They are unpacked piece by
 * piece and never beyond the limits, whatever sizes the archive claims.
 */
export class ZipArchive {
  readonly #bytes: Buffer;
  readonly #limits: WorkbookLimits;
  readonly #parts = new Map<string, Part>();
  #unpacked = 0;

  /** @throws UnreadableWorkbook when the directory cannot be read */
  constructor(bytes: Uint8Array, limits: WorkbookLimits) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
    this.#readDirectory();
  }

  /** Whether there is a file of this name, in any case. */
  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  /**
   * The bytes of a file, piece by piece; none when there is no such file.
   *
   * @throws UnreadableWorkbook when it is encrypted, damaged or larger than the limits
   */
  *read(name: string, limit: 'partBytes' | 'smallPartBytes' = 'partBytes'): Generator<Uint8Array, void, void> {
    const part = this.#parts.get(name.toLowerCase());
    if (part === undefined) return;
    if ((part.flags & 1) === 1) throw new UnreadableWorkbook('CPL-WORKBOOK-OLD-OR-LOCKED');
    const packed = this.#packedBytesOf(part);
    let bytes = 0;
    let crc = 0;
    for (const piece of part.method === STORED ? [packed] : inflated(packed)) {
      bytes += piece.byteLength;
      this.#unpacked += piece.byteLength;
      checkLimit(this.#limits, limit, bytes);
      checkLimit(this.#limits, 'totalBytes', this.#unpacked);
      crc = crc32(piece, crc);
      yield piece;
    }
    if (bytes !== part.bytes || crc !== part.crc) throw damaged(`Its file ${name} is not what was packed.`);
  }

  #readDirectory(): void {
    const bytes = this.#bytes;
    const from = Math.max(0, bytes.byteLength - END_BYTES - MOST_COMMENT_BYTES);
    const found = bytes.subarray(from).lastIndexOf(END_OF_DIRECTORY);
    const end = from + found;
    if (found < 0 || end + END_BYTES > bytes.byteLength) throw damaged('Its end is missing: it may be cut off.');
    const count = bytes.readUInt16LE(end + 10);
    checkLimit(this.#limits, 'parts', count);
    let at = bytes.readUInt32LE(end + 16);
    for (let part = 0; part < count; part += 1) at = this.#readEntry(at, end);
  }

  /** Reads the entry of the directory at a position, and gives the position of the next one. */
  #readEntry(at: number, end: number): number {
    const bytes = this.#bytes;
    if (at + ENTRY_BYTES > end || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged(DIRECTORY);
    const nameAt = at + ENTRY_BYTES;
    const nameBytes = bytes.readUInt16LE(at + 28);
    const next = nameAt + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) throw damaged(DIRECTORY);
    const name = bytes
      .toString('utf8', nameAt, nameAt + nameBytes)
      .replaceAll('\\', '/')
      .toLowerCase();
    if (this.#parts.has(name)) throw damaged(`Its archive has two files of the name ${name}.`);
    this.#parts.set(name, {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      localAt: bytes.readUInt32LE(at + 42),
    });
    return next;
  }

  #packedBytesOf({ method, packedBytes, bytes: size, localAt }: Part): Buffer {
    const bytes = this.#bytes;
    if ([packedBytes, size, localAt].includes(IN_ZIP64)) throw damaged('It is written as an archive of over 4 GiB.');
    if (method !== STORED && method !== DEFLATED) throw damaged(`Its files are packed by method ${method}, not by 8.`);
    if (localAt + LOCAL_BYTES > bytes.byteLength || bytes.readUInt32LE(localAt) !== LOCAL_SIGNATURE) {
      throw damaged(DIRECTORY);
    }
    const from = localAt + LOCAL_BYTES + bytes.readUInt16LE(localAt + 26) + bytes.readUInt16LE(localAt + 28);
    if (from + packedBytes > bytes.byteLength) throw damaged(DIRECTORY);
    return bytes.subarray(from, from + packedBytes);
  }
}

const DIRECTORY = 'The directory of its archive is wrong.';

function* inflated(packed: Uint8Array): Generator<Uint8Array, void, void> {
  let pieces: Uint8Array[] = [];
  const inflate = new Inflate((piece) => {
    pieces.push(piece);
  });
  for (let at = 0; at < packed.byteLength; at += STEP_BYTES) {
    try {
      inflate.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.byteLength);
    } catch (error) {
      throw damaged('One of its files cannot be unpacked.', { cause: error });
    }
    yield* pieces;
    pieces = [];
  }
}
