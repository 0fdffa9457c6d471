import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { listOf, RAW, refusal, SOUND, withRaw } from '../../support/broken-workbook.ts';
import { LIST_FILE, sheetXml } from '../../support/cpl-workbook.ts';
import { type RawPart, rawZip } from '../../support/raw-zip.ts';

describe('the archive of a workbook', () => {
  /** The workbook with one more file, the last of its archive. */
  const withMore = (part: Partial<RawPart>): Buffer =>
    rawZip([...RAW, { name: 'more', packed: Buffer.from('x'), ...part }]);
  const endOf = (archive: Buffer): number => archive.lastIndexOf('PK\u0005\u0006');
  const lastOf = (archive: Buffer): number => archive.lastIndexOf('PK\u0001\u0002');
  const changed = (archive: Buffer, at: number, value: number): Buffer => {
    archive.writeUInt32LE(value, at);
    return archive;
  };
  /** A sound archive that begins with a file of blanks. */
  const BLANK = rawZip([{ name: 'blank', packed: Buffer.alloc(100) }, ...RAW]);
  const DIRECTORY = 'The directory of its archive is wrong.';

  test('may have a remark behind it, of as many bytes as the format allows', () => {
    const remarked = (bytes: number) => Buffer.concat([rawZip(RAW), Buffer.alloc(bytes)]);
    expect(listOf(remarked(65_535))).toBe(SOUND);
    expect(refusal(remarked(65_536))).toContain('Its end is missing: it may be cut off.');
  });

  test('ends where its last end is, and has all of it', () => {
    expect(listOf(withMore({ packed: Buffer.from(`PK\u0005\u0006${'x'.repeat(40)}`) }))).toBe(SOUND);
    const archive = rawZip(RAW);
    for (const bytes of [1, 21]) expect(refusal(archive.subarray(0, -bytes))).toContain('Its end is missing');
  });

  test('may say more of its files, may have one without a name, and may have been made by an old program', () => {
    expect(listOf(rawZip(RAW.map((part) => ({ ...part, extra: 'ab', comment: 'remarked' }))))).toBe(SOUND);
    expect(listOf(withMore({ name: '' }))).toBe(SOUND);
    expect(listOf(rawZip(RAW.map((part) => ({ ...part, name: part.name.replaceAll('/', '\\') }))))).toBe(SOUND);
  });

  test.each<[string, Buffer]>([
    ['has an entry without its mark', changed(withMore({}), lastOf(withMore({})), 0)],
    ['counts one file more than it has', changed(rawZip(RAW), endOf(rawZip(RAW)) + 10, RAW.length + 1)],
    [
      'begins with what is too short for an entry',
      Buffer.concat([Buffer.from('PK\u0003\u0004PK\u0001\u0002xxxx'), changed(rawZip([]), 16, 4)]).fill(1, 22, 23),
    ],
    ['says that a file begins where no file begins', withLocalAt(BLANK.indexOf('\u0000'.repeat(60)))],
    ['says that a file begins at its last bytes', withLocalAt(BLANK.byteLength - 2)],
  ])('is refused when its directory %s', (_, archive) => {
    expect(refusal(archive)).toContain(DIRECTORY);
  });

  function withLocalAt(at: number): Buffer {
    const archive = Buffer.from(BLANK);
    const entry = archive.indexOf(LIST_FILE, archive.indexOf('PK\u0001\u0002')) - 46;
    return changed(archive, entry + 42, at);
  }

  test('is unpacked in steps, whatever their number is', () => {
    const text = Array.from({ length: 30_000 }, (_, index) => `${(index * 7919) % 10_007}`)
      .join(' ')
      .slice(0, 30_000);
    const sheet = Buffer.from(sheetXml(`<row><c t="str"><v>${text}</v></c></row>`));
    const packed = deflateRawSync(sheet);
    expect(packed.byteLength).toBeGreaterThan(3 * 4096);
    expect(
      listOf(rawZip(RAW.map((part) => (part.name === LIST_FILE ? { ...part, ...deflated(sheet, packed) } : part)))),
    ).toBe(text);
  });

  test('is unpacked when the last step is a whole one', () => {
    const short = sheetXml('<row><c t="str"><v>a</v></c></row>');
    const sheet = Buffer.from(short.padEnd(4096 - 5));
    const packed = deflateRawSync(sheet, { level: 0 });
    expect(packed.byteLength).toBe(4096);
    expect(listOf(withRaw(deflated(sheet, packed)))).toBe('a');
    const longer = deflateRawSync(Buffer.from(short.padEnd(5000)), { level: 0 });
    for (const cut of [packed.subarray(0, 4095), longer.subarray(0, 4096)])
      expect(refusal(withRaw(deflated(sheet, cut)))).toContain('One of its files cannot be unpacked.');
  });
});

function deflated(content: Buffer, packed: Buffer): Partial<RawPart> {
  return { packed, method: 8, bytes: content.byteLength, crc: crc32(content) };
}
