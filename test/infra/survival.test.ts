import { beforeAll, describe, expect, test } from 'vitest';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

let dev: Synthesized;
let prod: Synthesized;
beforeAll(async () => {
  dev = await synthesize('dev');
  prod = await synthesize('prod');
});

describe('in production', () => {
  const WITHOUT_STATE = /Policy|Subscription|SES|SNS::Topic$|Events::Rule|CloudTrail/;
  /** What becomes of whatever has state, and of the logs, when its stack is deleted. */
  const policies = ({ storage, pipeline }: Synthesized) =>
    [
      ...storage.resources.filter(({ type }) => !WITHOUT_STATE.test(type)),
      ...pipeline.ofType('AWS::Logs::LogGroup'),
    ].map(({ path, deletionPolicy }) => [path, deletionPolicy]);
  const storageStack = ({ app }: Synthesized) => app.node.findChild('storage');

  test('what must survive is kept when its stack is deleted, and elsewhere nothing is left behind', () => {
    expect(policies(prod).length).toBeGreaterThanOrEqual(4 + 7 + 3 + 1 + 5);
    for (const [path, policy] of policies(prod)) expect([path, policy]).toEqual([path, 'RetainExceptOnCreate']);
    for (const [path, policy] of policies(dev)) expect([path, policy]).toEqual([path, 'Delete']);
  });

  test('the stack of what must survive cannot be deleted', () => {
    expect(storageStack(prod)).toMatchObject({ terminationProtection: true });
    expect(storageStack(dev)).toMatchObject({ terminationProtection: false });
  });

  test('no version of an object of the archive can be deleted for as long as the stage says', () => {
    expect(prod.storage.at('AWS::S3::Bucket', 'Archive').properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } },
    });
    expect(dev.storage.at('AWS::S3::Bucket', 'Archive').properties).not.toHaveProperty('ObjectLockConfiguration');
  });

  test('CloudTrail records who changes the objects of inbox and archive, and who sends to the lane', () => {
    const { storage } = prod;
    const arn = (type: string, path: string) => ({ 'Fn::GetAtt': [storage.at(type, path).id, 'Arn'] });
    const objects = (path: string) => ({ 'Fn::Join': ['', [arn('AWS::S3::Bucket', path), '/']] });
    const { properties } = storage.at('AWS::CloudTrail::Trail', 'AuditTrail/Trail');
    expect(properties).toMatchObject({ EnableLogFileValidation: true, IsLogging: true });
    expect(properties).not.toHaveProperty('EventSelectors');
    const selected = (type: string) => [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
      { Field: 'readOnly', Equals: ['false'] },
    ];
    expect(properties.AdvancedEventSelectors.map((each: Record<string, unknown>) => each['FieldSelectors'])).toEqual([
      [
        ...selected('AWS::S3::Object'),
        { Field: 'resources.ARN', StartsWith: [objects('Inbox/Bucket'), objects('Archive')] },
      ],
      [...selected('AWS::SQS::Queue'), { Field: 'resources.ARN', Equals: [arn('AWS::SQS::Queue', 'Lane/Queue')] }],
    ]);
    expect(dev.storage.ofType('AWS::CloudTrail::Trail')).toEqual([]);
  });

  test('CloudTrail delivers its records for this account alone, and below its own prefix', () => {
    const records = { 'Fn::GetAtt': [prod.storage.at('AWS::S3::Bucket', 'AuditTrail/Records').id, 'Arn'] };
    const { properties } = prod.storage.at('AWS::S3::BucketPolicy', 'AuditTrail/Records/Policy');
    const byCloudTrail = properties.PolicyDocument.Statement.filter(
      ({ Principal }: { Principal: { Service?: string } }) => Principal.Service === 'cloudtrail.amazonaws.com',
    );
    const allowed = (Action: string, Resource: unknown) => ({
      Action,
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Resource,
    });
    expect(byCloudTrail).toEqual([
      allowed('s3:PutObject', { 'Fn::Join': ['', [records, '/AWSLogs/*']] }),
      allowed('s3:GetBucketAcl', records),
    ]);
  });

  test('a table cannot be deleted', () => {
    for (const { properties } of prod.storage.ofType('AWS::DynamoDB::Table')) {
      expect(properties.DeletionProtectionEnabled).toBe(true);
    }
  });
});
