import type { RunOutcome } from '../contracts/queue.ts';
import { ReportRequest, type TrialReport } from '../contracts/trial-report.ts';
import type { CplEntry } from '../domain/cpl/cpl-entry.ts';
import type { SmiDevice } from '../domain/devices/device.ts';
import { smiDevice } from '../domain/devices/smi-device.ts';
import { trialsOf } from '../domain/trials/trial-standing.ts';
import { trialReportMail } from '../email/trial-report-mail.ts';

import type { ReportPorts } from './ports.ts';
import { reportId } from './report-id.ts';
import { modelKey, trialReport } from './trial-report.ts';
import { trialCertified } from './without-flag.ts';

/**
 * Makes the SSC's report, keeps it, and mails it once. A run that is repeated finds the report of its id and goes on
 * from there: the figures of a report never change once it has a number.
 *
 * @throws when the input is not a request for a report.
 */
export async function sendSscReport(input: unknown, ports: ReportPorts): Promise<RunOutcome<'reports'>> {
  const request = ReportRequest.parse(input);
  const report = await keptReport(reportId(request, ports.clock.now()), ports);
  // Loaded when a report is due: the workbook's library would be a third of the function's start.
  const { trialReportWorkbook } = await import('../email/trial-report-workbook.ts');
  const workbook = await trialReportWorkbook(report);
  const mail = trialReportMail(report, workbook, ports.recipients);
  await ports.reports.publish({ report, html: mail.html, workbook });
  const outcome = await ports.mailOnce.sendOnce(mail);
  await ports.ledger.noteReport({ reportId: report.reportId, sentAt: ports.clock.now() });
  const sent = outcome === 'sent' ? 1 : 0;
  return {
    summary: {
      reportId: report.reportId,
      trials: report.trials.length,
      devices: report.devices.length,
      mail: outcome,
    },
    metrics: { ReportsSent: sent, MailsSent: sent },
  };
}

/** Makes a report without keeping or sending it, for somebody who only wants to look. */
export async function draftSscReport(
  id: string,
  ports: Omit<ReportPorts, 'mailOnce' | 'recipients' | 'ledger'>,
): Promise<TrialReport> {
  const { governance, devices, models, reports, clock } = ports;
  const [agreedLists, settings, previous] = await Promise.all([
    governance.agreedListHistory(),
    governance.settings(),
    reports.latest(),
  ]);
  const trials = trialsOf(agreedLists);
  const flagged = new Map<string, readonly SmiDevice[]>();
  const entries = new Map<string, readonly CplEntry[]>();
  for (const { trialId, manufacturerIdentifier, models: of } of trials) {
    if (settings.trialFlagging === 'on') {
      const ofTrial = await Array.fromAsync(devices.trialDevices(trialId), (record) => smiDevice(record, settings));
      // The index may be a moment behind the table: what counts is the flag of the record itself.
      flagged.set(
        trialId,
        ofTrial.filter(({ trial }) => trial?.trialId === trialId),
      );
    }
    for (const { model } of of) {
      const key = modelKey(manufacturerIdentifier, model);
      if (!entries.has(key)) entries.set(key, await models.ofModel(manufacturerIdentifier, model));
    }
  }
  return trialReport({
    reportId: id,
    now: clock.now(),
    agreedLists,
    settings,
    devices: flagged,
    entries,
    trialCertified: await trialCertified(models.all(), settings, devices),
    previous,
  });
}

async function keptReport(id: string, ports: ReportPorts): Promise<TrialReport> {
  const kept = await ports.reports.find(id);
  if (kept !== undefined) return kept;
  const report = await draftSscReport(id, ports);
  await ports.reports.keep(report);
  return report;
}
