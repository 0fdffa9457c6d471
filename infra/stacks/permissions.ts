import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import { addressesOf } from '../../functions/contracts/recipients.ts';
import type { Permission } from '../constructs/service-function.ts';
import { indexArn } from '../constructs/tables.ts';
import type { StageSettings } from '../stages.ts';
import type { Storage } from './storage.ts';

/**
 * What each function may do with what is stored: the actions its adapters call, and no more. Taking a message off its
 * own queue, writing its own log and handing over its own lost runs come with the constructs that need them.
 */
export function permissionsIn(
  storage: Storage,
  { recipients, wholeInventoryExport }: Pick<StageSettings, 'recipients' | 'wholeInventoryExport'>,
): Readonly<Record<FunctionName, readonly Permission[]>> {
  const { archive, reports, tables } = storage;
  const inbox = storage.inbox.bucket;
  const { ledger, devices, deviceModels } = tables;
  const { mailer } = storage;

  return {
    intake: [
      // The inbox keeps versions, and an event names the one it is about: the newest one is never asked for.
      allow(objects(inbox, 'cpl/', 'governance/'), 's3:GetObjectVersion'),
      // But for the signature beside a list, of which no event exists.
      allow(objects(inbox, 'cpl/'), 's3:GetObject'),
      // Without it S3 answers "forbidden", not "not found", for a file that was deleted before it was read.
      allow([inbox.bucketArn], 's3:ListBucket'),
      allow(objects(archive, 'lists/', 'changesets/'), 's3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'),
      allow(objects(archive, 'governance/'), 's3:GetObject', 's3:PutObject'),
      allow(objects(archive, 'receipts/'), 's3:PutObject'),
      // Letters that people may send.
      allow(objects(reports, 'letters/'), 's3:PutObject'),
      onTable(ledger, 'GetItem', 'Query'),
      // All that a decision writes; what the watch and the reports keep for themselves it does not touch.
      onItems(ledger, DECIDED, 'PutItem'),
      onItems(ledger, ['WAITING', 'CORRECTIONS', 'MARKS', 'REEVALUATIONS'], 'DeleteItem'),
      // Devices of Device Models that a list takes away, and those that an agreed list concerns.
      onIndex(devices, 'byFirmware'),
      onIndex(devices, 'byTrial'),
      // Whether earlier firmware of a blocked Device Model still installs (R26).
      onIndex(deviceModels, 'byModel'),
      // What is no command goes there at once, with its reason, instead of holding the lane up ten times.
      send(storage.lane.deadLetters),
      send(storage.dspUpdates.queue),
      send(storage.srvEvents.queue),
      mailer.mayBeUsedFor(
        addressesOf(['secas', 'dccOperations', 'dccServiceTeam', 'dspServiceTeam', 'ssc'], recipients),
      ),
    ],
    'dsp-ingestion': [
      onTable(deviceModels, 'UpdateItem'),
      onTable(devices, 'GetItem'),
      send(storage.lane.queue),
      send(storage.srvEvents.queue),
    ],
    'srv-events': [
      allow(objects(archive, 'governance/'), 's3:GetObject'),
      onTable(devices, 'BatchGetItem', 'PutItem'),
      // Which agreed list is active.
      onItems(ledger, ['GOVERNANCE'], 'GetItem'),
      // What can never succeed goes there at once, with its reason, instead of failing five times.
      send(storage.srvEvents.deadLetters),
    ],
    watch: [
      // Dispatches and deferred mails; what is active; the accepted list, for what has expired on it.
      allow(objects(archive, 'changesets/', 'governance/', 'lists/'), 's3:GetObject'),
      // Each mail of its own, before it is sent.
      allow(objects(archive, 'news/'), 's3:GetObject', 's3:PutObject'),
      allow(objects(reports, 'letters/'), 's3:PutObject'),
      // Whether the daily export of the inventory is there, and complete; without the second, S3 does not say "not found".
      ...(wholeInventoryExport === undefined
        ? []
        : [allow(objects(reports, 'export/'), 's3:GetObject'), allow([reports.bucketArn], 's3:ListBucket')]),
      onTable(ledger, 'GetItem', 'Query'),
      // What it has reported, and the mails that it sends; what the lane decided it reads and never writes.
      onItems(ledger, ['NOTICES'], 'BatchGetItem'),
      onItems(ledger, ['NEWS', 'NOTICES', 'EXPIRED', 'LIST-LOOK', 'DEFERRED-MAIL', 'MAIL#*'], 'PutItem'),
      onItems(ledger, ['EXPIRED', 'DEFERRED-MAIL', 'DISPATCHES'], 'DeleteItem'),
      onTable(deviceModels, 'BatchGetItem'),
      onIndex(deviceModels, 'byModel'),
      onTable(devices, 'BatchGetItem'),
      onIndex(devices, 'byFirmware'),
      onIndex(devices, 'byTrial'),
      send(storage.lane.queue),
      mailer.mayBeUsedFor(addressesOf(['secas', 'dccOperations', 'dccServiceTeam', 'dspServiceTeam'], recipients)),
    ],
    reports: [
      allow(objects(archive, 'governance/'), 's3:GetObject'),
      allow(objects(reports, 'ssc/'), 's3:GetObject', 's3:PutObject'),
      allow(
        objects(reports, 'esi-034/', 'esi-034i/', 'opr/'),
        's3:GetObject',
        's3:PutObject',
        's3:AbortMultipartUpload',
      ),
      // The extracts are of the whole inventory.
      onTable(devices, 'Scan', 'BatchGetItem'),
      onIndex(devices, 'byFirmware'),
      onTable(deviceModels, 'Scan'),
      // Without it S3 answers "forbidden", not "not found", for a report that is not there yet.
      allow([reports.bucketArn], 's3:ListBucket'),
      // Uploads: which settings were active at an instant that a report is rebuilt for.
      onTable(ledger, 'GetItem', 'Query'),
      onItems(ledger, ['REPORTS', 'MAIL#*'], 'PutItem'),
      onIndex(devices, 'byTrial'),
      mailer.mayBeUsedFor(addressesOf(['ssc'], recipients)),
    ],
  };
}

