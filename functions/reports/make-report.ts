import { ExtractRequest, type InventoryExtract, type UnfinishedExtract } from '../contracts/inventory-extract.ts';
import type { Invocation, RunOutcome } from '../contracts/queue.ts';
import type { ExtractPorts } from './extract-ports.ts';
import { makeExtract } from './make-extract.ts';
import { sendSscReport, type SscReportPorts } from './send-ssc-report.ts';

/** Makes whatever is asked for: the report to the SSC, or an extract of the inventory. */
export async function makeReport(
  input: unknown,
  ports: SscReportPorts & ExtractPorts,
  invocation: Invocation,
): Promise<RunOutcome<'reports'>> {
  if (!ExtractRequest.safeParse(input).success) return sendSscReport(input, ports);
  const made = await makeExtract(input, ports, invocation);
  const isFinished = 'finishedAt' in made;
  return {
    summary: extractSummary(made),
    // Of a part of the inventory nobody wants to know it.
    metrics: { ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: isFinished ? made.withoutEntry?.devices : undefined },
  };
}

/** What the log line of an extract's run says of it: of how many files it is, and whether another run has to go on. */
export function extractSummary(made: InventoryExtract | UnfinishedExtract) {
  const { extractId, key, furtherKeys = [], rows, withoutEntry } = made;
  return {
    reportId: extractId,
    key,
    ...(furtherKeys.length === 0 ? {} : { files: 1 + furtherKeys.length }),
    rows,
    ...('finishedAt' in made ? {} : { state: 'unfinished' }),
    ...(withoutEntry === undefined ? {} : { withoutEntry: withoutEntry.devices, withoutEntryKey: withoutEntry.key }),
  };
}
