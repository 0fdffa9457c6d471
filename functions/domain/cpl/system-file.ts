import type { Finding } from '../findings/finding.ts';

/**
 * What a file is that an operating system or a spreadsheet program puts beside another one, and that is not seen where
 * files are listed: nobody meant to upload it. Recognised by its bytes, not by its name; undefined for any other file.
 *
 * @param head the first 64 KiB of the file, or all of it
 */
export function systemFileFinding(head: Uint8Array): Finding | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const kind = KINDS.find(({ isIt }) => isIt(bytes));
  if (kind === undefined) return undefined;
  return {
    code: 'CPL-SYSTEM-FILE',
    severity: 'file',
    line: 1,
    field: '',
    value: '',
    message: `This is not a list but ${kind.what}. It can be hidden where files are listed: leave it out, and upload the list itself.`,
  };
}

const KINDS: readonly { readonly what: string; readonly isIt: (bytes: Buffer) => boolean }[] = [
  {
    what: 'a file in which macOS keeps facts about another one (its name begins with "._")',
    isIt: (bytes) => begins(bytes, [0x00, 0x05, 0x16, 0x07]) || begins(bytes, [0x00, 0x05, 0x16, 0x00]),
  },
  {
    what: 'a file in which macOS keeps how a folder is shown (.DS_Store)',
    isIt: (bytes) => begins(bytes, [0x00, 0x00, 0x00, 0x01, 0x42, 0x75, 0x64, 0x31]),
  },
  {
    what: 'the lock file of a workbook that someone has open (its name begins with "~$" or ".~lock.")',
    isIt: (bytes) => isOfficeLock(bytes) || /^,[^\r\n]*,file:\/\/[^\r\n]*;\s*$/.test(bytes.toString('latin1')),
  },
  {
    what: 'a file in which Windows keeps small pictures of a folder (Thumbs.db)',
    isIt: (bytes) => begins(bytes, [0xd0, 0xcf, 0x11, 0xe0]) && hasThumbnails(bytes.toString('latin1')),
  },
  {
    what: 'a file in which Windows keeps how a folder is shown (desktop.ini)',
    isIt: (bytes) => bytes.toString('latin1').replaceAll('\0', '').includes('[.ShellClassInfo]'),
  },
];

function begins(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

/** The owner file of Excel or Word: the length of a user name, the name, and blanks or zeros up to 54 bytes of name. */
function isOfficeLock(bytes: Buffer): boolean {
  if (![162, 165].includes(bytes.byteLength)) return false;
  const length = bytes.readUInt8();
  const padding = bytes.subarray(1 + length, 55);
  return length > 0 && padding.length > 0 && padding.every((byte) => byte === 0x20 || byte === 0x00);
}

/** Streams of a compound file are named in UTF-16: those of a workbook have other names than those of thumbnails. */
function hasThumbnails(text: string): boolean {
  const names = text.replaceAll('\0', '');
  return !/Workbook|Book|EncryptedPackage/.test(names) && /Catalog|\d_[0-9a-f]{16}/.test(names);
}
