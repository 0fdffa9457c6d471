import { CfnOutput, DefaultStackSynthesizer, Duration, type Environment, Stack } from 'aws-cdk-lib/core';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StackOutput } from '../../functions/contracts/outputs.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { AuditTrail } from '../constructs/audit-trail.ts';
import { Inbox } from '../constructs/inbox.ts';
import { Lane } from '../constructs/lane.ts';
import { Mailer } from '../constructs/mailer.ts';
import { OperationsTopic } from '../constructs/operations-topic.ts';
import { AccessLogs, PrivateBucket } from '../constructs/private-bucket.ts';
import { Tables } from '../constructs/tables.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { isPinned, type StageSettings } from '../stages.ts';

/** What a stack of a stage may be reported. */
export interface StorageProps {
  readonly stackName: string;
  readonly settings: StageSettings;
}

/**
 * What must survive: files, records, undelivered work, and what people had to confirm by hand. It can take in files
 * with no pipeline there at all: they wait in the lane.
 */
export class Storage extends Stack {
  readonly inbox: Inbox;
  readonly archive: PrivateBucket;
  readonly reports: PrivateBucket;
  readonly lane: Lane;
  readonly dspUpdates: WorkQueue;
  readonly srvEvents: WorkQueue;
  readonly tables: Tables;
  readonly mailer: Mailer;
  readonly operations: OperationsTopic;

  constructor(scope: Construct, id: string, { stackName, settings }: StorageProps) {
    super(scope, id, {
      stackName,
      description: 'CPL to DSP pipeline: what must survive',
      env: environmentOf(settings),
      terminationProtection: settings.protected,
      synthesizer: plainSynthesizer(),
    });
    const keep = settings.protected;
    const earlierVersionDays = settings.retention.earlierVersions;

    const accessLogs = new AccessLogs(this, 'AccessLogs', { retentionDays: settings.retention.accessLogs, keep });
    acknowledge(accessLogs, 'AwsSolutions-S1', 'It is where the accesses of the other buckets are recorded.');
    this.archive = new PrivateBucket(this, 'Archive', {
      accessLogs,
      earlierVersionDays,
      lockedDays: settings.archiveLockedDays,
      keep,
    });
    this.reports = new PrivateBucket(this, 'Reports', {
      accessLogs,
      earlierVersionDays,
      // Of the whole inventory there is a new one each day, of some gigabytes.
      expiring: ['esi-034/', 'export/'].map((prefix) => ({ prefix, days: settings.retention.inventories })),
      keep,
    });

    this.lane = new Lane(this, 'Lane', { keep });
    this.inbox = new Inbox(this, 'Inbox', {
      lane: this.lane,
      accessLogs,
      earlierVersionDays,
      cplUploaders: settings.cplUploaders,
      governanceUploaders: settings.governanceUploaders,
      keep,
    });
    if (settings.auditTrail) {
      const trail = new AuditTrail(this, 'AuditTrail', {
        buckets: [this.inbox.bucket, this.archive],
        queues: [this.lane.queue],
        retentionDays: settings.retention.accessLogs,
        keep,
      });
      acknowledge(trail.records, 'AwsSolutions-S1', 'It is where the changes of the other buckets are recorded.');
    }
    this.dspUpdates = new WorkQueue(this, 'DspUpdates', {
      order: 'group',
      workOff: { timeout: Duration.seconds(30), batchSize: 10, maxReceiveCount: 10 },
      keep,
    });
    this.srvEvents = new WorkQueue(this, 'SrvEvents', {
      workOff: {
        timeout: Duration.seconds(60),
        batchSize: 100,
        batchingWindow: Duration.seconds(5),
        maxReceiveCount: 5,
      },
      keep,
    });
    allowSending(this.srvEvents.queue, settings.srvEventSenders);
    this.tables = new Tables(this, 'Tables', { keep });

    this.operations = new OperationsTopic(this, 'Operations', {
      subscribers: settings.recipients.dccOperations,
      onCall: settings.onCall,
      keep,
    });
    this.mailer = new Mailer(this, 'Mailer', {
      domain: settings.mailDomain,
      from: settings.mailFrom,
      operations: this.operations.topic,
    });

    output(this, {
      InboxBucket: this.inbox.bucket.bucketName,
      ArchiveBucket: this.archive.bucketName,
      ReportsBucket: this.reports.bucketName,
      LaneQueueUrl: this.lane.queue.queueUrl,
      DspUpdatesQueueUrl: this.dspUpdates.queue.queueUrl,
      SrvEventsQueueUrl: this.srvEvents.queue.queueUrl,
      LaneDeadLettersUrl: this.lane.deadLetters.queueUrl,
      DspUpdatesDeadLettersUrl: this.dspUpdates.deadLetters.queueUrl,
      SrvEventsDeadLettersUrl: this.srvEvents.deadLetters.queueUrl,
      DevicesTable: this.tables.devices.tableName,
      DeviceModelsTable: this.tables.deviceModels.tableName,
      LedgerTable: this.tables.ledger.tableName,
    });
  }
}

/** Where a stack of a stage belongs: to its account, as soon as that is not a placeholder. */
export function environmentOf({ account, region }: StageSettings): Environment {
  return account !== undefined && isPinned({ account }) ? { account, region } : { region };
}

/** Lets principals of other accounts send to a queue. */
function allowSending(queue: IQueue, principals: readonly string[]): void {
  if (principals.length === 0) return;
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: principals.map((arn) => new ArnPrincipal(arn)),
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
    }),
  );
}

/** Writes stack outputs; their names are those that `contracts/outputs.ts` promises. */
export function output(stack: Stack, values: Readonly<Partial<Record<StackOutput, string>>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}

/** Templates without CDK's parameter and rule about its bootstrap version: the CLI checks that version anyway. */
export function plainSynthesizer(): DefaultStackSynthesizer {
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
}
