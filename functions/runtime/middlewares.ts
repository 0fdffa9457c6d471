import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import type { FunctionName } from '../contracts/environment.ts';
import type { BatchOutcome, RunOutcome } from '../contracts/queue.ts';
import { embeddedMetrics } from './embedded-metrics.ts';

/**
 * A middleware that works on what the use case came to. What it gives back is what the function answers, and ends the
 * chain; the last middleware that is used is the first that is asked.
 */
type AfterUseCase<Outcome, Answer> = {
  readonly after: (request: { readonly response: Outcome; readonly context: Context }) => Answer;
};

/** Logs the one line of an invocation: what it did, with its metrics. One that throws has no such line. */
export function summaryLine<F extends FunctionName>(service: F, message: string): AfterUseCase<RunOutcome<F>, void> {
  const logger = new Logger({ serviceName: service });
  return {
    after({ response: { summary, metrics }, context: { awsRequestId: requestId } }) {
      logger.info(message, { ...summary, requestId, ...embeddedMetrics(service, metrics, Date.now()) });
    },
  };
}

/** Answers SQS with the messages that it is to deliver again; all others of the batch it deletes. */
export const PARTIAL_BATCH_ANSWER: AfterUseCase<BatchOutcome<FunctionName>, SQSBatchResponse> = {
  after: ({ response: { retry } }) => ({ batchItemFailures: retry.map((id) => ({ itemIdentifier: id })) }),
};

/**
 * Answers a schedule with the summary of its run, or fails with the fault of the run: its line is written by then, so
 * how things stand is reported even when a mail could not be sent.
 */
export const SUMMARY_OR_FAULT: AfterUseCase<RunOutcome<FunctionName>, RunOutcome<FunctionName>['summary']> = {
  after({ response: { summary, fault } }) {
    if (fault !== undefined) throw fault;
    return summary;
  },
};
