import type { Mail } from '../contracts/mail.ts';
import type { ReportedChange, TrialReport } from '../contracts/trial-report.ts';
import type { Block, Fact, Letter, Tone } from './letter.ts';
import { letterMail } from './letter-mail.ts';
import { trialCard } from './trial-card.ts';
import {
  certificateBlocks,
  correctionBlocks,
  inTheSpreadsheet,
  statusBlocks,
  withoutFlagBlocks,
} from './trial-report-tables.ts';
import { isForCommittee, nextDecisions, worklistBlocks } from './worklist-blocks.ts';
import { counted, dayInWords, firstOf, inFigures, momentInWords } from './words.ts';

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Changes since the last report that the mail names. */
const CHANGES_SHOWN = 20;
/** Trials that the mail shows: no more than clients show of one mail. */
const TRIALS_SHOWN = 20;

/** Bytes of a spreadsheet that goes with a mail: with a third more in transit, well below what any mailbox takes. */
export const MOST_ATTACHED_BYTES = 5_000_000;

/**
 * The SSC's report as a mail: what a committee member must know first, then trial by trial. Device ids are in the
 * attached spreadsheet only (R76). One that is too large for a mail is named, with a link for DCC operations, who hand it out.
 */
export function trialReportMail(
  report: TrialReport,
  workbook: Uint8Array<ArrayBuffer>,
  recipients: readonly string[],
): Mail {
  const isAttached = workbook.byteLength <= MOST_ATTACHED_BYTES;
  const attachment = { fileName: `${report.reportId}.xlsx`, contentType: WORKBOOK_TYPE, content: workbook };
  return letterMail({
    ...trialReportLetter(report, isAttached ? undefined : workbook.byteLength),
    to: recipients,
    attachments: isAttached ? [attachment] : [],
  });
}

/**
 * The report before it is addressed; also what is shown on a screen.
 *
 * @param tooLarge bytes of the spreadsheet, where it is too large to be attached
 */
export function trialReportLetter(report: TrialReport, tooLarge?: number): Omit<Letter, 'to'> {
  const verdict = verdictOf(report);
  return {
    mailId: report.reportId,
    classification: 'device-data',
    page: tooLarge === undefined ? '/trials' : `/operations/reports/${report.reportId}/report.xlsx`,
    actionBy: report.decisions.length > 0 ? ['ssc'] : [],
    subject: `${report.reportId} Trial devices${report.rebuilt === undefined ? '' : ` on ${dayInWords(report.day)}`}: ${verdict.subject}`,
    kind: 'Report to the Security Sub-Committee',
    title: `Trial devices on ${dayInWords(report.day)}`,
    blocks: [
      { block: 'verdict', tone: verdict.tone, title: verdict.title, lines: verdict.lines },
      ...worklistBlocks(report),
      ...verdict.rest,
      ...changeBlocks(report),
      ...trialBlocks(report),
      ...statusBlocks(report),
      ...certificateBlocks(report),
      ...correctionBlocks(report),
      ...withoutFlagBlocks(report),
      { block: 'heading', text: 'About this report' },
      { block: 'facts', facts: about(report) },
      ...gapBlocks(report),
      {
        block: 'paragraph',
        text: `${tooLarge === undefined ? 'The attached spreadsheet has every figure and the device ids.' : withoutSpreadsheet(report, tooLarge)} Device ids are not public: do not pass it on outside the committee.`,
      },
    ],
  };
}

/** What is said where the spreadsheet is too large for a mail. */
function withoutSpreadsheet({ reportId }: TrialReport, bytes: number): string {
  const size = inFigures(Math.round(bytes / 100_000) / 10);
  return `The spreadsheet with every figure and the device ids has ${size} MB, too much for a mail. It is kept as ${reportId}.xlsx: ask DCC operations for it.`;
}

type Verdict = {
  readonly tone: Tone;
  readonly title: string;
  readonly subject: string;
  readonly lines: readonly string[];
  /** What is said below the worklist, so that the worklist is on the first screen. */
  readonly rest: readonly Block[];
};

