import type { CaseEvent, ReportedDecision, TrialReport } from '../contracts/trial-report.ts';
import { addDays } from '../domain/calendar/calendar-day.ts';
import { type Block, type Card, moreBlocks } from './letter.ts';
import { counted, dayInWords, firstOf, inFigures, listed, listedUpTo, moreInWords } from './words.ts';

/** Cards that the mail shows of a list: more than a committee works through, fewer than mail clients clip. */
const CARDS_SHOWN = 20;
/** Cases that a group names. */
const NAMED = 12;
/** Days ahead whose decisions are at the head of a report, how many of them, and the trials or entries that each names. */
const NEXT_DAYS = 14;
const NEXT_SHOWN = 3;
const NEXT_NAMED = 3;
/** Days within which cases are distinguished by the day; later ones by the month. */
const NEAR_DAYS = 31;

/** Cases that ask the same of the same people in the same time: reported as one. */
export type CaseGroup = { readonly cases: readonly [ReportedDecision, ...ReportedDecision[]] };

/**
 * The cases as groups, in their order, which is by date: of one group is what asks the same, on one day within a
 * month, in one calendar month after that, or on days that are past. A group is where its first case is, so that
 * no case comes after a later one.
 */
export function caseGroups(cases: readonly ReportedDecision[], day: string): CaseGroup[] {
  const groups = new Map<string, [ReportedDecision, ...ReportedDecision[]]>();
  for (const each of cases) {
    const key = [each.event, each.asked, each.what, periodOf(each, day)].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].map((of) => ({ cases: of }));
}

function periodOf({ by }: ReportedDecision, day: string): string {
  if (by === '') return '';
  if (by <= day) return 'past';
  return by <= addDays(day, NEAR_DAYS) ? by : by.slice(0, 7);
}

/** What the committee has to decide, and what others are asked for. */
export function worklistBlocks({ decisions, day }: Pick<TrialReport, 'decisions' | 'day'>): Block[] {
  const ofCommittee = decisions.filter(isForCommittee);
  const ofOthers = decisions.filter((each) => !isForCommittee(each));
  return [...listBlocks('Decisions needed', ofCommittee, day), ...listBlocks('Asked of others', ofOthers, day)];
}

/** Whether it is the committee that is asked. */
export function isForCommittee({ asked }: ReportedDecision): boolean {
  return asked === 'SSC';
}

/**
 * The decisions that come next, each in a sentence: those of the next two weeks, or the first of all later ones. They are
 * at the head of the report, since those of days that are past come first in the list, and may fill more than a screen.
 */
export function nextDecisions({ decisions, day }: Pick<TrialReport, 'decisions' | 'day'>): string[] {
  const coming = decisions.filter((each) => isForCommittee(each) && each.urgency === 'soon' && each.by !== '');
  const groups = caseGroups(coming, day);
  const near = groups.filter(({ cases: [{ by }] }) => by <= addDays(day, NEXT_DAYS));
  const { shown, more } = firstOf(near.length === 0 ? groups.slice(0, 1) : near, NEXT_SHOWN);
  return [
    ...shown.map(({ cases }) => {
      const [{ by, what }] = cases;
      return `Next, by ${dayInWords(by)}: ${listedUpTo(NEXT_NAMED, cases.map(subjectOf))}. ${what}.`;
    }),
    ...(more === 0 ? [] : [`${counted(more, 'other matter')} of these two weeks ${more === 1 ? 'is' : 'are'} below.`]),
  ];
}

function listBlocks(heading: string, cases: readonly ReportedDecision[], day: string): Block[] {
  if (cases.length === 0) return [];
  const { shown, more } = firstOf(caseGroups(cases, day), CARDS_SHOWN);
  const left = cases.length - shown.reduce((sum, group) => sum + group.cases.length, 0);
  return [
    { block: 'heading', text: heading },
    { block: 'cards', cards: shown.map(caseCard) },
    ...moreBlocks(more, `${moreInWords(left)} in the spreadsheet, none of them due earlier.`),
  ];
}

function caseCard({ cases }: CaseGroup): Card {
  const [first] = cases;
  const badges: Card['badges'] = [
    first.urgency === 'now' ? { text: 'Now', tone: 'bad' } : { text: byInWords(cases), tone: 'warn' },
    ...(isForCommittee(first) ? [] : [{ text: first.asked, tone: 'plain' as const }]),
  ];
  if (cases.length === 1) return { title: subjectOf(first), badges, text: `${first.why} ${first.what}.` };
  const { shown, more } = firstOf(cases.map(subjectOf), NAMED);
  return {
    title: groupInWords(cases),
    badges,
    text: `${first.what}: ${more === 0 ? listed(shown) : `${shown.join(', ')} and ${moreInWords(more)}`}.`,
  };
}

function byInWords(cases: CaseGroup['cases']): string {
  const last = cases.at(-1)?.by ?? '';
  return last === '' ? 'Soon' : `By ${dayInWords(last)}`;
}

function subjectOf({ trialId, entryNumber }: ReportedDecision): string {
  return trialId === '' ? `CPL entry ${entryNumber}` : trialId;
}

/** A group as a sentence: `20 trials end by 28 Feb 2027; 17 have no devices`. */
export function groupInWords(cases: CaseGroup['cases']): string {
  const last = cases.at(-1)?.by ?? '';
  const by = last === '' || cases[0].urgency === 'now' ? '' : ` by ${dayInWords(last)}`;
  const without = cases.filter(({ devices }) => devices === 0).length;
  const empty =
    without === 0
      ? ''
      : without === cases.length
        ? '; all without devices'
        : `; ${inFigures(without)} ${without === 1 ? 'has' : 'have'} no devices`;
  return `${inFigures(cases.length)} ${EVENTS[cases[0].event]}${by}${empty}`;
}

/** What happened to several things at once. */
const EVENTS = {
  'trial-over-limit': 'trials are over their limits',
  'trial-early': 'trials have devices before they begin',
  'trial-ending': 'trials end',
  'trial-ended': 'trials have ended with devices in use',
  'trial-entry-current': 'trials have ended with a Current CPL entry',
  'trial-not-notified': 'trials without a notice to the Department',
  'trial-certificates-missing': 'trials lack certificates',
  'certificate-expiring': 'certificates expire',
  'certificate-expired': 'certificates have expired',
  'renewal-due': 'certificates are due for renewal',
  'renewal-past': 'certificates are past their renewal',
  'certificate-none': 'entries have no certificate',
  'combination-not-allowed': 'entries have a combination of versions that is not allowed',
} as const satisfies Record<CaseEvent, string>;
