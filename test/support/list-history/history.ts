import { daysBetween } from '../../../functions/domain/calendar/calendar-day.ts';
import { type Random, seededRandom } from '../../fixtures/demo/generator/random.ts';
import { type Anomalies, usualAnomalies } from './anomalies.ts';
import { fixDay, type LateRegisterFix } from './late-register.ts';
import { issueStamps, pickPlaces, pickWeighted } from './issue-days.ts';
import { HAPPENS, type LineAnomaly } from './line-anomalies.ts';
import { listBook, type ListIssue } from './list-book.ts';
import { productSource } from './products.ts';

/** What a history is like; without options, as the list went from 2016 to 2022. */
export type HistoryOptions = {
  readonly seed: number;
  readonly issues: number;
  /** The day of the first issue. @default 2016-10-27 */
  readonly start?: string;
  /** @default 1.0 */
  readonly firstIssue?: string;
  /** The last minor number of a major one. @default 293 */
  readonly lastMinor?: number;
  /** Lines of the first issue, from the years before it. @default none: the first real list was empty */
  readonly openingLines?: number;
  /** In how many issues each happens. @default as many as the real history has for so many issues */
  readonly anomalies?: Partial<Anomalies>;
  /** Share of SMETS1 lines, from 0 to 1, in a history that ends in 2022. @default 0.18 */
  readonly smets1Share?: number;
  /** Share of lines without a hash, from 0 to 1. @default 0.27 */
  readonly emptyHashShare?: number;
  /** Whether a fifth of the rows have blanks after their versions. @default true */
  readonly trailingBlanks?: boolean;
  /** @default none */
  readonly lateRegisterFix?: LateRegisterFix;
};

/** How many entries an issue added, and in how many of the real issues. */
const ADDITIONS: readonly (readonly [number, number])[] = [
  [1, 171],
  [2, 74],
  [3, 38],
  [4, 14],
  [5, 11],
  [6, 3],
  [7, 7],
  [9, 3],
  [12, 3],
  [16, 2],
  [26, 1],
];
/** The part of a history in which an anomaly is due, from 0 to 1, so that it finds its place. */
const PARTS: Partial<Record<LineAnomaly, readonly [number, number]>> = {
  massRemovals: [0.4, 0.6],
  reversals: [0, 0.6],
};

/**
 * A synthetic history of a list, issue after issue: the same for the same options.
 *
 * @throws when an anomaly that was asked for found no place.
 */
export function listHistory(options: HistoryOptions): ListIssue[] {
  const {
    issues,
    start = '2016-10-27',
    firstIssue = '1.0',
    lastMinor = 293,
    openingLines = 0,
    lateRegisterFix,
  } = options;
  const anomalies = { ...usualAnomalies(issues), ...options.anomalies };
  const random = seededRandom(options.seed);
  const stamps = issueStamps(random, { issues, firstIssue, start, lastMinor, ...anomalies });
  const fix = lateRegisterFix && { ...lateRegisterFix, on: fixDay(lateRegisterFix, stamps) };
  const mayDeclare = (gbcs: string, day: string): boolean => gbcs !== fix?.version || day >= fix.on;
  const products = productSource(random, {
    smets1Share: options.smets1Share ?? 0.18,
    emptyHashShare: options.emptyHashShare ?? 0.27,
    mayDeclare,
  });
  const book = listBook();
  const fixAt = stamps.findIndex(({ issue }) => issue === fix?.from);
  const calm = calmIssues(random, issues, anomalies.unchanged, fixAt);
  const plan = plannedAnomalies(random, anomalies, issues);
  let due: LineAnomaly[] = [];
  let next: (() => void)[] = [];

  const history = stamps.map((stamp, at): ListIssue => {
    const { issuedOn: day } = stamp;
    due.push(...(plan.get(at) ?? []));
    for (const content of at === 0 ? products.openingLines(openingLines, start) : []) book.add(content);
    if (at > 0 && !calm.has(at)) {
      for (const action of next.splice(0)) action();
      const added: number = at === fixAt ? 0 : pickWeighted(random, ADDITIONS);
      for (const content of products.newLines(added, day)) book.add(content);
      const following = calm.has(at + 1) ? undefined : stamps[at + 1]?.issuedOn;
      const place = {
        book,
        random,
        products,
        day,
        daysToNext: following === undefined ? undefined : daysBetween(day, following),
        mayDeclare: (gbcs: string) => mayDeclare(gbcs, day),
        inNextIssue: (action: () => void) => next.push(action),
      };
      due = due.filter((name) => !HAPPENS[name](place));
      if (at === fixAt)
        for (let n = 0; n < (fix?.entries ?? 0); n += 1) book.add(products.lineWith(fix?.version ?? ''));
    }
    return book.issue(stamp, { trailingBlanks: options.trailingBlanks ?? true });
  });
  const missing = due.filter((name) => (options.anomalies?.[name] ?? 0) > 0);
  if (missing.length > 0) throw new Error(`The history has no place for: ${missing.join(', ')}`);
  return history;
}

/** Issues that change nothing: never the first two, the last one or the one with the entries of a late fix. */
function calmIssues(random: Random, issues: number, count: number, except: number): Set<number> {
  return new Set(
    pickPlaces(random, 2, issues - 2, count + (except < 0 ? 0 : 1))
      .filter((at) => at !== except)
      .slice(0, count),
  );
}

/** The places from which each anomaly is due; it happens in the first issue from there on that has something for it. */
function plannedAnomalies(random: Random, counts: Anomalies, issues: number): Map<number, LineAnomaly[]> {
  const places = new Map<number, LineAnomaly[]>();
  const isOfLines = (name: string): name is LineAnomaly => name in HAPPENS;
  for (const [name, count] of Object.entries(counts)) {
    if (!isOfLines(name)) continue;
    const [from, to] = PARTS[name] ?? [0, 0.84];
    for (const at of pickPlaces(random, Math.max(2, Math.floor(from * issues)), Math.floor(to * issues), count)) {
      places.set(at, [...(places.get(at) ?? []), name]);
    }
  }
  return places;
}