function verdictOf(report: TrialReport): Verdict {
  const { decisions, summary } = report;
  const [first = '', ...more] = summary;
  if (decisions.length === 0) return { ...headlineOf(report), lines: summary, rest: [] };
  return {
    ...headlineOf(report),
    lines: [first, ...nextDecisions(report)],
    rest:
      more.length === 0
        ? []
        : [
            { block: 'heading', text: 'In figures' },
            { block: 'points', points: more },
          ],
  };
}

function headlineOf({ decisions, trials, trialFlagging }: TrialReport): Pick<Verdict, 'tone' | 'title' | 'subject'> {
  const ofCommittee = decisions.filter(isForCommittee);
  const now = ofCommittee.filter(({ urgency }) => urgency === 'now').length;
  const soon = ofCommittee.length - now;
  if (now > 0) {
    const title = `${counted(now, 'decision')} needed now${soon === 0 ? '' : `, ${inFigures(soon)} soon`}`;
    return { tone: 'bad', title, subject: title };
  }
  if (soon > 0) {
    const title = `${counted(soon, 'decision')} needed soon`;
    return { tone: 'warn', title, subject: title };
  }
  const others = decisions.length;
  if (others > 0) {
    const title = `Nothing to decide; ${counted(others, 'matter')} with others`;
    return { tone: 'warn', title, subject: `nothing to decide, ${inFigures(others)} with others` };
  }
  if (trialFlagging === 'off') return { tone: 'warn', title: 'Trial flagging is off', subject: 'flagging is off' };
  if (trials.length === 0) return { tone: 'plain', title: 'No trials', subject: 'no trials' };
  return { tone: 'good', title: 'Nothing to decide', subject: 'nothing to decide' };
}

/** What is otherwise than in the report before. */
function changeBlocks({ changes, previousReportId }: TrialReport): Block[] {
  if (previousReportId === undefined) return [];
  const { shown, more } = firstOf(changes, CHANGES_SHOWN);
  return [
    { block: 'heading', text: 'Since the last report' },
    ...(changes.length === 0
      ? [{ block: 'paragraph', text: 'Nothing has changed.' } as const]
      : [{ block: 'points', points: shown.map(changeInWords) } as const]),
    ...inTheSpreadsheet(more, 'more change'),
  ];
}

function changeInWords({ trialId, what }: ReportedChange): string {
  return trialId === '' ? `${what}.` : `${trialId}: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`;
}

/** What a report for a past day cannot know. */
function gapBlocks({ rebuilt }: TrialReport): Block[] {
  if (rebuilt === undefined) return [];
  return [
    { block: 'heading', text: 'Made afterwards' },
    {
      block: 'paragraph',
      text: `This report was made afterwards, as of ${momentInWords(rebuilt.asOf)}. ${rebuilt.sentThen === undefined ? 'No report was sent on that day.' : `The report of that day is ${rebuilt.sentThen}, and is kept.`}`,
    },
    { block: 'points', points: rebuilt.gaps },
  ];
}

function trialBlocks({ trials }: TrialReport): Block[] {
  if (trials.length === 0) return [];
  const { shown, more } = firstOf(trials, TRIALS_SHOWN);
  return [
    { block: 'heading', text: 'Trials' },
    { block: 'cards', cards: shown.map(trialCard) },
    ...inTheSpreadsheet(more, 'more trial'),
  ];
}

function about(report: TrialReport): Fact[] {
  return [
    { label: 'Report', value: report.reportId },
    { label: 'Made', value: momentInWords(report.madeAt) },
    {
      label: 'Agreed list',
      value:
        report.agreedListVersion === 0
          ? 'none activated yet'
          : `version ${report.agreedListVersion}, active since ${momentInWords(report.agreedListActivatedAt)}`,
    },
    { label: 'Trial flagging', value: report.trialFlagging },
    { label: 'Compared with', value: report.previousReportId ?? 'nothing: this is the first report' },
  ];
}
