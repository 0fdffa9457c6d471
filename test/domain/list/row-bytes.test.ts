import { expect, test } from 'vitest';
import { RowCopies } from '../../../functions/domain/list/row-bytes.ts';

test('rows that are kept, short and long, are copied whole, and many of them share a buffer', () => {
  const copies = new RowCopies();
  const texts = Array.from({ length: 1000 }, (_, at) => `row ${at} ${'x'.repeat(at === 500 ? 100_000 : 200)}`);
  const reused = Buffer.alloc(200_000);
  const from = 90_000;
  const kept = texts.map((text) => copies.of({ buffer: reused, from, to: from + reused.write(text, from) }));
  reused.fill(0);
  expect(kept.map(({ buffer, from, to }) => buffer.toString('utf8', from, to))).toEqual(texts);
  expect(new Set(kept.map(({ buffer }) => buffer)).size).toBeLessThan(10);
});
