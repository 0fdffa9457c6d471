import '../../infra/local-aws/emulators/closing-dynalite.ts';
import stores from 'dynalite/db/index.js';
import { expect, test } from 'vitest';

test.each([
  ['to its end', 10],
  ['up to its limit', 1],
])('an iterator that a query has read %s is closed, so that no item is held for it', async (_, most) => {
  const { db } = stores.create();
  for (const name of ['a', 'b', 'c']) await db.put(name, { name });
  const opened: ReturnType<typeof db.values>[] = [];
  const { values } = db;
  db.values = (range) => {
    const iterator = values(range);
    opened.push(iterator);
    return iterator;
  };

  const read = await db.createValueStream().take(most).toArray();

  expect(read).toHaveLength(Math.min(most, 3));
  expect(opened).toHaveLength(1);
  await expect(opened[0]?.next()).rejects.toMatchObject({ code: 'LEVEL_ITERATOR_NOT_OPEN' });
});
