import { Stack } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  ContextAttribute,
  type IScheduleTarget,
  Schedule,
  type ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';

/** What the export of a whole inventory may be reported. */
export interface InventoryExportProps {
  readonly devices: Table;
  /** Bucket that the export is written to, under `export/`. */
  readonly reports: IBucket;
  readonly at: ScheduleExpression;
  /** Where a run ends up that could not be started. */
  readonly lostRuns: IQueue;
}

const PREFIX = 'export';

/**
 * DynamoDB's own export of the Devices table, started on schedule: the path for an inventory of tens of millions of
 * devices. It reads the point-in-time backup, so it takes none of the table's capacity and no function has to run.
 */
export class InventoryExport extends Construct {
  constructor(scope: Construct, id: string, { devices, reports, at, lostRuns }: InventoryExportProps) {
    super(scope, id);
    const starter = new Role(this, 'Starter', {
      description: 'Starts the export of the inventory on schedule',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const objects = reports.arnForObjects(`${PREFIX}/*`);
    for (const [action, resource] of [
      ['dynamodb:ExportTableToPointInTime', devices.tableArn],
      ['s3:PutObject', objects],
      // DynamoDB asks for it, although the bucket takes no ACLs.
      ['s3:PutObjectAcl', objects],
      ['s3:AbortMultipartUpload', objects],
      ['sqs:SendMessage', lostRuns.queueArn],
    ] as const) {
      starter.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    }
    acknowledgeWildcards(starter, [objects], 'DynamoDB names the objects of an export itself, under this prefix.');
    const target: IScheduleTarget = {
      bind: () => ({
        arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:exportTableToPointInTime',
        role: starter,
        input: ScheduleTargetInput.fromObject({
          TableArn: devices.tableArn,
          S3Bucket: reports.bucketName,
          S3Prefix: PREFIX,
          ExportFormat: 'DYNAMODB_JSON',
          // The same for each attempt of a run: one whose answer was lost starts no second export, which is paid for.
          ClientToken: ContextAttribute.scheduledTime,
        }),
        deadLetterConfig: { arn: lostRuns.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      }),
    };
    new Schedule(this, 'Export', {
      description: 'Exports the whole inventory',
      schedule: at,
      target,
    }).node.addDependency(starter);
  }
}
