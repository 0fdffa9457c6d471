/**
 * Takes 64-bit fingerprints of bytes: two independent 32-bit mixes (MurmurHash3's, with the constants of its 128-bit
 * form). Records are told apart by their bytes where they lie side by side; fingerprints stand in for them only where
 * an extract is in another order than the accepted list, and to find an entry by its key.
 */
export class Fingerprinter {
  high = 0;
  low = 0;
  readonly #scratch = Buffer.alloc(4096);

  /** Takes the fingerprint of a stretch of bytes; it is in `high` and `low` afterwards. */
  of(bytes: Uint8Array, from: number, to: number): this {
    let high = 0x2f0b4c47;
    let low = 0x4a3d1e95;
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word =
        (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
      high = mixHigh(high, word);
      low = mixLow(low, word);
    }
    let rest = 0;
    for (let shift = 0; at < to; at += 1, shift += 8) rest |= (bytes[at] ?? 0) << shift;
    high = mixHigh(high, rest);
    low = mixLow(low, rest);
    this.high = finish(high ^ (to - from));
    this.low = finish(low ^ (to - from));
    return this;
  }

  /** Takes the fingerprint of an entry key. */
  ofKey(entryKey: string): this {
    const length = this.#scratch.write(entryKey, 'latin1');
    return this.of(this.#scratch, 0, length);
  }
}

function mixHigh(hash: number, word: number): number {
  const scrambled = Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789);
  return (Math.imul(rotate(hash ^ scrambled, 19), 5) + 0x561ccd1b) | 0;
}

function mixLow(hash: number, word: number): number {
  const scrambled = Math.imul(rotate(Math.imul(word, 0x38b34ae5), 17), 0xa1e38b93);
  return (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0x32ac3b17) | 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Fingerprints of records by their number. */
export class FingerprintColumn {
  #pairs = new Uint32Array(2 * 1024);

  /** Puts the fingerprint of a record in its place. */
  set(record: number, high: number, low: number): void {
    if (2 * record + 1 >= this.#pairs.length) this.#pairs = grown(this.#pairs, 2 * record + 2);
    this.#pairs[2 * record] = high;
    this.#pairs[2 * record + 1] = low;
  }

  high(record: number): number {
    return this.#pairs[2 * record] ?? 0;
  }

  low(record: number): number {
    return this.#pairs[2 * record + 1] ?? 0;
  }
}

/** Finds records by their fingerprints: a hash table of numbers over a column, with no object per record. */
export class FingerprintTable {
  readonly #column: FingerprintColumn;
  #slots: Int32Array;
  #used = 0;

  constructor(column: FingerprintColumn, expected: number) {
    this.#column = column;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(1024, expected * 1.5)))).fill(-1);
  }

  /** The number of a record with this fingerprint, or -1. */
  find(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const record = this.#slots[slot] ?? -1;
      if (record < 0 || (this.#column.low(record) === low && this.#column.high(record) === high)) return record;
    }
  }

  /** Adds a record whose fingerprint is in the column. */
  add(record: number): void {
    if (this.#used * 4 >= this.#slots.length * 3) this.#widen();
    this.#insert(record);
    this.#used += 1;
  }

  #insert(record: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#column.low(record) & mask;
    while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = record;
  }

  #widen(): void {
    const records = this.#slots;
    this.#slots = new Int32Array(records.length * 2).fill(-1);
    for (const record of records) if (record >= 0) this.#insert(record);
  }
}

/** A longer copy of a column, with room for at least `needed` values. */
export function grown<T extends Uint8Array | Int32Array | Uint32Array>(column: T, needed: number): T;
export function grown(
  column: Uint8Array | Int32Array | Uint32Array,
  needed: number,
): Uint8Array | Int32Array | Uint32Array {
  const length = Math.max(needed, Math.ceil(column.length * 1.5));
  const wider =
    column instanceof Uint8Array
      ? new Uint8Array(length)
      : column instanceof Int32Array
        ? new Int32Array(length)
        : new Uint32Array(length);
  wider.set(column);
  return wider;
}
