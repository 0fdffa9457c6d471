import { Duration, Stack } from 'aws-cdk-lib/core';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { removalOf } from './private-bucket.ts';

/** How the messages of a queue are worked off; the queue's visibility timeout follows from it. */
export interface WorkOff {
  /** Longest time that one invocation of the worker may take. */
  readonly timeout: Duration;
  /** Most messages that one invocation gets. */
  readonly batchSize: number;
  /**
   * How long Lambda collects messages before it invokes the worker; only a standard queue has one.
   * @default - none: a message is handed over as soon as it is there
   */
  readonly batchingWindow?: Duration;
  /**
   * How long a message that was handed out stays hidden from other copies of the worker.
   * @default - six times the timeout plus the batching window, as Lambda advises, so that a throttled hand-over is
   * not taken for a failed one
   */
  readonly visibilityTimeout?: Duration;
  /** How often a message is handed out before it becomes a dead letter. */
  readonly maxReceiveCount: number;
}

/** What a work queue may be reported. */
export interface WorkQueueProps {
  /**
   * Order within the queue: `none`; `content` (FIFO, message groups, a repeat is one with the same body) or
   * `group` (FIFO, repeats known by the sender's id within a message group, throughput per group).
   * @default 'none'
   */
  readonly order?: 'none' | 'content' | 'group';
  readonly workOff: WorkOff;
  /**
   * Whether the queue, with the work in it, outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/** A queue of undelivered work with its dead-letter queue: encrypted, TLS only, 14 days to notice and fix a fault. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly workOff: WorkOff;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const order = props.order ?? 'none';
    const { timeout, batchingWindow, visibilityTimeout, maxReceiveCount } = props.workOff;
    const keep = props.keep ?? true;
    this.workOff = props.workOff;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { fifo: order !== 'none', keep });
    this.queue = new Queue(this, 'Queue', {
      ...safe(keep),
      ...ORDER[order],
      ...(order === 'none' ? {} : fifoName(this, 'Queue')),
      visibilityTimeout:
        visibilityTimeout ?? Duration.seconds(6 * timeout.toSeconds() + (batchingWindow?.toSeconds() ?? 0)),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
  }
}

/** Makes a queue for what could not be delivered or handled. */
export function deadLetterQueue(
  scope: Construct,
  id: string,
  options: { readonly fifo: boolean; readonly keep: boolean },
): Queue {
  const queue = new Queue(scope, id, {
    ...safe(options.keep),
    ...(options.fifo ? { fifo: true, ...fifoName(scope, id) } : {}),
  });
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', END_OF_THE_LINE);
  acknowledge(queue, 'AwsSolutions-SQS3', END_OF_THE_LINE);
  return queue;
}

const END_OF_THE_LINE = 'It is the dead-letter queue: an alarm watches it, and people empty it by the runbook.';

const ORDER = {
  none: {},
  content: { fifo: true, contentBasedDeduplication: true },
  group: {
    fifo: true,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  },
} satisfies Readonly<Record<string, QueueProps>>;

/** CloudFormation ends the name of a FIFO queue by itself; whoever else reads the templates may not. */
function fifoName(scope: Construct, id: string): Pick<QueueProps, 'queueName'> {
  const path = [...scope.node.scopes.slice(2).map((above) => above.node.id), id].join('-');
  return { queueName: `${Stack.of(scope).stackName}-${path}.fifo` };
}

function safe(keep: boolean): QueueProps {
  return {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: removalOf(keep),
  };
}
