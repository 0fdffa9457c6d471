import { isoDayOf } from './cpl-words.ts';

/** Number of one issue of the list: two whole numbers, so that `1.9` is followed by `1.10` and `2.051` is (2, 51). */
export type IssueNumber = { readonly major: number; readonly minor: number };

/** What the `Version` column says of a list: which issue it is, and the day on which it was issued. */
export type ListIssue = {
  /** As text, in the list's own form: `1.10`, `2.051`. */
  readonly issue: string;
  /** ISO day. */
  readonly issuedOn: string;
};

const VERSION = /^Version\s+(\d{1,3})\.(\d{1,4})\s+Issued\s+on\s+(\d{2})[-/](\d{2})[-/](\d{4})$/i;

/** Reads `Version 2.051 Issued on 21-09-2022`; undefined when it is not of that form or names no day of the calendar. */
export function readListIssue(text: string): ListIssue | undefined {
  const [, major, minor, day, month, year] = VERSION.exec(text.trim()) ?? [];
  const issuedOn = isoDayOf(`${year}-${month}-${day}`);
  if (issuedOn === undefined) return undefined;
  return { issue: issueText({ major: Number(major), minor: Number(minor) }), issuedOn };
}

/** The number of an issue that was read before. @throws when the text is not one. */
export function issueNumber(issue: string): IssueNumber {
  const numbers = /^(\d{1,3})\.(\d{1,4})$/.exec(issue);
  if (numbers === null) throw new Error(`${issue} is not the number of an issue`);
  return { major: Number(numbers[1]), minor: Number(numbers[2]) };
}

/** An issue as SECAS writes it: from 2.000 on the second number has three digits. */
export function issueText({ major, minor }: IssueNumber): string {
  return `${major}.${major < 2 ? minor : String(minor).padStart(3, '0')}`;
}

/** Below 0 when the first issue came before the second, 0 when they are the same, above 0 otherwise. */
export function compareIssues(one: string, other: string): number {
  const [a, b] = [issueNumber(one), issueNumber(other)];
  return a.major - b.major || a.minor - b.minor;
}

/** Numbers that one issue may lie beyond the newest one before it is taken for a slip of the pen. */
export const MOST_SKIPPED = 10;

/**
 * What lies between the newest sound issue and another one: the issues that were skipped, or a jump that no real list
 * makes (more than ten numbers, or another major number than the next one's `.000`).
 */
export function issueGap(
  newest: string,
  issue: string,
): { readonly jump: boolean; readonly skipped: readonly string[] } {
  const [from, to] = [issueNumber(newest), issueNumber(issue)];
  if (to.major > from.major) return { jump: to.major > from.major + 1 || to.minor > 0, skipped: [] };
  if (to.major < from.major) return { jump: false, skipped: [] };
  const beyond = to.minor - from.minor;
  if (beyond > MOST_SKIPPED) return { jump: true, skipped: [] };
  const skipped = Array.from({ length: beyond - 1 }, (_, index) =>
    issueText({ major: from.major, minor: from.minor + 1 + index }),
  );
  return { jump: false, skipped };
}
