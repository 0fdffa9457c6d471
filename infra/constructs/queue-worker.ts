import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Monitoring } from './monitoring.ts';
import type { Severity } from './runbook-alarm.ts';
import type { ServiceFunction } from './service-function.ts';
import type { WorkQueue } from './work-queue.ts';

/** What a queue worker may be reported. */
export interface QueueWorkerProps {
  readonly worker: ServiceFunction;
  readonly queue: WorkQueue;
  /** What people call the queue: alarms and the runbook name it so. */
  readonly queueName: string;
  /** Who loses what while the worker does not do its work; every alarm about it says so. */
  readonly failureImpact: string;
  /** Minutes for which the oldest message may wait before operations are notified. */
  readonly waitingMinutes: number;
  /** How urgent it is that work is lost or waits. */
  readonly severity: Severity;
  /**
   * Most copies that Lambda runs at once for this queue, at least 2.
   * @default - as many as there are message groups, or as Lambda sees fit for a standard queue
   */
  readonly concurrency?: number;
  readonly monitoring: Monitoring;
}

/**
 * A function that works off a queue, with the alarms that go with it. A batch is answered message by message, so
 * that a bad one never takes its neighbours along.
 */
export class QueueWorker extends Construct {
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { worker, queue, monitoring, queueName, failureImpact, severity } = props;
    worker.may({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      on: [queue.queue.queueArn],
    });
    const source = new EventSourceMapping(this, 'Source', {
      target: worker.lambda,
      eventSourceArn: queue.queue.queueArn,
      batchSize: queue.workOff.batchSize,
      reportBatchItemFailures: true,
      ...(queue.workOff.batchingWindow ? { maxBatchingWindow: queue.workOff.batchingWindow } : {}),
      ...(props.concurrency === undefined ? {} : { maxConcurrency: props.concurrency }),
    });
    acknowledge(
      source,
      'Serverless-LambdaEventSourceMappingDestination',
      'A queue as a source has no failure destination: its redrive policy is what catches failed messages.',
    );

    monitoring.watchWorker({
      queueName,
      queue,
      worker,
      waitingMinutes: props.waitingMinutes,
      failureImpact,
      severity,
    });
  }
}
