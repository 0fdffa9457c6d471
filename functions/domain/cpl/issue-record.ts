import { compareIssues, issueGap } from './list-issue.ts';

/** What is known of the issues that have arrived. Shapes: `functions/contracts/lane-state.ts`. */
export type IssuesSeen = {
  readonly newest: string;
  readonly arrived: string[];
  readonly skipped: { issue: string; since: string }[];
};

/** An issue that never came: how many are kept, more than any jump that is not held. */
const MOST_KEPT = 100;

/** The issues that a sound list shows to have been skipped: those before it that have never arrived. */
export function skippedBy(issue: string, seen: IssuesSeen | undefined): readonly string[] {
  if (seen === undefined) return [];
  return issueGap(seen.newest, issue).skipped.filter((skipped) => !seen.arrived.includes(skipped));
}

/** Whether an issue lies so far beyond the newest one that accepting it would shut out every later list. */
export function isJump(issue: string, seen: IssuesSeen | undefined): boolean {
  return seen !== undefined && issueGap(seen.newest, issue).jump;
}

/** What is known once a sound list has arrived. */
export function withSoundIssue(issue: string, now: string, seen: IssuesSeen | undefined): IssuesSeen {
  if (seen === undefined) return { newest: issue, arrived: [], skipped: [] };
  const isNewest = compareIssues(issue, seen.newest) > 0;
  const skipped = [
    ...seen.skipped.filter((known) => known.issue !== issue),
    ...skippedBy(issue, seen).map((lost) => ({ issue: lost, since: now })),
  ];
  const newest = isNewest ? issue : seen.newest;
  return { newest, arrived: beyond(newest, seen.arrived), skipped: skipped.slice(-MOST_KEPT) };
}

/** What is known once a list has arrived that was refused, or is held for its own issue or date. */
export function withOtherIssue(issue: string, seen: IssuesSeen | undefined): IssuesSeen | undefined {
  if (seen === undefined) return undefined;
  const arrived = beyond(seen.newest, [...new Set([...seen.arrived, issue])]).slice(-MOST_KEPT);
  return { ...seen, arrived, skipped: seen.skipped.filter((known) => known.issue !== issue) };
}

function beyond(newest: string, issues: readonly string[]): string[] {
  return issues.filter((issue) => compareIssues(issue, newest) > 0);
}
