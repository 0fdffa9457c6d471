/**
 * Takes 64-bit hashes of texts as two words (MurmurHash3's mixes, with the constants of its 128-bit form). They stand
 * in for the keys of Device Models, of which a list may have a million; keys themselves decide where two hashes meet.
 * The words are signed: V8 holds these, and no unsigned ones, without an object for each.
 */
export class KeyHasher {
  high = 0;
  low = 0;
  readonly #scratch = Buffer.alloc(4096);

  /** Takes the hash of a text; it is in `high` and `low` afterwards. */
  of(text: string): this {
    const bytes = this.#scratch;
    const length = bytes.write(text, 'latin1');
    let high = 0x2f0b4c47;
    let low = 0x4a3d1e95;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      const word = bytes.readInt32LE(at);
      high = mixHigh(high, word);
      low = mixLow(low, word);
    }
    let rest = 0;
    for (let shift = 0; at < length; at += 1, shift += 8) rest |= (bytes[at] ?? 0) << shift;
    this.high = finish(mixHigh(high, rest) ^ length);
    this.low = finish(mixLow(low, rest) ^ length);
    return this;
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
      const end = 2 * Math.min(left, SEGMENT);
      for (let at = 0; at < end; at += 2) visit(words[at] ?? 0, words[at + 1] ?? 0);
      left -= end / 2;
    }
  }
}

/** A set of hashes: an open hash table of words, with no object for each. */
export class HashSet {
  size = 0;
  #slots = new Int32Array(2 * 1024);

  /** Adds a hash. @returns whether it is new. */
  add(high: number, low: number): boolean {
    if (8 * this.size >= 3 * this.#slots.length) this.#widen();
    const slot = this.#slotOf(high, low);
    if (!this.#isFree(slot)) return false;
    this.#slots[slot] = high;
    this.#slots[slot + 1] = low === 0 ? 1 : low;
    this.size += 1;
    return true;
  }

  has(high: number, low: number): boolean {
    return this.size > 0 && !this.#isFree(this.#slotOf(high, low));
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
