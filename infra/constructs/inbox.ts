import { Duration } from 'aws-cdk-lib/core';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LANE_MESSAGE_GROUP } from '../../functions/contracts/lane-command.ts';
import type { Lane } from './lane.ts';
import { PrivateBucket } from './private-bucket.ts';
import { deadLetterQueue } from './work-queue.ts';

const CPL_PREFIX = 'cpl/';
const GOVERNANCE_PREFIX = 'governance/';

/** What the inbox may be reported. */
export interface InboxProps {
  /** Where each file that arrives goes, as a command. */
  readonly lane: Lane;
  readonly accessLogs: IBucket;
  /** Days for which an earlier version of a file is kept. */
  readonly earlierVersionDays: number;
  /**
   * ARNs of principals of other accounts that may put CPL lists.
   * @default - none: only principals of this account whose own policies let them
   */
  readonly cplUploaders?: readonly string[];
  /**
   * ARNs of principals of other accounts that may put governance files.
   * @default - none: only principals of this account whose own policies let them
   */
  readonly governanceUploaders?: readonly string[];
  /**
   * Whether the inbox outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * The bucket into which SECAS and the DCC put files. Each file that arrives becomes one command in the lane; the
 * event that could not be delivered within a day lies in `undelivered`.
 */
export class Inbox extends Construct {
  readonly bucket: PrivateBucket;
  /** Hands what arrives to the lane. */
  readonly fileArrived: Rule;
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: InboxProps) {
    super(scope, id);
    const keep = props.keep ?? true;
    this.bucket = new PrivateBucket(this, 'Bucket', {
      accessLogs: props.accessLogs,
      earlierVersionDays: props.earlierVersionDays,
      keep,
    });
    sendEventsToEventBridge(this.bucket);
    this.allowPut(CPL_PREFIX, props.cplUploaders ?? []);
    this.allowPut(GOVERNANCE_PREFIX, props.governanceUploaders ?? []);

    this.undelivered = deadLetterQueue(this, 'Undelivered', { fifo: false, keep });
    this.fileArrived = new Rule(this, 'FileArrived', {
      description: 'A CPL list or a governance file arrived: hand it to the lane.',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [this.bucket.bucketName] },
          object: { key: [{ prefix: CPL_PREFIX }, { prefix: GOVERNANCE_PREFIX }] },
        },
      },
      targets: [
        new SqsQueue(props.lane.queue, {
          messageGroupId: LANE_MESSAGE_GROUP,
          deadLetterQueue: this.undelivered,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }

  private allowPut(prefix: string, principals: readonly string[]): void {
    if (principals.length === 0) return;
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: principals.map((arn) => new ArnPrincipal(arn)),
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
      }),
    );
  }
}

/** Sets it on the bucket itself: `eventBridgeEnabled` would bring a custom resource with a function of its own. */
function sendEventsToEventBridge(bucket: PrivateBucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('The inbox has no bucket resource');
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
