import { CPL_DEVICE_TYPES } from '../cpl/cpl-entry.ts';

/**
 * What stands for a Device Model, of which a list may have a million: two words of 32 bits. Keys themselves decide
 * where two Device Models have the same. The words are signed: V8 holds these, and no unsigned ones, without an object
 * for each.
 */
export type ModelHash = {
  /** Of manufacturer and model; its lowest bits are the device type. */
  readonly modelHash: number;
  /** Of the whole key. */
  readonly keyHash: number;
};

const TYPE_BITS = 3;

/** The hash of manufacturer and model alone, by which one model under two device types is found. */
export function withoutType(modelHash: number): number {
  return modelHash >> TYPE_BITS;
}

/** Takes hashes of texts (MurmurHash3 of 32 bits, with seed 0, of their characters as bytes). */
export class KeyHasher {
  readonly #scratch = Buffer.alloc(4096);

  /** The hash of a Device Model. @param entryKey `TYPE/MANUFACTURER/MODEL/HARDWARE/FIRMWARE` */
  ofKey(entryKey: string): ModelHash {
    const from = entryKey.indexOf('/') + 1;
    const to = entryKey.indexOf('/', entryKey.indexOf('/', from) + 1);
    const type = entryKey.slice(0, from - 1);
    const typeCode = CPL_DEVICE_TYPES.findIndex((name) => name === type) & (2 ** TYPE_BITS - 1);
    const length = this.#scratch.write(entryKey, 'latin1');
    return { modelHash: (this.#hash(from, to) << TYPE_BITS) | typeCode, keyHash: this.#hash(0, length) };
  }

  /** The hash of a text. */
  of(text: string): number {
    return this.#hash(0, this.#scratch.write(text, 'latin1'));
  }

  /** The hash of what was written last, from a place to another. */
  #hash(from: number, to: number): number {
    const bytes = this.#scratch;
    let hash = 0;
    let at = from;
    for (; at + 4 <= to; at += 4) {
      hash = (Math.imul(rotate(hash ^ scrambled(bytes.readInt32LE(at)), 13), 5) + 0xe6546b64) | 0;
    }
    let rest = 0;
    for (let shift = 0; at < to; at += 1, shift += 8) rest |= (bytes[at] ?? 0) << shift;
    return finish(hash ^ scrambled(rest) ^ (to - from));
  }
}

function scrambled(word: number): number {
  return Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const SEGMENT = 1 << 12;

/** Hashes one after the other, eight bytes each: grows by segments, so that nothing is copied. */
export class HashColumn {
  count = 0;
  readonly #segments: Int32Array[] = [];
  #last = new Int32Array();

  push(high: number, low: number): void {
    const at = 2 * (this.count % SEGMENT);
    if (at === 0) {
      this.#last = new Int32Array(2 * SEGMENT);
      this.#segments.push(this.#last);
    }
    this.#last[at] = high;
    this.#last[at + 1] = low;
    this.count += 1;
  }

  /** Hands every hash to `visit`, in the order in which they were added. */
  forEach(visit: (high: number, low: number) => void): void {
    let left = this.count;
    for (const words of this.#segments) {
      const count = Math.min(left, SEGMENT);
      visitPairs(words.subarray(0, 2 * count), visit);
      left -= count;
    }
  }
}

/** A function of its own, which V8 compiles once and need not replace while it runs. */
function visitPairs(words: Int32Array, visit: (first: number, second: number) => void): void {
  for (let at = 0; at < words.length; at += 2) visit(words[at] ?? 0, words[at + 1] ?? 0);
}

/** A set of hashes: an open hash table of words, with no object for each. */
export class HashSet {
  size = 0;
  #slots = new Int32Array(2 * 1024);
  /** A bit for each low word, by its lowest 16 bits: most that is asked for is not in the set, and is not looked for. */
  readonly #bits = new Int32Array(2 * 1024);

  /** Adds a hash. @returns whether it is new. */
  add(high: number, low: number): boolean {
    if (8 * this.size >= 3 * this.#slots.length) this.#widen();
    const slot = this.#slotOf(high, low);
    if (!this.#isFree(slot)) return false;
    this.#slots[slot] = high;
    this.#slots[slot + 1] = low === 0 ? 1 : low;
    const word = (low & 0xffff) >>> 5;
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << low);
    this.size += 1;
    return true;
  }

  has(high: number, low: number): boolean {
    const bits = this.#bits[(low & 0xffff) >>> 5] ?? 0;
    return (bits & (1 << low)) !== 0 && !this.#isFree(this.#slotOf(high, low));
  }

  /** Where a hash is, or would be put. The low word of a slot in use is never 0. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    const stored = low === 0 ? 1 : low;
    const mask = slots.length - 1;
    for (let place = (2 * stored) & mask; ; place = (place + 2) & mask) {
      const found = slots[place + 1];
      if (found === 0 || (found === stored && slots[place] === high)) return place;
    }
  }

  #isFree(place: number): boolean {
    return this.#slots[place + 1] === 0;
  }

  #widen(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let place = 0; place < old.length; place += 2) {
      const low = old[place + 1] ?? 0;
      if (low === 0) continue;
      const high = old[place] ?? 0;
      const slot = this.#slotOf(high, low);
      this.#slots[slot] = high;
      this.#slots[slot + 1] = low;
    }
  }
}
