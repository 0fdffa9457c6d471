import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionName } from '../contracts/environment.ts';
import type { BatchOutcome, Invocation, QueueMessage, RunOutcome } from '../contracts/queue.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { type Environment, readEnvironment } from './environment.ts';

/**
 * Middy would answer with a failure some milliseconds before the time is up. The work would go on all the same, frozen and
 * thawed in the same environment beside the next batch; Lambda ends the environment with it.
 */
const UNTIL_LAMBDA_ENDS_IT = { timeoutEarlyInMillis: 0 };

/** A function that works off a queue. */
export type QueueWorker<F extends FunctionName, Ports> = {
  readonly service: F;
  /** Makes the ports, once per execution environment; a failed attempt is not kept. */
  readonly connect: (environment: Environment<F>) => Ports;
  readonly handleBatch: (
    messages: readonly QueueMessage[],
    ports: Ports,
    invocation: Invocation,
  ) => Promise<BatchOutcome<F>>;
};

/**
 * The only batch loop there is. Hands the use case a batch, answers SQS with the messages to deliver again, and
 * logs one line, which carries its metrics. A use case that throws fails the whole batch, which SQS then delivers again.
 */
export function queueHandler<F extends FunctionName, Ports>(worker: QueueWorker<F, Ports>) {
  const logger = new Logger({ serviceName: worker.service });
  const connected = onceOnSuccess(() => worker.connect(readEnvironment(worker.service)));
  return middy<SQSEvent, SQSBatchResponse>(UNTIL_LAMBDA_ENDS_IT).handler(async (event: SQSEvent, context: Context) => {
    const outcome = await worker.handleBatch(event.Records.map(queueMessage), connected(), {
      remainingMs: () => context.getRemainingTimeInMillis(),
    });
    logger.info('batch', {
      ...outcome.summary,
      requestId: context.awsRequestId,
      messages: event.Records.length,
      retried: outcome.retry.length,
      ...embeddedMetrics(worker.service, outcome.metrics, Date.now()),
    });
    return { batchItemFailures: outcome.retry.map((messageId) => ({ itemIdentifier: messageId })) };
  });
}

/** A function that a schedule starts. */
export type ScheduledWorker<F extends FunctionName, Ports> = {
  readonly service: F;
  readonly connect: (environment: Environment<F>) => Ports;
  readonly run: (input: unknown, ports: Ports, invocation: Invocation) => Promise<RunOutcome<F>>;
};

/**
 * Wires a scheduled function: connects once, runs, logs one line, and answers with its summary.
 *
 * @throws what the run ended with, after its line: how things stand is reported even when a mail could not be sent.
 */
export function scheduledHandler<F extends FunctionName, Ports>(worker: ScheduledWorker<F, Ports>) {
  const logger = new Logger({ serviceName: worker.service });
  const connected = onceOnSuccess(() => worker.connect(readEnvironment(worker.service)));
  return middy<unknown, Readonly<Record<string, string | number>>>(UNTIL_LAMBDA_ENDS_IT).handler(
    async (input: unknown, context: Context) => {
      const { summary, metrics, fault } = await worker.run(input, connected(), {
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
      logger.info('run', {
        ...summary,
        requestId: context.awsRequestId,
        ...embeddedMetrics(worker.service, metrics, Date.now()),
      });
      if (fault !== undefined) throw fault;
      return summary;
    },
  );
}

function queueMessage(record: SQSRecord): QueueMessage {
  return {
    messageId: record.messageId,
    body: record.body,
    sentAt: new Date(Number(record.attributes.SentTimestamp)).toISOString(),
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    messageGroupId: record.attributes.MessageGroupId,
    senderId: record.attributes.SenderId,
  };
}

function onceOnSuccess<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
