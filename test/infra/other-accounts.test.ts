import { beforeAll, describe, expect, test } from 'vitest';
import { App } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { CONTEXT } from '../../infra/context.ts';
import { Storage } from '../../infra/stacks/storage.ts';
import { STAGES } from '../../infra/stages.ts';
import { type SynthesizedStack, synthesize } from '../support/synthesized.ts';

let storage: SynthesizedStack;
beforeAll(async () => {
  storage = (await synthesize('dev')).storage;
});

describe('an inbox whose stage names uploaders of other accounts', () => {
  const SECAS = 'arn:aws:iam::111122223333:role/cpl-upload';
  const SERVICE_TEAM = 'arn:aws:iam::444455556666:role/governance-upload';

  test('[R47] lets each put files of its own kind, and do nothing else', () => {
    const settings = { ...STAGES.dev, cplUploaders: [SECAS], governanceUploaders: [SERVICE_TEAM] };
    const policies = Template.fromStack(
      new Storage(new App({ context: CONTEXT }), 'storage', { stackName: 'storage', settings }),
    );
    const bucket = storage.at('AWS::S3::Bucket', 'Inbox/Bucket').id;
    const mayPut = (principal: string, prefix: string) => ({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { AWS: principal },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, `/${prefix}/*`]] },
    });
    const inbox = policies.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: bucket } } });
    const [policy] = Object.values(inbox);
    const allowed: unknown[] = policy?.['Properties'].PolicyDocument.Statement.filter(
      (statement: { Effect: string }) => statement.Effect === 'Allow',
    );
    expect(allowed).toEqual([mayPut(SECAS, 'cpl'), mayPut(SERVICE_TEAM, 'governance')]);
  });
});

describe('a queue of SRV events whose stage names senders of other accounts', () => {
  const DSP = 'arn:aws:iam::777788889999:role/srv-events';
  const statements = (srvEventSenders: readonly string[]): readonly unknown[] => {
    const settings = { ...STAGES.dev, srvEventSenders };
    const stack = new Storage(new App({ context: CONTEXT }), 'storage', { stackName: 'storage', settings });
    const { id } = storage.at('AWS::SQS::Queue', 'SrvEvents/Queue');
    const policies = Template.fromStack(stack).findResources('AWS::SQS::QueuePolicy', {
      Properties: { Queues: [{ Ref: id }] },
    });
    return Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  };

  test('lets each send, and do nothing else', () => {
    const { id } = storage.at('AWS::SQS::Queue', 'SrvEvents/Queue');
    expect(statements([DSP])).toContainEqual({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { AWS: DSP },
      Resource: { 'Fn::GetAtt': [id, 'Arn'] },
    });
  });

  test('lets nobody of another account send, if the stage names nobody', () => {
    expect(statements([])).toEqual([expect.objectContaining({ Effect: 'Deny' })]);
  });
});
