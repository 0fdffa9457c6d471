import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Items between two counts. */
const BETWEEN_COUNTS = 2000;

/** Counts how many of the items that it gave out are still held by somebody, each time after it has given out some more. */
export function heldItems() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const given: WeakRef<object>[] = [];
  let most = 0;

  async function count(): Promise<void> {
    // What a weak reference was asked for is held until the turn is over.
    await setImmediate();
    collect();
    const held = given.filter((item) => item.deref() !== undefined).length;
    most = Math.max(most, held);
    await setImmediate();
  }

  return {
    async *each<T extends object>(items: Iterable<T>): AsyncGenerator<T> {
      for (const item of items) {
        given.push(new WeakRef(item));
        yield item;
        if (given.length % BETWEEN_COUNTS === 0) await count();
      }
    },
    /** How many were given out, and the most of them that were held at once. */
    counts: () => ({ given: given.length, most }),
  };
}
