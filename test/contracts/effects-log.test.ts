import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { effectsLog, readEffects } from '../../functions/contracts/effects-log.ts';
import { dspChange } from '../support/cpl-entries.ts';

const line = (entryKey: string): string => `${JSON.stringify({ effect: 'correction-done', entryKey })}\n`;

/** Reads a log that comes in pieces of a few bytes. */
async function effectsIn(text: string, pieceBytes = 7) {
  const bytes = Buffer.from(text);
  const pieces = async function* () {
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  return Array.fromAsync(readEffects(pieces()));
}

describe('the log of effects', () => {
  test('gives each effect with the place of the next one, wherever its pieces end', async () => {
    const [first, second] = [line('ESME/€'), line('GSME')];
    for (const pieceBytes of [7, 1000])
      expect(await effectsIn(first + second, pieceBytes)).toEqual([
        { effect: { effect: 'correction-done', entryKey: 'ESME/€' }, nextOffset: Buffer.byteLength(first) },
        { effect: { effect: 'correction-done', entryKey: 'GSME' }, nextOffset: Buffer.byteLength(first + second) },
      ]);
  });

  test('is written in order, whatever the length of its lines, and has the hash of its bytes', async () => {
    const written: Buffer[] = [];
    const log = effectsLog({
      write: async (bytes) => void written.push(Buffer.from(bytes)),
      finish: async () => undefined,
      discard: async () => undefined,
    });
    const keys = [1, 16_300, 5, 16_384, 40_000, 1, 9_000, 9_000, 2].map((length) => '€'.repeat(length));
    for (const entryKey of keys) await log.append([{ effect: 'correction-done', entryKey }]);
    await log.append(keys.map((entryKey) => ({ effect: 'correction-done', entryKey })));
    const hash = await log.finish();
    const bytes = Buffer.concat(written);
    expect(bytes.toString()).toBe([...keys, ...keys].map(line).join(''));
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  /** The pieces in which lines of these lengths are written, their ends of line included. */
  async function piecesOf(...lengths: readonly number[]): Promise<readonly number[]> {
    const pieces: number[] = [];
    const log = effectsLog({
      write: async ({ byteLength }) => void pieces.push(byteLength),
      finish: async () => undefined,
      discard: async () => void pieces.push(-1),
    });
    const empty = line('').length;
    for (const length of lengths)
      await log.append([{ effect: 'correction-done', entryKey: 'x'.repeat(length - empty) }]);
    await log.finish();
    await log.discard();
    return pieces;
  }

  test('is written in pieces of 16 KiB at most, unless a line is longer, and none of them is empty', async () => {
    expect(await piecesOf(8000, 8384, 8000, 100, 8285, 50)).toEqual([16_384, 8100, 8335, -1]);
    expect(await piecesOf(16_384, 16_385, 16_386, 100)).toEqual([16_384, 16_385, 16_386, 100, -1]);
  });

  test('counts the changes for the DSP that it holds', async () => {
    const log = effectsLog({
      write: async () => undefined,
      finish: async () => undefined,
      discard: async () => undefined,
    });
    await log.append([{ effect: 'correction-done', entryKey: 'ESME' }]);
    for (let number = 1; number < 3; number += 1) await log.append([{ effect: 'send', change: dspChange(number) }]);
    expect(log.sends()).toBe(2);
  });

  test('with bytes that are no text is damaged: nothing stands for them', async () => {
    const bytes = Buffer.from(line('ESME'));
    bytes[bytes.indexOf('ESME')] = 0xff;
    await expect(Array.fromAsync(readEffects(ReadableStream.from([bytes])))).rejects.toThrow();
  });

  test.each([7, 1000])(
    'that ends in the middle of a line is damaged: its last effect is not left out in silence, in pieces of %d bytes',
    async (pieceBytes) => {
      await expect(effectsIn(`${line('ESME')}${line('GSME').slice(0, -1)}`, pieceBytes)).rejects.toThrow(
        'in the middle of a line',
      );
    },
  );
});
