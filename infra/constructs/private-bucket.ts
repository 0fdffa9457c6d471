import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What a private bucket may be reported. */
export interface PrivateBucketProps {
  /** Bucket that records who read or wrote which object, under the path of this bucket's construct. */
  readonly accessLogs: IBucket;
  /** Days for which an earlier version of an object is kept. */
  readonly earlierVersionDays: number;
  /**
   * Days for which the objects under a prefix are kept.
   * @default - all are kept for ever
   */
  readonly expiring?: readonly { readonly prefix: string; readonly days: number }[];
  /**
   * Days for which no version of an object can be deleted but by who may bypass governance mode.
   * @default - versions can be deleted
   */
  readonly lockedDays?: number | undefined;
  /**
   * Whether the bucket outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * A bucket that nobody outside gets at: no public access, TLS only, encrypted, versioned, its accesses recorded.
 *
 * Encrypted with keys of S3, not of KMS: no other account reads it, and one key for all readers separates nobody.
 */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      ...PRIVATE,
      versioned: true,
      ...(props.lockedDays === undefined
        ? {}
        : { objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(props.lockedDays)) }),
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: `${[...scope.node.scopes.slice(2).map((above) => above.node.id), id].join('-')}/`,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(props.earlierVersionDays),
        },
        ...(props.expiring ?? []).map(({ prefix, days }) => ({ prefix, expiration: Duration.days(days) })),
      ],
      removalPolicy: removalOf(props.keep ?? true),
    });
  }
}

/** What the bucket of access records may be reported. */
export interface AccessLogsProps {
  /** Days for which a record is kept. */
  readonly retentionDays: number;
  /**
   * Whether the bucket outlives its stack.
   * @default true
   */
  readonly keep?: boolean;
}

/** The bucket in which S3 records who read or wrote which object of the others. */
export class AccessLogs extends Bucket {
  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id, {
      ...PRIVATE,
      versioned: true,
      lifecycleRules: [
        {
          expiration: Duration.days(props.retentionDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      removalPolicy: removalOf(props.keep ?? true),
    });
  }
}

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} satisfies BucketProps;

/**
 * What becomes of a thing that must survive when its stack is deleted; one that a failed first deployment made goes with
 * it, so that the next attempt begins with nothing.
 */
export function removalOf(keep: boolean): RemovalPolicy {
  return keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
