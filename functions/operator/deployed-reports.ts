import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { InventoryExtract, UnfinishedExtract } from '../contracts/inventory-extract.ts';
import { trialDevicesIn } from '../contracts/trial-report.ts';
import type { LedgerReader } from '../contracts/ledger.ts';
import { counted } from '../email/words.ts';
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
      readonly extracts: Pick<ExtractStore, 'find' | 'unfinished'>;
    };
  };
  /** @default - as long as the function may run */
  readonly patience?: Patience;
};

/**
 * Has a deployed function make a report. It is invoked asynchronously, as its schedule does it: a call that is waited for
 * is repeated by the SDK when it outlives its time limit, and would begin a second run beside the first. The answer is
 * the record that the report leaves: what is known of an extract, the claim of a report's mail. An extract that one run
 * had no time for is asked for again.
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
    const ask = (): Promise<unknown> =>
      lambda.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify(request)),
        }),
      );
    await ask();
    if (!wait) return { reportId: idAt(asked) };
    progress(
      `${functionName} was asked for ${idAt(asked)}: its record is waited for, ${patience.ms / 60_000} minutes at most`,
    );
    const { report } = request;
    const record = async <T>(look: () => Promise<T | undefined>): Promise<T> =>
      waitForFact(
        `the record of ${idAt(asked)}. The log of ${functionName} says why; a run that failed is repeated twice, then it is kept in the queue of lost runs`,
        look,
        patience,
      );
    if (report === 'ssc') {
      return record(async () => {
        // A run that begins after midnight on a Sunday makes the report of the next week.
        for (const id of new Set([idAt(asked), idAt(await ports.now())])) {
          const sent = await reportPorts.ledger.get('mailClaims', { mailId: id });
          const made = sent?.state === 'sent' ? await reportPorts.reports.find(id) : undefined;
          if (made !== undefined) {
            return {
              reportId: id,
              trials: made.trials.length,
              devices: trialDevicesIn(made),
              mail: 'sent',
            };
          }
        }
        return undefined;
      });
    }
    const { extracts } = reportPorts;
    for (let files = 0; ; await ask()) {
      const made = await record<InventoryExtract | UnfinishedExtract>(async () => {
        const finished = await extracts.find(report, idAt(asked));
        const unfinished = finished === undefined ? await extracts.unfinished(report, idAt(asked)) : undefined;
        return finished ?? (unfinished !== undefined && filesOf(unfinished) > files ? unfinished : undefined);
      });
      if ('finishedAt' in made) return extractSummary(made);
      files = filesOf(made);
      progress(`${idAt(asked)} has ${made.rows} rows so far, in ${counted(files, 'file')}: ${functionName} goes on`);
    }
  };
}

function filesOf({ furtherKeys = [] }: UnfinishedExtract): number {
  return 1 + furtherKeys.length;
}
