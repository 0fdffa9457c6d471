import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionName } from '../contracts/environment.ts';
import type { BatchOutcome, Invocation, QueueMessage, RunOutcome } from '../contracts/queue.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { PARTIAL_BATCH_ANSWER, SUMMARY_OR_FAULT, summaryLine } from './middlewares.ts';

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
 * The only batch loop there is: hands the use case a batch, logs one line, and answers SQS with the messages to deliver
 * again. A use case that throws fails the whole batch, which SQS then delivers again.
 */
export function queueHandler<F extends FunctionName, Ports>({ service, connect, handleBatch }: QueueWorker<F, Ports>) {
  const connected = onceOnSuccess(() => connect(readEnvironment(service)));
  return middy<SQSEvent, SQSBatchResponse | BatchOutcome<F>>(UNTIL_LAMBDA_ENDS_IT)
    .use(PARTIAL_BATCH_ANSWER)
    .use(summaryLine(service, 'batch'))
    .handler(async ({ Records }: SQSEvent, context: Context) => {
      const outcome = await handleBatch(Records.map(queueMessage), connected(), invocationOf(context));
      return {
        ...outcome,
        summary: { ...outcome.summary, messages: Records.length, retried: outcome.retry.length },
      };
    });
}

/** A function that a schedule starts. */
export type ScheduledWorker<F extends FunctionName, Ports> = {
  readonly service: F;
  readonly connect: (environment: Environment<F>) => Ports;
  readonly run: (input: unknown, ports: Ports, invocation: Invocation) => Promise<RunOutcome<F>>;
};

/** Wires a scheduled function: connects once, runs, logs one line, and answers with the summary of the run. */
export function scheduledHandler<F extends FunctionName, Ports>({ service, connect, run }: ScheduledWorker<F, Ports>) {
  const connected = onceOnSuccess(() => connect(readEnvironment(service)));
  return middy<unknown, RunOutcome<F> | RunOutcome<F>['summary']>(UNTIL_LAMBDA_ENDS_IT)
    .use(SUMMARY_OR_FAULT)
    .use(summaryLine(service, 'run'))
    .handler(async (input: unknown, context: Context) => run(input, connected(), invocationOf(context)));
}

function invocationOf(context: Context): Invocation {
  return { remainingMs: () => context.getRemainingTimeInMillis() };
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
