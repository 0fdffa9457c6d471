import type { RunOutcome } from '../contracts/queue.ts';
import { ExtractRequest } from '../contracts/inventory-extract.ts';
import type { ExtractPorts } from './extract-ports.ts';
import { makeExtract } from './make-extract.ts';
import { sendSscReport, type SscReportPorts } from './send-ssc-report.ts';

/** Makes whatever is asked for: the report to the SSC, or an extract of the inventory. */
export async function makeReport(input: unknown, ports: SscReportPorts & ExtractPorts): Promise<RunOutcome<'reports'>> {
  if (!ExtractRequest.safeParse(input).success) return sendSscReport(input, ports);
  const { extractId, key, rows, withoutEntry } = await makeExtract(input, ports);
  return {
    summary: {
      reportId: extractId,
      key,
      rows,
      ...(withoutEntry === undefined ? {} : { withoutEntry: withoutEntry.devices, withoutEntryKey: withoutEntry.key }),
    },
    metrics: { ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: withoutEntry?.devices },
  };
}
