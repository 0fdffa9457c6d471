import type { RunOutcome } from '../contracts/queue.ts';
import { ExtractRequest, type InventoryExtract } from '../contracts/inventory-extract.ts';
import type { ExtractPorts } from './extract-ports.ts';
import { makeExtract } from './make-extract.ts';
import { sendSscReport, type SscReportPorts } from './send-ssc-report.ts';

/** Makes whatever is asked for: the report to the SSC, or an extract of the inventory. */
export async function makeReport(input: unknown, ports: SscReportPorts & ExtractPorts): Promise<RunOutcome<'reports'>> {
  if (!ExtractRequest.safeParse(input).success) return sendSscReport(input, ports);
  const made = await makeExtract(input, ports);
  return {
    summary: extractSummary(made),
    metrics: { ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: made.withoutEntry?.devices },
  };
}

/** What the log line of an extract's run says of it. */
export function extractSummary({ extractId, key, rows, withoutEntry }: InventoryExtract) {
  return {
    reportId: extractId,
    key,
    rows,
    ...(withoutEntry === undefined ? {} : { withoutEntry: withoutEntry.devices, withoutEntryKey: withoutEntry.key }),
  };
}
