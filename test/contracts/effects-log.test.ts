import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { effectsLog, readEffects } from '../../functions/contracts/effects-log.ts';

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

  test('that ends in the middle of a line is damaged: its last effect is not left out in silence', async () => {
    await expect(effectsIn(`${line('ESME')}${line('GSME').slice(0, -1)}`)).rejects.toThrow('in the middle of a line');
  });
});
