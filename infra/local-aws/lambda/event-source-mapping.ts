import * as z from 'zod';
import type { QueueEmulator } from '../emulators/queues.ts';
import { nameOfArn, type Topology } from '../template/topology.ts';
import type { LocalFunction } from './local-function.ts';
import { failedMessages, ReceivedMessage, sqsRecord } from './sqs-records.ts';

type MappingModel = Topology['eventSourceMappings'][number]['properties'];

/** What SQS hands out at most at once. */
const RECEIVE_MOST = 10;
const LONG_POLL_SECONDS = 20;
/**
 * While a batching window is open the queue is asked in short turns, so that the window can be closed early. Lambda
 * would make one long poll of them: turns that find nothing are not counted.
 */
const WINDOW_POLL_SECONDS = 0.1;
/** Lambda's payload limit for one batch. */
const BATCH_BYTES = 6 * 1024 * 1024;
const DELETE_MOST = 10;

const Received = z.object({ Messages: z.array(ReceivedMessage).default([]) });

/** What a mapping connects. */
type MappingParts = {
  readonly model: MappingModel;
  readonly queues: QueueEmulator;
  readonly target: LocalFunction;
  readonly region: string;
  readonly onFault: (fault: unknown) => void;
};

/** Feeds one function from one queue, as a Lambda event source mapping does. */
export class EventSourceMapping {
  readonly queueName: string;
  readonly #model: MappingModel;
  readonly #queues: QueueEmulator;
  readonly #target: LocalFunction;
  readonly #region: string;
  readonly #onFault: (fault: unknown) => void;
  readonly #returning = new Set<string>();
  #batches = 0;
  #stopped = false;
  #hurried = false;
  #freed: () => void = () => undefined;

  constructor({ model, queues, target, region, onFault }: MappingParts) {
    this.#onFault = onFault;
    this.queueName = nameOfArn(model.EventSourceArn);
    this.#model = model;
    this.#queues = queues;
    this.#target = target;
    this.#region = region;
  }

  get enabled(): boolean {
    return this.#model.Enabled;
  }

  /** Receipt handles of messages that failed: they come back when their visibility timeout ends. */
  get returning(): Set<string> {
    return this.#returning;
  }

  /** While set, batching windows close at once: someone waits for the system to be quiet. */
  set hurried(hurried: boolean) {
    this.#hurried = hurried;
  }

  /** Polls until {@link stop}. */
  async run(): Promise<void> {
    await this.#queues.call(
      'GetQueueAttributes',
      { QueueUrl: this.#queues.queueUrl(this.queueName), AttributeNames: ['All'] },
      this.#target.name,
    );
    const concurrency = Math.min(this.#model.ScalingConfig?.MaximumConcurrency ?? Infinity, this.#target.concurrency);
    while (!this.#stopped) {
      // Nothing is taken from the queue that could not be worked on at once.
      if (this.#batches >= concurrency) {
        await new Promise<void>((resolve) => {
          this.#freed = resolve;
        });
        continue;
      }
      const batch = await this.#collect();
      if (batch.length === 0) continue;
      this.#batches += 1;
      void this.#work(batch)
        .catch((fault: unknown) => {
          if (!this.#stopped) this.#onFault(fault);
        })
        .finally(() => {
          this.#batches -= 1;
          this.#freed();
        });
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#freed();
  }

  async #collect(): Promise<readonly ReceivedMessage[]> {
    const { BatchSize, MaximumBatchingWindowInSeconds } = this.#model;
    const batch = [...(await this.#receive(BatchSize, LONG_POLL_SECONDS, false))];
    if (batch.length === 0 || MaximumBatchingWindowInSeconds === 0) return batch;
    const closes = Date.now() + MaximumBatchingWindowInSeconds * 1000;
    const bytes = () => batch.reduce((sum, { Body }) => sum + Body.length, 0);
    while (batch.length < BatchSize && bytes() < BATCH_BYTES && !this.#stopped) {
      const waits = !this.#hurried && Date.now() < closes;
      const more = await this.#receive(BatchSize - batch.length, waits ? WINDOW_POLL_SECONDS : 0, true);
      batch.push(...more);
      if (more.length === 0 && !waits) break;
    }
    return batch;
  }

  async #receive(most: number, waitSeconds: number, inWindow: boolean): Promise<readonly ReceivedMessage[]> {
    if (this.#stopped) return [];
    const answer = await this.#queues.call(
      'ReceiveMessage',
      {
        QueueUrl: this.#queues.queueUrl(this.queueName),
        MaxNumberOfMessages: Math.min(most, RECEIVE_MOST),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      this.#target.name,
      inWindow,
    );
    return Received.parse(answer).Messages;
  }

  async #work(batch: readonly ReceivedMessage[]): Promise<void> {
    const Records = batch.map((message) => sqsRecord(message, this.#model.EventSourceArn, this.#region));
    const result = await this.#target.invoke({ Records }).catch(() => undefined);
    const reportsItems = this.#model.FunctionResponseTypes.includes('ReportBatchItemFailures');
    const failed =
      result?.ok === true
        ? failedMessages(reportsItems ? result.payload : undefined, batch)
        : new Set(batch.map(({ MessageId }) => MessageId));
    for (const message of batch) if (failed.has(message.MessageId)) this.#returning.add(message.ReceiptHandle);
    await this.#delete(batch.filter(({ MessageId }) => !failed.has(MessageId)));
  }

  async #delete(done: readonly ReceivedMessage[]): Promise<void> {
    for (let from = 0; from < done.length; from += DELETE_MOST) {
      const Entries = done
        .slice(from, from + DELETE_MOST)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#queues.call(
        'DeleteMessageBatch',
        { QueueUrl: this.#queues.queueUrl(this.queueName), Entries },
        this.#target.name,
      );
    }
  }
}
