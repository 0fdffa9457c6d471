import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ExtractKind } from '../contracts/inventory-extract.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import type { ExtractStore } from '../reports/extract-ports.ts';
import { extractSummary } from '../reports/make-report.ts';
import type { ReportStore } from '../reports/ports.ts';
import { extractId, reportId } from '../reports/report-id.ts';
import type { RunReport } from './run-report.ts';
import type { OperatorPorts } from './views/ports.ts';
import { AWS_PATIENCE, type Patience, waitForFact } from './wait-for-fact.ts';

/** As long as the function may run, and a start. */
const REPORT_PATIENCE: Patience = { ...AWS_PATIENCE, ms: 16 * 60_000 };

/** What asking a deployed pipeline for a report needs. */
export type DeployedReports = {
  readonly lambda: LambdaClient;
  /** Name of the function that makes reports. */
  readonly functionName: string;
  readonly access: {
    readonly ports: Pick<OperatorPorts, 'now'>;
    readonly reportPorts: {
      readonly ledger: Pick<LedgerReader<'mailClaims'>, 'get'>;
      readonly reports: Pick<ReportStore, 'find'>;
      readonly extracts: Pick<ExtractStore, 'find'>;
    };
  };
  /** @default - as long as the function may run */
  readonly patience?: Patience;
};

/**
 * Has a deployed function make a report. It is invoked asynchronously, as its schedule does it: a call that is waited for
 * is repeated by the SDK when it outlives its time limit, and would begin a second run beside the first. The answer is
 * the record that the report leaves: what is known of an extract, the claim of a report's mail.
 */
export function deployedReports({
  lambda,
  functionName,
  access,
  patience = REPORT_PATIENCE,
}: DeployedReports): RunReport {
  return async (request, { progress, wait }) => {
    const { ports, reportPorts } = access;
    const asked = await ports.now();
    const idAt = (now: string): string =>
      request.report === 'ssc'
        ? reportId({ ...request, report: 'ssc' }, now)
        : extractId({ ...request, report: request.report }, now);
    await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(request)),
      }),
    );
    if (!wait) return { reportId: idAt(asked) };
    progress(
      `${functionName} was asked for ${idAt(asked)}: its record is waited for, ${patience.ms / 60_000} minutes at most`,
    );
    const { report } = request;
    const look: () => Promise<object | undefined> =
      report === 'ssc'
        ? async () => {
            // A run that begins after midnight on a Sunday makes the report of the next week.
            for (const id of new Set([idAt(asked), idAt(await ports.now())])) {
              const sent = await reportPorts.ledger.get('mailClaims', { mailId: id });
              const made = sent?.state === 'sent' ? await reportPorts.reports.find(id) : undefined;
              if (made !== undefined) {
                return { reportId: id, trials: made.trials.length, devices: made.devices.length, mail: 'sent' };
              }
            }
            return undefined;
          }
        : async () => {
            const made = await reportPorts.extracts.find(ExtractKind.parse(report), idAt(asked));
            return made === undefined ? undefined : extractSummary(made);
          };
    return waitForFact(
      `the record of ${idAt(asked)}. The log of ${functionName} says why; a run that failed is repeated twice, then it is kept in the queue of lost runs`,
      look,
      patience,
    );
  };
}
