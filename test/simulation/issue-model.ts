/** Numbers that an issue may lie beyond the newest one. */
const MOST_BEYOND = 10;

const numbersOf = (issue: string): readonly [number, number] => {
  const [major = '', minor = ''] = issue.split('.');
  return [Number(major), Number(minor)];
};

/** Whether an issue came after another one: the two numbers in turn, never the text. */
export function isLaterIssue(one: string, other: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [numbersOf(one), numbersOf(other)];
  return major === otherMajor ? minor > otherMinor : major > otherMajor;
}

/** The issues that arrived and those that never did, as the reference model counts them (ARCHITECTURE "The order of lists"). */
export class IssueModel {
  newest: string | undefined;
  readonly skipped = new Set<string>();
  /** Issues that arrived and were refused or held for themselves, since the first sound one. */
  readonly #others = new Set<string>();

  /** Whether an issue lies further beyond the newest one than any real list does. */
  isJump(issue: string): boolean {
    if (this.newest === undefined || !isLaterIssue(issue, this.newest)) return false;
    const [[fromMajor, fromMinor], [major, minor]] = [numbersOf(this.newest), numbersOf(issue)];
    if (major !== fromMajor) return major !== fromMajor + 1 || minor !== 0;
    return minor - fromMinor > MOST_BEYOND;
  }

  /** A list arrived that is neither refused nor held for its issue or date. */
  sound(issue: string): void {
    const { newest } = this;
    this.skipped.delete(issue);
    if (newest !== undefined && !isLaterIssue(issue, newest)) return;
    if (newest !== undefined && !this.isJump(issue)) {
      const [[fromMajor, from], [major, to]] = [numbersOf(newest), numbersOf(issue)];
      const first = major === fromMajor ? from + 1 : to;
      for (let minor = first; minor < to; minor += 1) {
        const lost = `${major}.${major === 1 ? minor : String(minor).padStart(3, '0')}`;
        if (!this.#others.has(lost)) this.skipped.add(lost);
      }
    }
    this.newest = issue;
  }

  /** A list arrived that was refused, or is held for its issue or date. */
  other(issue: string): void {
    if (this.newest === undefined) return;
    this.#others.add(issue);
    this.skipped.delete(issue);
  }
}
