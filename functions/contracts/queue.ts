import type { FunctionName } from './environment.ts';
import type { MetricValues } from './metrics.ts';

/** One message of a batch, without what only SQS needs. */
export type QueueMessage = {
  readonly messageId: string;
  readonly body: string;
  /** ISO instant at which the queue took the message. */
  readonly sentAt: string;
  /** How often the queue has handed it out, this time included. */
  readonly receiveCount: number;
  readonly messageGroupId: string | undefined;
  /** Who sent it, as SQS knows it: the id of a user, or `<role id>:<session>`, which of a function ends in its name. */
  readonly senderId: string;
};

/** What a use case knows of the invocation it runs in. */
export type Invocation = {
  /** Milliseconds left before Lambda ends the invocation. */
  readonly remainingMs: () => number;
};

/** What became of a run of a function: what the one summary line of the log says, and the metrics that go with it. */
export type RunOutcome<F extends FunctionName> = {
  readonly summary: Readonly<Record<string, string | number>>;
  readonly metrics: MetricValues<F>;
  /** What the run ends with, once its line is written: it did what it could, and is to be taken as failed. */
  readonly fault?: Error;
};

/** What became of a batch; `retry` are the messages to be delivered again. */
export type BatchOutcome<F extends FunctionName> = RunOutcome<F> & { readonly retry: readonly string[] };
