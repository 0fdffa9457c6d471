const SEGMENT_BITS = 16;
const SEGMENT = 1 << SEGMENT_BITS;
/** Records for which a column of a short list has room. */
const FIRST_SEGMENT = 1 << 10;

type Numbers = Uint32Array | Uint16Array | Uint8Array;

/** Makes room for a record in its segment: the first one begins short, so that a short list costs little. */
function madeRoom<T extends Numbers>(segments: T[], record: number, make: (records: number) => T): T {
  const place = record >>> SEGMENT_BITS;
  const wider = make(record < FIRST_SEGMENT ? FIRST_SEGMENT : SEGMENT);
  const before = segments[place];
  if (before !== undefined) wider.set(before);
  segments[place] = wider;
  return wider;
}

/**
 * Numbers by record, 32 bits each, 0 where none was set. Grows by segments, so that a million records cost what they
 * need and nothing but the first thousand is copied on the way; a segment in which all is 0 costs nothing.
 */
export class WordColumn {
  readonly #segments: Uint32Array[] = [];

  get(record: number): number {
    return this.#segments[record >>> SEGMENT_BITS]?.[record & (SEGMENT - 1)] ?? 0;
  }

  set(record: number, word: number): void {
    const words = this.#segments[record >>> SEGMENT_BITS];
    const at = record & (SEGMENT - 1);
    if (words !== undefined && at < words.length) words[at] = word;
    else if (word !== 0) madeRoom(this.#segments, record, (records) => new Uint32Array(records))[at] = word;
  }
}

/** Bytes by record, 0 where none was set; see `WordColumn`. */
export class ByteColumn {
  readonly #segments: Uint8Array[] = [];

  get(record: number): number {
    return this.#segments[record >>> SEGMENT_BITS]?.[record & (SEGMENT - 1)] ?? 0;
  }

  set(record: number, byte: number): void {
    const bytes = this.#segments[record >>> SEGMENT_BITS];
    const at = record & (SEGMENT - 1);
    if (bytes !== undefined && at < bytes.length) bytes[at] = byte;
    else if (byte !== 0) madeRoom(this.#segments, record, (records) => new Uint8Array(records))[at] = byte;
  }
}

const NOT_SMALL = 0xffff;

/** Numbers by record that are hardly ever large: 16 bits each, and those that need more aside; see `WordColumn`. */
export class SmallNumberColumn {
  readonly #segments: Uint16Array[] = [];
  readonly #large = new Map<number, number>();

  get(record: number): number {
    const small = this.#segments[record >>> SEGMENT_BITS]?.[record & (SEGMENT - 1)] ?? 0;
    return small === NOT_SMALL ? (this.#large.get(record) ?? 0) : small;
  }

  set(record: number, number: number): void {
    const at = record & (SEGMENT - 1);
    let numbers = this.#segments[record >>> SEGMENT_BITS];
    if (numbers === undefined || at >= numbers.length)
      numbers = madeRoom(this.#segments, record, (records) => new Uint16Array(records));
    numbers[at] = Math.min(number, NOT_SMALL);
    if (number >= NOT_SMALL) this.#large.set(record, number);
  }
}

/** A 64-bit fingerprint in two words. */
export type Fingerprint = { readonly high: number; readonly low: number };

/** Fingerprints by record, both words side by side: asked in no order, each costs one look into far memory. */
export class FingerprintColumn {
  readonly #segments: Uint32Array[] = [];

  get(record: number): Fingerprint {
    const words = this.#segments[record >>> SEGMENT_BITS];
    const at = (record & (SEGMENT - 1)) << 1;
    return { high: words?.[at] ?? 0, low: words?.[at + 1] ?? 0 };
  }

  /** Copies the fingerprint of a record to a place in other words, without an object between. */
  copyTo(record: number, words: Uint32Array, place: number): void {
    const own = this.#segments[record >>> SEGMENT_BITS];
    const at = (record & (SEGMENT - 1)) << 1;
    words[place] = own?.[at] ?? 0;
    words[place + 1] = own?.[at + 1] ?? 0;
  }

  set(record: number, high: number, low: number): void {
    const at = (record & (SEGMENT - 1)) << 1;
    let words = this.#segments[record >>> SEGMENT_BITS];
    if (words === undefined || at >= words.length)
      words = madeRoom(this.#segments, record, (records) => new Uint32Array(2 * records));
    words[at] = high;
    words[at + 1] = low;
  }

  /** The low word alone, by which a table places a record. */
  low(record: number): number {
    return this.#segments[record >>> SEGMENT_BITS]?.[((record & (SEGMENT - 1)) << 1) + 1] ?? 0;
  }

  /** Says whether a record has this fingerprint. */
  is(record: number, high: number, low: number): boolean {
    const words = this.#segments[record >>> SEGMENT_BITS];
    const at = (record & (SEGMENT - 1)) << 1;
    return words !== undefined && words[at + 1] === low && words[at] === high;
  }
}

/** Finds records by their fingerprints: a hash table of numbers over a column, with no object per record. */
export class FingerprintTable {
  readonly #column: FingerprintColumn;
  #slots: Int32Array;
  #used = 0;

  constructor(column: FingerprintColumn, expected: number) {
    this.#column = column;
    this.#slots = slotsFor(expected);
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
    this.#slots = slotsFor(this.#used);
    for (const record of records) if (record >= 0) this.#insert(record);
  }
}

/** Empty slots for a number of records: a power of two, a third of them or more to spare. */
function slotsFor(records: number): Int32Array<ArrayBuffer> {
  return new Int32Array(2 ** Math.ceil(Math.log2(Math.max(1024, records * 1.5)))).fill(-1);
}
