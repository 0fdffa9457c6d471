import { crc32 } from 'node:zlib';

/** A file of an archive whose entries say what a test wants them to say. */
export type RawPart = {
  readonly name: string;
  /** The bytes as they lie in the archive. */
  readonly packed: Uint8Array;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
  /** Bytes of the file unpacked, as the archive claims. */
  readonly bytes?: number;
  readonly crc?: number;
  /** What other programs add to the entry, and a remark in the directory. */
  readonly extra?: string;
  readonly comment?: string;
};

/** A zip archive written by hand: no check of anything. */
export function rawZip(parts: readonly RawPart[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { name, packed, method = 0, flags = 0, bytes = packed.byteLength, crc = crc32(packed) } = part;
    const { extra = '', comment = '' } = part;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(flags, 2);
    fixed.writeUInt16LE(method, 4);
    fixed.writeUInt32LE(crc, 10);
    fixed.writeUInt32LE(packed.byteLength, 14);
    fixed.writeUInt32LE(bytes, 18);
    fixed.writeUInt16LE(Buffer.byteLength(name), 22);
    fixed.writeUInt16LE(extra.length, 24);
    const named = Buffer.from(`${name}${extra}`);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fixed, named, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt16LE(comment.length, 0);
    rest.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fixed, rest, named, Buffer.from(comment)]));
    locals.push(local);
    at += local.byteLength;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.byteLength, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}