/** The partitions of the ledger in which decisions of the lane are kept, and the mails that they send. */
const DECIDED = [
  'LANE',
  'GOVERNANCE',
  'UPLOADS',
  'WAITING',
  'OVERTAKEN',
  'MARKS',
  'CORRECTIONS',
  'INCIDENTS',
  'INCIDENT#*',
  'DISPATCHES',
  'REEVALUATIONS',
  'SUSPENSIONS#*',
  'SSC-DECISIONS',
  'DEFERRED-MAIL',
  'MAIL#*',
];

type TableAction = 'Scan' | 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Leave to do something on some ARNs. */
export function allow(on: readonly string[], ...actions: readonly string[]): Permission {
  return { actions, on };
}

/** Leave to do something with all items of a table. */
export function onTable(table: Table, ...actions: readonly TableAction[]): Permission {
  return allow([table.tableArn], ...actions.map((action) => `dynamodb:${action}`));
}

/** Leave to do something with the items of some partitions of a table: their keys, or how they begin. */
export function onItems(table: Table, partitions: readonly string[], ...actions: readonly TableAction[]): Permission {
  return { ...onTable(table, ...actions), when: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } } };
}

/** Leave to query one index of a table. */
export function onIndex(table: Table, index: Parameters<typeof indexArn>[1]): Permission {
  return allow([indexArn(table, index)], 'dynamodb:Query');
}

/** Leave to send to a queue. */
export function send(queue: IQueue): Permission {
  return allow([queue.queueArn], 'sqs:SendMessage');
}

/** The objects of a bucket under some prefixes, as ARNs. */
export function objects(bucket: IBucket, ...prefixes: readonly string[]): readonly string[] {
  return prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
}
