/** The offset of moved time: one 64-bit number of milliseconds, shared by the main thread and every sandbox. */
export type SharedOffset = SharedArrayBuffer;

/** A fresh offset of zero. */
export function sharedOffset(): SharedOffset {
  return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
}

/**
 * Replaces the thread's `Date` by one shifted by the shared offset, so that emulators and handlers, none of which
 * know of it, stamp and compare moved time. Timers, `performance.now` and file times stay those of the machine.
 *
 * @returns how to put the real `Date` back.
 */
export function moveDate(offset: SharedOffset): () => void {
  const milliseconds = new BigInt64Array(offset);
  const realDate = globalThis.Date;
  const realNow = realDate.now;
  const now = (): number => realNow() + Number(Atomics.load(milliseconds, 0));
  const movedDate = new Proxy(realDate, {
    construct(target, args, newTarget) {
      const instant: unknown = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
      if (!(instant instanceof realDate)) throw new TypeError('Date made something else than a date');
      return instant;
    },
    apply: () => new realDate(now()).toString(),
  });
  const constructorIs = (value: DateConstructor) =>
    Object.defineProperty(realDate.prototype, 'constructor', { value, writable: true, configurable: true });
  realDate.now = now;
  constructorIs(movedDate);
  globalThis.Date = movedDate;
  return () => {
    realDate.now = realNow;
    constructorIs(realDate);
    globalThis.Date = realDate;
  };
}
