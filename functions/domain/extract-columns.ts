const SEGMENT_BITS = 16;
const SEGMENT = 1 << SEGMENT_BITS;

/**
 * Numbers by record, 32 bits each, 0 where none was set. Grows by segments, so that a million records cost what they
 * need and nothing is copied on the way.
 */
export class WordColumn {
  readonly #segments: Uint32Array[] = [];

  get(record: number): number {
    return this.#segments[record >>> SEGMENT_BITS]?.[record & (SEGMENT - 1)] ?? 0;
  }

  set(record: number, word: number): void {
    const segment = record >>> SEGMENT_BITS;
    while (this.#segments.length <= segment) this.#segments.push(new Uint32Array(SEGMENT));
    const words = this.#segments[segment];
    if (words !== undefined) words[record & (SEGMENT - 1)] = word;
  }
}

/** Bytes by record, 0 where none was set; see `WordColumn`. */
export class ByteColumn {
  readonly #segments: Uint8Array[] = [];

  get(record: number): number {
    return this.#segments[record >>> SEGMENT_BITS]?.[record & (SEGMENT - 1)] ?? 0;
  }

  set(record: number, byte: number): void {
    const segment = record >>> SEGMENT_BITS;
    while (this.#segments.length <= segment) this.#segments.push(new Uint8Array(SEGMENT));
    const bytes = this.#segments[segment];
    if (bytes !== undefined) bytes[record & (SEGMENT - 1)] = byte;
  }
}

/** A 64-bit fingerprint in two words. */
export type Fingerprint = { readonly high: number; readonly low: number };

/** Fingerprints by record. */
export class FingerprintColumn {
  readonly #high = new WordColumn();
  readonly #low = new WordColumn();

  get(record: number): Fingerprint {
    return { high: this.#high.get(record), low: this.#low.get(record) };
  }

  set(record: number, high: number, low: number): void {
    this.#high.set(record, high);
    this.#low.set(record, low);
  }

  /** The low word alone, by which a table places a record. */
  low(record: number): number {
    return this.#low.get(record);
  }

  /** Says whether a record has this fingerprint. */
  is(record: number, high: number, low: number): boolean {
    return this.#low.get(record) === low && this.#high.get(record) === high;
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
      if (record < 0 || this.#column.is(record, high, low)) return record;
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
