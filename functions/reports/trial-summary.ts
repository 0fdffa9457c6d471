import {
  disagreementsLeftOut,
  type ReportedTrial,
  type TrialReport,
  trialDevicesIn,
} from '../contracts/trial-report.ts';
import { counted, inFigures, listed } from '../email/words.ts';

/** What the report says before any figure, in sentences that stand by themselves. */
export function summaryOf(
  report: Pick<
    TrialReport,
    | 'trialFlagging'
    | 'trials'
    | 'decisions'
    | 'certificates'
    | 'certificatesNone'
    | 'certificatesNotKnown'
    | 'agreedListVersion'
    | 'corrections'
    | 'withoutFlag'
    | 'devices'
    | 'devicesLeftOut'
  >,
): string[] {
  const { trials, trialFlagging } = report;
  if (trials.length === 0) {
    return [
      report.agreedListVersion === 0
        ? 'No agreed list of trials has been activated yet.'
        : 'The agreed list holds no trial.',
      'So no device on the network is a trial device.',
      ...disagreements(report.withoutFlag),
      ...certificateSentences(report),
      ...substitutes(report),
      ...leftOut(report),
    ];
  }
  const on = trialFlagging === 'on';
  return [
    ...(on
      ? []
      : [
          'Trial flagging is switched off: devices are neither evaluated nor shown as trial devices, so this report has no device figures. What was recorded before is kept.',
        ]),
    `${states(trials)}${on ? `, ${devicesInWords(trials)}` : ''}.`,
    ...(on ? [...over(trials), ...overdue(trials), ...near(trials)] : []),
    ...disagreements(report.withoutFlag),
    ...certificateSentences(report),
    ...substitutes(report),
    ...leftOut(report),
  ];
}

function states(trials: readonly ReportedTrial[]): string {
  const of = (state: ReportedTrial['state']): number => trials.filter((trial) => trial.state === state).length;
  const parts = [
    [of('active'), 'is running', 'are running'],
    [of('planned'), 'is planned', 'are planned'],
    [of('ended'), 'has ended', 'have ended'],
    [of('dropped'), 'was dropped', 'were dropped'],
  ] as const;
  const said = parts
    .filter(([number]) => number > 0)
    .map(
      ([number, one, many], index) => `${index === 0 ? counted(number, 'trial') : number} ${number === 1 ? one : many}`,
    );
  return listed(said);
}

function devicesInWords(trials: readonly ReportedTrial[]): string {
  const devices = trials.reduce((sum, trial) => sum + (trial.devices ?? 0), 0);
  const before = trials.flatMap(({ devicesBefore }) => devicesBefore ?? []);
  const change = devices - before.reduce((sum, number) => sum + number, 0);
  const words = devices === 0 ? 'with no device in the field' : `with ${counted(devices, 'device')}`;
  if (before.length === 0 || change === 0) return words;
  return `${words}, ${inFigures(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than in the last report`;
}

function over(trials: readonly ReportedTrial[]): string[] {
  return sentence(
    trials.filter(({ limitStatus }) => limitStatus === 'over'),
    'has more devices than its limit',
    'have more devices than their limits',
  );
}

function overdue(trials: readonly ReportedTrial[]): string[] {
  return sentence(
    trials.filter(({ endStatus }) => endStatus === 'overdue'),
    'is past its end with devices still in the field',
    'are past their ends with devices still in the field',
  );
}

function near(trials: readonly ReportedTrial[]): string[] {
  return sentence(
    trials.filter(({ limitStatus }) => limitStatus === 'near'),
    'is near its limit',
    'are near their limits',
  );
}

function sentence(trials: readonly ReportedTrial[], one: string, many: string): string[] {
  if (trials.length === 0) return [];
  return [`${listed(trials.map(({ trialId }) => trialId))} ${trials.length === 1 ? one : many}.`];
}

/** R67: certificates that are past due, fall due, are missing, or may fall due without anyone seeing it. */
function certificateSentences({
  certificates,
  certificatesNone: none,
  certificatesNotKnown: notKnown,
}: Pick<TrialReport, 'certificates' | 'certificatesNone' | 'certificatesNotKnown'>): string[] {
  const past = certificates.filter(({ daysLeft }) => daysLeft < 0).length;
  const ahead = certificates.length - past;
  const parts = [
    ...(past > 0 ? [`${counted(past, 'CPA certificate')} ${past === 1 ? 'is' : 'are'} past due`] : []),
    ...(ahead > 0
      ? [`${counted(ahead, 'CPA certificate')} ${ahead === 1 ? 'falls' : 'fall'} due within 180 days`]
      : []),
    ...(none.length > 0
      ? [`${counted(none.length, 'entry', 'entries')} ${none.length === 1 ? 'has' : 'have'} no CPA certificate`]
      : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [`${listed(parts)}.`]),
    ...(notKnown.length === 0
      ? []
      : [
          `Of ${counted(notKnown.length, 'entry', 'entries')} it is not known when ${notKnown.length === 1 ? 'its certificate falls' : 'their certificates fall'} due.`,
        ]),
  ];
}

/** R68: what the CPL says of devices, and the flag does not, or the other way round. */
function disagreements({ disagreements: all, leftOut }: TrialReport['withoutFlag']): string[] {
  const named = all.filter(({ what }) => what === 'not-flagged').length;
  const notFlagged = named + leftOut.notFlagged;
  const notCertified = all.length - named + leftOut.noTrialCertificate;
  const run = (number: number): string => `${counted(number, 'device')} ${number === 1 ? 'runs' : 'run'}`;
  return [
    ...(notFlagged > 0
      ? [`By the CPL, ${run(notFlagged)} firmware with a trial certificate, without being in a trial.`]
      : []),
    ...(notCertified > 0
      ? [
          `${counted(notCertified, 'trial device')} ${notCertified === 1 ? 'runs' : 'run'} firmware that has no trial certificate on the CPL.`,
        ]
      : []),
  ];
}

function substitutes({ corrections }: Pick<TrialReport, 'corrections'>): string[] {
  const held = counted(corrections.length, 'entry is', 'entries are');
  return corrections.length === 0 ? [] : [`${held} held by the DSP under a substitute GBCS version.`];
}

/** What the spreadsheet does not name one by one, and who does. */
function leftOut(report: Pick<TrialReport, 'devices' | 'devicesLeftOut' | 'withoutFlag'>): string[] {
  const more = disagreementsLeftOut(report.withoutFlag);
  return [
    ...(report.devicesLeftOut === 0
      ? []
      : [
          `The spreadsheet names ${inFigures(report.devices.length)} trial devices and counts all ${inFigures(trialDevicesIn(report))}; the list of OPR exclusions names each.`,
        ]),
    ...(more === 0
      ? []
      : [
          `The spreadsheet names the first of the devices on which CPL and flag disagree, and counts ${inFigures(more)} more.`,
        ]),
  ];
}
