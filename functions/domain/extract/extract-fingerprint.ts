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
