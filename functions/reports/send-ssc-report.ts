import type { RunOutcome } from '../contracts/queue.ts';
import { ReportRequest, type TrialReport, trialDevicesIn } from '../contracts/trial-report.ts';
import { draftSscReport } from './draft-ssc-report.ts';
import type { PastSources } from './ports-as-of.ts';
import { rebuiltSscReport } from './rebuilt-report.ts';
import type { ReportPorts } from './ports.ts';
import { reportId } from './report-id.ts';

/** All that a report to the SSC needs of the world: of now, and of the past for one that is rebuilt. */
export type SscReportPorts = ReportPorts & PastSources;

/**
 * Makes the SSC's report, keeps it, and mails it once; for an instant that is past, it is rebuilt. A run that is repeated finds the report of its id and goes on
 * from there: the figures of a report never change once it has a number.
 *
 * @throws when the input is not a request for a report.
 */
export async function sendSscReport(input: unknown, ports: SscReportPorts): Promise<RunOutcome<'reports'>> {
  const request = ReportRequest.parse(input);
  const report = await keptReport(request, ports);
  const { mail, workbook } = await ports.layOut(report, ports.recipients);
  await ports.reports.publish({ report, html: mail.html, workbook });
  const outcome = await ports.mailOnce.sendOnce(mail);
  // A report on the past does not stand for the one that is due.
  if (report.rebuilt === undefined)
    await ports.ledger.put('reportSent', { reportId: report.reportId, sentAt: ports.clock.now() });
  const sent = outcome === 'sent' ? 1 : 0;
  return {
    summary: {
      reportId: report.reportId,
      trials: report.trials.length,
      devices: trialDevicesIn(report),
      mail: outcome,
    },
    metrics: { ReportsSent: sent, MailsSent: sent, DevicesWithoutEntry: undefined },
  };
}

async function keptReport(request: ReportRequest, ports: SscReportPorts): Promise<TrialReport> {
  const now = ports.clock.now();
  const id = reportId(request, now);
  const kept = await ports.reports.find(id);
  if (kept !== undefined) return kept;
  const report =
    request.at === undefined
      ? await draftSscReport(id, now, ports)
      : await rebuiltSscReport(id, new Date(request.at).toISOString(), { ...ports, now });
  // Another run may have kept its own meanwhile: then that one has the number.
  return ports.reports.keep(report);
}
