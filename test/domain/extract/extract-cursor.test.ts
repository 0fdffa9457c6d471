import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordCursor } from '../../../functions/domain/extract/extract-cursor.ts';
import { chunksOf } from '../../support/extracts.ts';

const stretches = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
  offset: fc.nat({ max: 12 }),
  chunkBytes: fc.integer({ min: 1, max: 40 }),
  asked: fc.array(fc.nat({ max: 19 }), { minLength: 1, maxLength: 6 }),
});

/** A stream of records of these lengths behind some other bytes: each byte of a record is its number. */
function streamOf(lengths: readonly number[], offset: number): Buffer {
  return Buffer.concat([Buffer.alloc(offset, 0xff), ...lengths.map((length, record) => Buffer.alloc(length, record))]);
}

test('each record is found where it is, whichever are passed over and however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(stretches, async ({ lengths, offset, chunkBytes, asked }) => {
      const chunks = chunksOf(streamOf(lengths, offset), chunkBytes);
      const cursor = new RecordCursor(chunks, { get: (record) => lengths[record] ?? 0 }, offset);
      for (const record of asked.filter((one) => one < lengths.length).sort((one, other) => one - other)) {
        cursor.advanceTo(record);
        await cursor.arrive();
        const { buffer, start } = cursor.window;
        const found = [...buffer.subarray(start, start + cursor.length)];
        expect(found).toEqual(Array.from({ length: lengths[record] ?? 0 }, () => record));
      }
    }),
  );
});

test('a stream that ends before a record does is a fault', async () => {
  const cursor = new RecordCursor([streamOf([3, 3], 0).subarray(0, 5)], { get: () => 3 });
  await cursor.arrive();
  cursor.advanceTo(1);
  await expect(cursor.arrive()).rejects.toThrow('Record 1 is beyond the end of the bytes it should be in');
});
