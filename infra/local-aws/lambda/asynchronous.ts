import { randomUUID } from 'node:crypto';
import type { Agenda } from '../clock/agenda.ts';
import type { QueueEmulator } from '../emulators/queues.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import type { LocalFunction } from './local-function.ts';
import type { FunctionFault } from './sandbox-messages.ts';

type InvokeConfig = Topology['eventInvokeConfigs'][number]['properties'];

/** Lambda waits so long before it tries a failed asynchronous invocation again: one minute, then two. */
const RETRY_DELAYS_MS = [60_000, 120_000];

const DEFAULTS = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 };

/** A function with what becomes of its asynchronous invocations. */
export type AsynchronousTarget = {
  readonly target: LocalFunction;
  readonly functionArn: string;
  readonly config:
    | Pick<InvokeConfig, 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'>
    | undefined;
  /** Dead-letter queue of the function itself. */
  readonly deadLetterArn: string | undefined;
};

/** Invokes functions as schedules do: tries again what failed, and leaves what keeps failing where it can be found. */
export class AsynchronousInvoker {
  readonly #agenda: Agenda;
  readonly #queues: QueueEmulator;

  constructor(agenda: Agenda, queues: QueueEmulator) {
    this.#agenda = agenda;
    this.#queues = queues;
  }

  /** Runs a function on an event; answers with a word on how the first attempt went. */
  invoke(to: AsynchronousTarget, event: unknown): Promise<string> {
    return this.#attempt(to, event, 1, Date.now());
  }

  async #attempt(to: AsynchronousTarget, event: unknown, attempt: number, since: number): Promise<string> {
    const fault = await this.#run(to.target, event);
    if (fault === undefined) return 'done';
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = to.config ?? DEFAULTS;
    const again = Date.now() + (RETRY_DELAYS_MS[Math.min(attempt, RETRY_DELAYS_MS.length) - 1] ?? 0);
    if (attempt <= MaximumRetryAttempts && again - since <= MaximumEventAgeInSeconds * 1000) {
      this.#agenda.addOnce(`${to.target.name}, attempt ${attempt + 1}`, again, () =>
        this.#attempt(to, event, attempt + 1, since),
      );
      return `failed: ${fault.errorMessage}; again at ${new Date(again).toISOString()}`;
    }
    await this.#giveUp(to, event, attempt, fault);
    return `failed for good: ${fault.errorMessage}`;
  }

  async #run(target: LocalFunction, event: unknown): Promise<FunctionFault | undefined> {
    try {
      const result = await target.invoke(event);
      return result.ok ? undefined : result.fault;
    } catch (error) {
      return { errorType: 'TooManyRequestsException', errorMessage: String(error), trace: [] };
    }
  }

  async #giveUp(to: AsynchronousTarget, event: unknown, attempts: number, fault: FunctionFault): Promise<void> {
    const destination = to.config?.DestinationConfig?.OnFailure?.Destination;
    const requestId = randomUUID();
    if (destination !== undefined) {
      await this.#send(to.target.name, destination, {
        MessageBody: JSON.stringify({
          version: '1.0',
          timestamp: new Date().toISOString(),
          requestContext: {
            requestId,
            functionArn: `${to.functionArn}:$LATEST`,
            condition: 'RetriesExhausted',
            approximateInvokeCount: attempts,
          },
          requestPayload: event,
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          responsePayload: fault,
        }),
      });
    }
    if (to.deadLetterArn !== undefined) {
      const text = (StringValue: string) => ({ DataType: 'String', StringValue });
      await this.#send(to.target.name, to.deadLetterArn, {
        MessageBody: JSON.stringify(event),
        MessageAttributes: {
          RequestID: text(requestId),
          ErrorCode: { DataType: 'Number', StringValue: '200' },
          ErrorMessage: text(fault.errorMessage.slice(0, 1024)),
        },
      });
    }
  }

  /** Lambda sends as the function itself: its role must have leave. */
  async #send(functionName: string, queueArn: string, message: object): Promise<void> {
    await this.#queues.call(
      'SendMessage',
      { QueueUrl: this.#queues.queueUrl(nameOfArn(queueArn)), ...message },
      functionName,
    );
  }
}
