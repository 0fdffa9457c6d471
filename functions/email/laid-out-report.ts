import type { Mail } from '../contracts/mail.ts';
import type { TrialReport } from '../contracts/trial-report.ts';
import { trialReportMail } from './trial-report-mail.ts';

/** The SSC's report as a mail, and the workbook that is attached to it. */
export async function laidOutReport(
  report: TrialReport,
  recipients: readonly string[],
): Promise<{ readonly mail: Mail; readonly workbook: Uint8Array }> {
  // Loaded when a report is due: the workbook's library would be a third of the function's start.
  const { trialReportWorkbook } = await import('./trial-report-workbook.ts');
  const workbook = await trialReportWorkbook(report);
  return { mail: trialReportMail(report, workbook, recipients), workbook };
}
