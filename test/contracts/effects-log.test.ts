import { describe, expect, test } from 'vitest';
import { readEffects } from '../../functions/contracts/effects-log.ts';

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
    expect(await effectsIn(first + second)).toEqual([
      { effect: { effect: 'correction-done', entryKey: 'ESME/€' }, nextOffset: Buffer.byteLength(first) },
      { effect: { effect: 'correction-done', entryKey: 'GSME' }, nextOffset: Buffer.byteLength(first + second) },
    ]);
  });

  test('that ends in the middle of a line is damaged: its last effect is not left out in silence', async () => {
    await expect(effectsIn(`${line('ESME')}${line('GSME').slice(0, -1)}`)).rejects.toThrow('in the middle of a line');
  });
});
