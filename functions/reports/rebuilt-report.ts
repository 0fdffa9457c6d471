import type { TrialReport } from '../contracts/trial-report.ts';
import { counted, momentInWords } from '../email/words.ts';
import { draftSscReport } from './draft-ssc-report.ts';
import { type Gaps, type PastSources, sourcesAsOf } from './ports-as-of.ts';
import { reportId } from './report-id.ts';

/**
 * The SSC's report as it would have been at an instant that is past, by all that is known now; says of itself what
 * could not be rebuilt, and which report was sent on that day.
 *
 * @throws when the instant is not past.
 */
export async function rebuiltSscReport(
  id: string,
  asOf: string,
  { now, ...past }: PastSources & { readonly now: string },
): Promise<TrialReport> {
  if (asOf > now) throw new RangeError(`A report is rebuilt for an instant that is past: ${asOf} is after ${now}`);
  const { sources, gaps } = await sourcesAsOf(asOf, past);
  const report = await draftSscReport(id, asOf, sources);
  const sentThen = await past.reports.find(reportId({ report: 'ssc', scheduledTime: asOf }, asOf));
  return {
    ...report,
    madeAt: now,
    rebuilt: {
      asOf,
      ...(sentThen === undefined ? {} : { sentThen: sentThen.reportId }),
      gaps: gapsInWords(gaps, asOf),
    },
  };
}

function gapsInWords({ devices, entries }: Gaps, asOf: string): string[] {
  const some = devices.size;
  return [
    `A message that came after ${momentInWords(asOf)} and concerns a time before it is counted here; it was not then.`,
    'A device that ran firmware with a trial certificate then, was never in a trial and runs other firmware now is not found: it would stand under "Cross-check with the CPL".',
    'Certificates and their dates, allowed combinations, and the devices counted for an entry are those that are known now.',
    ...(some === 0
      ? []
      : [
          `Of ${counted(some, 'device')} the trial and the status are those of that time; firmware version and responsible party may be later ones, for messages are kept one by one for 30 days.`,
        ]),
    ...(entries.size === 0
      ? []
      : [
          `${counted(entries.size, 'CPL entry', 'CPL entries')} changed since: the status is that of that time, everything else is that of now.`,
        ]),
  ];
}
