import { App, Stack } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { InventoryExport } from '../../infra/constructs/inventory-export.ts';
import { Tables } from '../../infra/constructs/tables.ts';

let template: Template;
beforeAll(() => {
  const stack = new Stack(new App({ context: { 'aws:cdk:disable-stack-trace': true } }), 'stack');
  const exported = new InventoryExport(stack, 'ExportInventory', {
    devices: new Tables(stack, 'Tables').devices,
    reports: new Bucket(stack, 'Reports'),
    at: ScheduleExpression.cron({ hour: '1', minute: '0' }),
    lostRuns: new Queue(stack, 'LostRuns'),
  });
  template = Template.fromStack(Stack.of(exported));
});

describe('the export of a whole inventory', () => {
  test('[R68] is started by the Scheduler itself, from the backup of the Devices table into the reports bucket', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 1 * * ? *)',
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:exportTableToPointInTime',
        Input: Match.objectLike({}),
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('LostRuns'), 'Arn'] } },
      },
    });
    const [schedule] = Object.values(template.findResources('AWS::Scheduler::Schedule'));
    const input = JSON.stringify(schedule?.['Properties'].Target.Input);
    for (const part of ['TableArn', 'TablesDevices', 'S3Bucket', 'Reports', 'export', 'DYNAMODB_JSON']) {
      expect(input).toContain(part);
    }
  });

  test('is started once for each time it is due, however often the Scheduler tries', () => {
    const [schedule] = Object.values(template.findResources('AWS::Scheduler::Schedule'));
    // What DynamoDB takes for the same request within eight hours; the attempts of a run end within one.
    expect(JSON.stringify(schedule?.['Properties'].Target.Input)).toContain(
      String.raw`\"ClientToken\":\"<aws.scheduler.scheduled-time>\"`,
    );
    expect(schedule?.['Properties'].Target.RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: 3600,
      MaximumRetryAttempts: 10,
    });
  });

  test('may export that table and write below one prefix, and nothing more', () => {
    const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
    const actions = policy?.['Properties'].PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action);
    expect(actions.toSorted()).toEqual([
      'dynamodb:ExportTableToPointInTime',
      's3:AbortMultipartUpload',
      's3:PutObject',
      's3:PutObjectAcl',
      'sqs:SendMessage',
    ]);
    expect(JSON.stringify(policy)).toContain('/export/*');
  });

  test('is started for this account only', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });
});
