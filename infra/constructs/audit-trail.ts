import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AccessLogs } from './private-bucket.ts';

/** Props of AuditTrail. */
export interface AuditTrailProps {
  /** Buckets whose objects are watched: who wrote, replaced or deleted which one. */
  readonly buckets: readonly IBucket[];
  /** Queues whose messages are watched: who sent or deleted one. */
  readonly queues: readonly IQueue[];
  /** Days for which the records are kept. */
  readonly retentionDays: number;
  /**
   * Whether the records outlive their stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * CloudTrail's record of who changed which object of a bucket and who sent to which queue, by principal: what the lane's
 * own record of decisions cannot see. Reading is not recorded: the functions read all day long. AWS seals the files
 * (log file validation), so that a record that was changed is found.
 */
export class AuditTrail extends Construct {
  readonly records: IBucket;

  constructor(scope: Construct, id: string, { buckets, queues, retentionDays, keep }: AuditTrailProps) {
    super(scope, id);
    const records = new AccessLogs(this, 'Records', { retentionDays, ...(keep === undefined ? {} : { keep }) });
    this.records = records;
    const written = records.addToResourcePolicy(delivery('s3:PutObject', records.arnForObjects('AWSLogs/*')));
    records.addToResourcePolicy(delivery('s3:GetBucketAcl', records.bucketArn));
    const trail = new CfnTrail(this, 'Trail', {
      s3BucketName: records.bucketName,
      isLogging: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        changesOf('Objects', 'AWS::S3::Object', {
          field: 'resources.ARN',
          startsWith: buckets.map((bucket) => bucket.arnForObjects('')),
        }),
        changesOf('Messages', 'AWS::SQS::Queue', {
          field: 'resources.ARN',
          equalTo: queues.map((queue) => queue.queueArn),
        }),
      ],
    });
    if (written.policyDependable !== undefined) trail.node.addDependency(written.policyDependable);
  }
}

function changesOf(
  name: string,
  type: string,
  where: CfnTrail.AdvancedFieldSelectorProperty,
): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name,
    fieldSelectors: [
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [type] },
      { field: 'readOnly', equalTo: ['false'] },
      where,
    ],
  };
}

/** Lets CloudTrail deliver the records of this account, and of no other. */
function delivery(action: string, resource: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
    actions: [action],
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}
