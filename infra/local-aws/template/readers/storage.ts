import * as z from 'zod';
import { arn, Numeric, REASON, type ResourceKind, Truth } from '../resource-kind.ts';

const BucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: Truth.optional() }).optional(),
    })
    .optional(),
});

/** A bucket: whether it keeps versions, and whether it notifies EventBridge of its objects. */
export const BUCKET: ResourceKind<z.infer<typeof BucketProperties>> = {
  type: 'AWS::S3::Bucket',
  nameProperty: 'BucketName',
  nameRule: { longest: 63, lowerCase: true },
  attributes: {
    Arn: (name) => `arn:aws:s3:::${name}`,
    DomainName: (name) => `${name}.s3.amazonaws.com`,
    RegionalDomainName: (name, { region }) => `${name}.s3.${region}.amazonaws.com`,
  },
  properties: BucketProperties,
  setAside: {
    BucketEncryption: REASON.encryption,
    PublicAccessBlockConfiguration: REASON.access,
    OwnershipControls: REASON.access,
    AccessControl: REASON.access,
    LifecycleConfiguration: REASON.retention,
    LoggingConfiguration: 'nobody reads access logs of a run',
    ObjectLockConfiguration: REASON.retention,
    ObjectLockEnabled: REASON.retention,
    Tags: REASON.tags,
  },
};

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const Index = z.strictObject({
  IndexName: z.string(),
  KeySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const TableProperties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
});

const TABLE_SET_ASIDE = {
  TimeToLiveSpecification: 'DynamoDB may keep an expired item for days, so no reader may rely on its going',
  PointInTimeRecoverySpecification: REASON.retention,
  SSESpecification: REASON.encryption,
  DeletionProtectionEnabled: REASON.retention,
  ContributorInsightsSpecification: 'there is no CloudWatch',
  TableClass: 'a matter of price',
  OnDemandThroughput: 'a matter of price',
  WarmThroughput: 'a matter of price',
  Tags: REASON.tags,
};

/** A table with its indexes. */
export const TABLE: ResourceKind<z.infer<typeof TableProperties>> = {
  type: 'AWS::DynamoDB::Table',
  nameProperty: 'TableName',
  nameRule: { longest: 255 },
  attributes: { Arn: (name, account) => arn('dynamodb', account, `table/${name}`) },
  properties: TableProperties,
  setAside: TABLE_SET_ASIDE,
};

/** The same table in the newer form that CDK's `TableV2` writes, with one replica: the stack's own region. */
export const GLOBAL_TABLE: ResourceKind<z.infer<typeof TableProperties>> = {
  ...TABLE,
  type: 'AWS::DynamoDB::GlobalTable',
  setAside: {
    ...TABLE_SET_ASIDE,
    Replicas: 'there is one region; what a replica carries is recovery, protection and tags',
    WriteOnDemandThroughputSettings: 'a matter of price',
  },
};

const QueueProperties = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: Truth.optional(),
  ContentBasedDeduplication: Truth.optional(),
  VisibilityTimeout: Numeric.optional(),
  DelaySeconds: Numeric.optional(),
  MaximumMessageSize: Numeric.optional(),
  MessageRetentionPeriod: Numeric.optional(),
  ReceiveMessageWaitTimeSeconds: Numeric.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: Numeric }).optional(),
});

/** A queue with its redrive to a dead-letter queue. */
export const QUEUE: ResourceKind<z.infer<typeof QueueProperties>> = {
  type: 'AWS::SQS::Queue',
  nameProperty: 'QueueName',
  nameRule: { longest: 80, suffix: '.fifo' },
  ref: (name, { sqsEndpoint, accountId }) => `${sqsEndpoint}/${accountId}/${name}`,
  attributes: {
    Arn: (name, account) => arn('sqs', account, name),
    QueueName: (name) => name,
    QueueUrl: (name, { sqsEndpoint, accountId }) => `${sqsEndpoint}/${accountId}/${name}`,
  },
  properties: QueueProperties,
  setAside: {
    RedriveAllowPolicy: REASON.access,
    SqsManagedSseEnabled: REASON.encryption,
    KmsMasterKeyId: REASON.encryption,
    KmsDataKeyReusePeriodSeconds: REASON.encryption,
    DeduplicationScope: 'deduplication ids are unique over all groups, so a scope changes nothing',
    FifoThroughputLimit: 'a matter of quotas',
    Tags: REASON.tags,
  },
};
