import { beforeAll, describe, expect, test } from 'vitest';
import { LANE_MESSAGE_GROUP } from '../../functions/contracts/lane-command.ts';
import { type SynthesizedStack, synthesize } from '../support/synthesized.ts';

let storage: SynthesizedStack;
beforeAll(async () => {
  storage = (await synthesize('dev')).storage;
});

describe('the buckets', () => {
  test('are closed to the public, encrypted and versioned, every one of them', () => {
    const buckets = storage.ofType('AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const { properties } of buckets) {
      expect(properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault).toEqual({
        SSEAlgorithm: 'AES256',
      });
      expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    }
  });

  test('record who read or wrote what, and let go of the parts of an upload that was never finished', () => {
    for (const path of ['Inbox/Bucket', 'Archive', 'Reports']) {
      const { properties } = storage.at('AWS::S3::Bucket', path);
      expect(properties.LoggingConfiguration).toEqual({
        DestinationBucketName: { Ref: storage.at('AWS::S3::Bucket', 'AccessLogs').id },
        LogFilePrefix: `${path.replace('/', '-')}/`,
      });
      expect(properties.LifecycleConfiguration.Rules[0]).toEqual({
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        Status: 'Enabled',
      });
    }
  });

  test('let go of inventories as a whole, of which there is another one each day, and of nothing else', () => {
    const expiring = (path: string): unknown =>
      storage.at('AWS::S3::Bucket', path).properties.LifecycleConfiguration.Rules.slice(1);
    const rule = (Prefix: string) => ({ ExpirationInDays: 30, Prefix, Status: 'Enabled' });
    expect(expiring('Reports')).toEqual([rule('esi-034/'), rule('export/')]);
    expect(expiring('Inbox/Bucket')).toEqual([]);
    expect(expiring('Archive')).toEqual([]);
  });

  test('keep the records of accesses for as long as the stage says, and nothing of them after that', () => {
    expect(storage.at('AWS::S3::Bucket', 'AccessLogs').properties.LifecycleConfiguration.Rules).toEqual([
      {
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        ExpirationInDays: 30,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        Status: 'Enabled',
      },
    ]);
  });

  test('are reached over TLS only, like every queue and topic', () => {
    const policies = [
      ...storage.ofType('AWS::S3::BucketPolicy'),
      ...storage.ofType('AWS::SQS::QueuePolicy'),
      ...storage.ofType('AWS::SNS::TopicPolicy'),
    ];
    expect(policies).toHaveLength(4 + 7 + 2);
    for (const { properties } of policies) {
      expect(properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

describe('the inbox', () => {
  test('sends its events to EventBridge directly, without a custom resource', () => {
    expect(storage.at('AWS::S3::Bucket', 'Inbox/Bucket').properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  test('[R5] a file under cpl/ or governance/ becomes a message of the lane, in its one message group', () => {
    const rule = storage.at('AWS::Events::Rule', 'Inbox/FileArrived').properties;
    expect(rule.State).toBe('ENABLED');
    expect(rule.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ Ref: storage.at('AWS::S3::Bucket', 'Inbox/Bucket').id }] },
        object: { key: [{ prefix: 'cpl/' }, { prefix: 'governance/' }] },
      },
    });
    expect(rule.Targets).toEqual([
      {
        Id: 'Target0',
        Arn: { 'Fn::GetAtt': [storage.at('AWS::SQS::Queue', 'Lane/Queue').id, 'Arn'] },
        SqsParameters: { MessageGroupId: LANE_MESSAGE_GROUP },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [storage.at('AWS::SQS::Queue', 'Inbox/Undelivered').id, 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  test('lets nobody of another account put files, if the stage names nobody', () => {
    const { Statement } = storage.at('AWS::S3::BucketPolicy', 'Inbox/Bucket').properties.PolicyDocument;
    expect(Statement.filter((statement: { Effect: string }) => statement.Effect === 'Allow')).toEqual([]);
  });
});

describe('the queues', () => {
  test('that keep an order have a name that says so, which not every reader of a template adds', () => {
    const names = storage
      .ofType('AWS::SQS::Queue')
      .filter(({ properties }) => properties.FifoQueue === true)
      .map(({ properties }) => String(properties.QueueName));
    expect(names.toSorted()).toEqual([
      'cpl-dev-storage-DspUpdates-DeadLetters.fifo',
      'cpl-dev-storage-DspUpdates-Queue.fifo',
      'cpl-dev-storage-Lane-DeadLetters.fifo',
      'cpl-dev-storage-Lane-Queue.fifo',
    ]);
  });

  test('keep everything for 14 days, encrypted', () => {
    const queues = storage.ofType('AWS::SQS::Queue');
    expect(queues).toHaveLength(7);
    for (const { properties } of queues) {
      expect(properties).toMatchObject({ MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true });
    }
  });

  test('the lane knows a repeated message by its content, and hides one for half a minute more than intake may take', () => {
    expect(storage.at('AWS::SQS::Queue', 'Lane/Queue').properties).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: true,
      VisibilityTimeout: 150,
      RedrivePolicy: { maxReceiveCount: 10 },
    });
  });

  test('dsp-updates keeps order per device model, at the throughput that this allows', () => {
    expect(storage.at('AWS::SQS::Queue', 'DspUpdates/Queue').properties).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 10 },
    });
  });

  test('srv-events keeps no order', () => {
    const { properties } = storage.at('AWS::SQS::Queue', 'SrvEvents/Queue');
    expect(properties).toMatchObject({ VisibilityTimeout: 365, RedrivePolicy: { maxReceiveCount: 5 } });
    expect(properties).not.toHaveProperty('FifoQueue');
  });

  test.each(['Lane', 'DspUpdates', 'SrvEvents'])('%s has dead letters of its own kind', (name) => {
    const queue = storage.at('AWS::SQS::Queue', `${name}/Queue`).properties;
    const deadLetters = storage.at('AWS::SQS::Queue', `${name}/DeadLetters`);
    expect(queue.RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [deadLetters.id, 'Arn'] });
    expect(deadLetters.properties.FifoQueue).toBe(queue.FifoQueue);
  });
});

describe('the tables', () => {
  const ALL = { ProjectionType: 'ALL' };
  test.each<[string, string[], Record<string, [string, string, object]>]>([
    ['DeviceModels', ['entryKey'], { byModel: ['modelKey', 'entryKey', ALL] }],
    [
      'Devices',
      ['deviceId'],
      {
        // By what the devices of a Device Model are counted.
        byFirmware: [
          'firmwareKey',
          'deviceId',
          { ProjectionType: 'INCLUDE', NonKeyAttributes: ['status', 'supplier'] },
        ],
        byTrial: ['trialId', 'deviceId', ALL],
      },
    ],
    ['Ledger', ['pk', 'sk'], {}],
  ])('%s has its keys and indexes, and can be put back to any moment of the last weeks', (name, keys, indexes) => {
    const { properties } = storage.at('AWS::DynamoDB::Table', `Tables/${name}`);
    const schema = (attributes: readonly string[]) =>
      attributes.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
    expect(properties.KeySchema).toEqual(schema(keys));
    expect(properties.GlobalSecondaryIndexes ?? []).toEqual(
      Object.entries(indexes).map(([IndexName, [partition, sort, Projection]]) => ({
        IndexName,
        KeySchema: schema([partition, sort]),
        Projection,
      })),
    );
    const attributes = new Set([...keys, ...Object.values(indexes).flatMap(([partition, sort]) => [partition, sort])]);
    expect(properties.AttributeDefinitions).toHaveLength(attributes.size);
    for (const AttributeName of attributes) {
      expect(properties.AttributeDefinitions).toContainEqual({ AttributeName, AttributeType: 'S' });
    }
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: false,
    });
  });

  test.each(['Ledger', 'Devices'])(
    'claims in the ledger and shadows among the devices end by themselves: %s',
    (table) => {
      expect(storage.at('AWS::DynamoDB::Table', `Tables/${table}`).properties.TimeToLiveSpecification).toEqual({
        AttributeName: 'expiresAt',
        Enabled: true,
      });
    },
  );
});

describe('mail and notifications', () => {
  test('mail leaves over TLS or not at all, and what comes back is reported to operations, from a suppressed recipient too', () => {
    const configurationSet = storage.at('AWS::SES::ConfigurationSet', 'Mailer');
    expect(configurationSet.properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      // Alarms watch the rates of bounces and complaints of just this set.
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
    const ConfigurationSetName = { Ref: configurationSet.id };
    expect(storage.at('AWS::SES::EmailIdentity', 'Mailer').properties).toMatchObject({
      EmailIdentity: 'dev.example.org',
      ConfigurationSetAttributes: { ConfigurationSetName },
    });
    expect(storage.ofType('AWS::SES::ConfigurationSetEventDestination')[0]?.properties).toMatchObject({
      ConfigurationSetName,
    });
    expect(storage.ofType('AWS::SES::ConfigurationSetEventDestination')[0]?.properties.EventDestination).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ['bounce', 'complaint', 'reject', 'deliveryDelay'],
      SnsDestination: { TopicARN: { Ref: storage.at('AWS::SNS::Topic', 'Operations/Topic').id } },
    });
  });

  test('the topics have a key of their own, that turns each year and that only their publishers may use', () => {
    const key = storage.at('AWS::KMS::Key', 'Operations/Key');
    for (const topic of ['Operations/Topic', 'Operations/OnCall']) {
      expect(storage.at('AWS::SNS::Topic', topic).properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [key.id, 'Arn'] });
    }
    expect(key.properties.EnableKeyRotation).toBe(true);
    expect(key.properties.KeyPolicy.Statement[1]).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: { Service: ['cloudwatch.amazonaws.com', 'ses.amazonaws.com'] },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test('operations, and who is on call, are asked whether they want the notifications of their topic', () => {
    expect(storage.ofType('AWS::SNS::Subscription').map(({ properties }) => properties)).toEqual([
      {
        TopicArn: { Ref: storage.at('AWS::SNS::Topic', 'Operations/Topic').id },
        Protocol: 'email',
        Endpoint: 'operations@dev.example.org',
      },
      {
        TopicArn: { Ref: storage.at('AWS::SNS::Topic', 'Operations/OnCall').id },
        Protocol: 'email',
        Endpoint: 'on-call@dev.example.org',
      },
    ]);
  });
});
