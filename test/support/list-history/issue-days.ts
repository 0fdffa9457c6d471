import { addDays } from '../../../functions/domain/calendar/calendar-day.ts';
import type { Random } from '../../fixtures/demo/generator/random.ts';
import type { IssueStamp } from './cpl-list-csv.ts';

/** How the issues of a list are numbered and dated. */
export type IssuePlan = {
  readonly issues: number;
  readonly firstIssue: string;
  readonly start: string;
  /** The last minor number of each major one. */
  readonly lastMinor: number;
  readonly sameDay: number;
  readonly backdated: number;
  readonly longGaps: number;
};

/** Days between two issues, and how many of the 345 gaps of 2016 to 2022 were so long. */
const GAPS: readonly (readonly [number, number])[] = [
  ...[56, 32, 46, 41, 26, 26, 20, 12, 11, 9, 10, 3, 7, 6, 2, 6, 2, 1, 2, 3, 2].map((n, at) => [at + 1, n] as const),
  ...[24, 26, 27, 28, 28, 29, 35, 37, 40, 48].map((days) => [days, 1] as const),
];
const LONG_GAP_DAYS = 83;
const BACKDATED_DAYS = 22;

/**
 * The number that follows an issue's: `1.9` is followed by `1.10`, the last minor number of a major one by the next
 * major one, whose minor numbers have three digits: `2.000`.
 */
export function nextIssueNumber(issue: string, lastMinor = 293): string {
  const [major = 1, minor = 0] = issue.split('.').map(Number);
  if (minor >= lastMinor) return `${major + 1}.000`;
  return `${major}.${String(minor + 1).padStart(major === 1 ? 1 : 3, '0')}`;
}

/** The numbers and days of the issues of a history: weekdays, a few of them twice, one before its predecessor's. */
export function issueStamps(random: Random, plan: IssuePlan): IssueStamp[] {
  const places = pickPlaces(random, 2, plan.issues - 1, plan.sameDay + plan.backdated + plan.longGaps);
  const sameDay = new Set(places.slice(0, plan.sameDay));
  const backdated = new Set(places.slice(plan.sameDay, plan.sameDay + plan.backdated));
  const longGaps = new Set(places.slice(plan.sameDay + plan.backdated));
  const stamps: IssueStamp[] = [];
  let issue = plan.firstIssue;
  let day = weekday(plan.start, 1);
  for (let at = 0; at < plan.issues; at += 1) {
    if (at > 0) issue = nextIssueNumber(issue, plan.lastMinor);
    if (longGaps.has(at)) day = weekday(addDays(day, LONG_GAP_DAYS), -1);
    else if (at > 0 && !sameDay.has(at) && !backdated.has(at)) day = laterWeekday(random, day);
    stamps.push({ issue, issuedOn: backdated.has(at) ? weekday(addDays(day, -BACKDATED_DAYS), -1) : day });
  }
  return stamps;
}

/** Distinct places from one up to, but not including, another. @throws when there are not so many. */
export function pickPlaces(random: Random, from: number, to: number, count: number): number[] {
  if (count > Math.max(0, to - from)) throw new Error(`There are no ${count} issues from ${from} to ${to - 1}`);
  const places = new Set<number>();
  while (places.size < count) places.add(from + random.below(to - from));
  return [...places];
}

/** One of the items, each as often as its weight says. */
export function pickWeighted<T>(random: Random, items: readonly (readonly [T, number])[]): T {
  let left = random.below(items.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  throw new Error('There is nothing to pick from');
}

function laterWeekday(random: Random, day: string): string {
  const later = addDays(day, pickWeighted(random, GAPS));
  return weekday(later, 1) === later ? later : laterWeekday(random, day);
}

/** The day itself, or the next weekday in a direction. */
function weekday(day: string, step: 1 | -1): string {
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  return weekend ? weekday(addDays(day, step), step) : day;
}
