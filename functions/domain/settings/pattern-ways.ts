/** Characters of a certificate reference that are compared with the pattern at most; a longer one is no trial's. */
export const MAX_REFERENCE_CHARACTERS = 200;

/**
 * Counts the ways in which a regular expression could fit a text as long as a reference may be: how often it might have to
 * try before it knows that a text does not match. `(a+)+` has as many ways as there are ways to cut a text into pieces;
 * such a pattern would hold up the lane for as long as it likes. What looks ahead or behind is tried like any group; a
 * reference back to a group counts as endless.
 *
 * @param pattern one that JavaScript takes with the flag `u`
 */
export function waysToMatch(pattern: string): number {
  return new Counter(pattern).alternatives();
}

/** Of what an escape has behind its letter only the braces of `\u{41}` could be taken for something else: a quantifier. */
const ESCAPE = /\\(?:u\{[^}]+\}|[^])/y;
const BACK_REFERENCE = /\\[1-9k]/;
const CLASS = /\[(?:\\[^]|[^\]\\])+\]/y;
const QUANTIFIER = /(?:[*+?]|\{(?<least>\d+)(?<range>,(?<most>\d*))?\})\??/y;

class Counter {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** Up to the end of the pattern or of the group. */
  alternatives(): number {
    let ways = this.#sequence();
    while (this.#pattern[this.#at] === '|') {
      this.#at += 1;
      ways += this.#sequence();
    }
    return ways;
  }

  #sequence(): number {
    let ways = 1;
    while (/[^|)]/.test(this.#pattern.charAt(this.#at))) {
      const one = this.#atom();
      ways *= this.#repeated(one);
    }
    return ways;
  }

  #atom(): number {
    const escape = this.#take(ESCAPE);
    if (escape !== undefined) return BACK_REFERENCE.test(escape[0]) ? Infinity : 1;
    if (this.#take(CLASS) !== undefined) return 1;
    const isGroup = this.#pattern[this.#at] === '(';
    this.#at += 1;
    if (!isGroup) return 1;
    // What says of which kind the group is (`?:`, `?=`, `?<name>`) counts as characters, which have one way each.
    const ways = this.alternatives();
    this.#at += 1;
    return ways;
  }

  /** The ways of something that may be repeated: one for each number of times, each time in any of its own ways. */
  #repeated(ways: number): number {
    const quantifier = this.#take(QUANTIFIER);
    if (quantifier === undefined) return ways;
    const [least, most] = timesOf(quantifier);
    let all = 0;
    for (let times = least; times <= most; times += 1) all += ways ** times;
    return all;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#pattern) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

function timesOf({ 0: quantifier, groups = {} }: RegExpExecArray): readonly [number, number] {
  if (quantifier.startsWith('*')) return [0, MAX_REFERENCE_CHARACTERS];
  if (quantifier.startsWith('+')) return [1, MAX_REFERENCE_CHARACTERS];
  if (quantifier.startsWith('?')) return [0, 1];
  const least = Math.min(Number(groups['least']), MAX_REFERENCE_CHARACTERS);
  const most = groups['range'] === undefined ? least : Number(groups['most'] || MAX_REFERENCE_CHARACTERS);
  return [least, Math.max(least, Math.min(most, MAX_REFERENCE_CHARACTERS))];
}
