import { addDays } from '../../../functions/domain/calendar/calendar-day.ts';
import type { IssueStamp } from './cpl-list-csv.ts';
import { firstDayOf, gbcsOf } from './declared-versions.ts';
import type { ListIssue } from './list-book.ts';

/** A GBCS version that the register has too late: some entries declare it before. */
export type LateRegisterFix = {
  readonly version: string;
  /** The issue in which the first entries with it appear. */
  readonly from: string;
  readonly entries: number;
  /** Days from that issue to the fix of the register; until then no other entry declares the version. */
  readonly fixedAfterDays: number;
};

/** The registers around a late fix: the file before it, the file after it, and what waits for it. */
export type LateRegister = {
  readonly before: string;
  readonly after: string;
  /** The day on which the register has the version. */
  readonly fixedOn: string;
  /** The numbers of the entries that declare the version before. */
  readonly waiting: readonly string[];
};

/** The GBCS versions of the default register, with their first days. */
const VERSIONS = [
  ['1.0', '', '2018-05-07'],
  ['1.1', '2017-11-06', ''],
  ['2.0', '2018-10-28', ''],
  ['2.1', '2018-10-28', ''],
  ['3.2', '2019-11-29', ''],
  ['4.0', '2020-11-29', ''],
  ['4.1', '2021-11-04', ''],
  ['4.2', '', ''],
  ['4.3', '', ''],
] as const;

/** The GBCS registers of a history with a late fix: without the version until the day of the fix, with it from then on. */
export function lateRegister(fix: LateRegisterFix, history: readonly ListIssue[]): LateRegister {
  const first = history.find(({ issue }) => issue === fix.from);
  return {
    before: registerCsv(fix.version, false),
    after: registerCsv(fix.version, true),
    fixedOn: fixDay(fix, history),
    waiting: (first?.changed.added ?? []).filter((number) =>
      first?.lines.some((line) => line.entryNumber === number && gbcsOf(line) === fix.version),
    ),
  };
}

/** The day on which the register has the version. @throws when the history has no such issue. */
export function fixDay({ version, from, fixedAfterDays }: LateRegisterFix, issues: readonly IssueStamp[]): string {
  const found = issues.find(({ issue }) => issue === from);
  if (found === undefined) throw new Error(`The history has no issue ${from}`);
  if (found.issuedOn < firstDayOf(version)) throw new Error(`No entry can declare GBCS ${version} in issue ${from}`);
  return addDays(found.issuedOn, fixedAfterDays);
}

/** A register of the versions up to that of the fix, and it only once it is fixed: those after it were not made yet. */
function registerCsv(version: string, fixed: boolean): string {
  const known: readonly (readonly [string, string, string])[] = VERSIONS;
  const rows = [...known.filter(([other]) => other < version), ...(fixed ? [rowOf(version)] : [])];
  const header = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';
  return `${[header, ...rows.map(([v, from, to]) => `${v},yes,${from},${to},GBCS-${v},synthetic,high,`)].join('\n')}\n`;
}

function rowOf(version: string): readonly [string, string, string] {
  return VERSIONS.find(([other]) => other === version) ?? [version, '', ''];
}
