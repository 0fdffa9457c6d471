import { deflateRawSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../functions/intake/cpl/workbook.ts';
import { WORKBOOK_LIMITS } from '../../../functions/intake/cpl/workbook-trouble.ts';
import { ZipArchive } from '../../../functions/intake/cpl/zip-archive.ts';
import { sheetXml, zippedWorkbook } from '../../support/cpl-workbook.ts';
import { PARTS, refusal, withPart, withRaw } from '../../support/broken-workbook.ts';
import { rawZip } from '../../support/raw-zip.ts';

describe('a zip bomb', () => {
  const MEBIBYTE = 1024 * 1024;
  const blanks = bomb(' '.repeat(MEBIBYTE), 500);
  const rows = bomb('<row/>'.repeat(MEBIBYTE / 8), 700);

  test('of 500 MiB in half a megabyte is unpacked to the limit and no further, whatever size it claims', () => {
    expect(blanks.byteLength).toBeLessThan(0.6 * MEBIBYTE);
    const archive = new ZipArchive(rawZip([{ name: 'bomb', packed: blanks, method: 8, bytes: 100 }]), WORKBOOK_LIMITS);
    let unpacked = 0;
    const unpackAll = (): void => {
      for (const piece of archive.read('bomb')) unpacked += piece.byteLength;
    };
    expect(unpackAll).toThrow('Bytes of one file in the archive');
    expect(unpacked).toBeLessThanOrEqual(WORKBOOK_LIMITS.partBytes);
  });

  test('is refused as a sheet, whether of blanks or of tags', () => {
    expect(refusal(withRaw({ packed: blanks, method: 8 }))).toContain('Characters in one tag or text');
    const partBytes = 16 * MEBIBYTE;
    const bytes = withRaw({ packed: Buffer.concat([head(), rows]), method: 8 });
    expect(refusal(bytes, { partBytes })).toContain('Bytes of one file');
  });
});

describe('whatever the bytes are,', () => {
  const sound = zippedWorkbook(PARTS);
  const names = Object.keys(PARTS);

  /** Reads what was made of a workbook: it must end, and give a workbook or a finding. */
  const answers = (bytes: Uint8Array): void => {
    const { workbook, findings } = readWorkbook(bytes);
    if (workbook === undefined) expect(findings.map(({ severity }) => severity)).toEqual(['file']);
  };

  test('a workbook that is cut off anywhere is refused', () => {
    fc.assert(
      fc.property(fc.nat(sound.byteLength - 1), (length) => void refusal(sound.subarray(0, length))),
      RUNS,
    );
  });

  test('changed bytes of the archive give a finding or the same list', () => {
    const flips = fc.array(fc.tuple(fc.nat(sound.byteLength - 1), fc.integer({ min: 1, max: 255 })), FEW);
    fc.assert(
      fc.property(flips, (changes) => answers(changed(sound, changes))),
      RUNS,
    );
  });

  test('changed bytes within a file of the archive give a finding or a list', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), FEW);
    fc.assert(
      fc.property(fc.constantFrom(...names), flips, (name, changes) => {
        answers(withPart(name, changed(Buffer.from(PARTS[name] ?? ''), changes)));
      }),
      RUNS,
    );
  });

  test('any bytes in place of a packed file give a finding or a list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (packed) => answers(withRaw({ packed, method: 8 }))),
      RUNS,
    );
  });
});

const RUNS = { numRuns: 300 };
const FEW = { minLength: 1, maxLength: 4 };

function changed(bytes: Uint8Array, changes: readonly (readonly [at: number, by: number])[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const [at, by] of changes) {
    const index = at % copy.length;
    copy[index] = (copy[index] ?? 0) ^ by;
  }
  return copy;
}

/** The same text packed over and over, as small as one: blocks that do not end the stream. */
function bomb(text: string, times: number): Buffer {
  const block = deflateRawSync(text, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat(Array.from({ length: times }, () => block));
}

function head(): Buffer {
  const [beginning = ''] = sheetXml('|').split('|');
  return deflateRawSync(beginning, { finishFlush: constants.Z_FULL_FLUSH });
}
