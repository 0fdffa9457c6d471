import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { Readable } from 'node:stream';
import { documentClient } from '../../../functions/adapters/clients.ts';
import { dynamoInventory } from '../../../functions/adapters/dynamo-inventory.ts';
import { s3Extracts } from '../../../functions/adapters/s3-extracts.ts';
import { s3Objects } from '../../../functions/adapters/s3-objects.ts';
import { type DeviceItem, deviceItem } from '../../../functions/contracts/device-record.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import { makeExtract } from '../../../functions/reports/make-extract.ts';
import { cplEntry } from '../../support/cpl-entries.ts';
import { held } from '../../support/fake-operator-ports.ts';
import { agreedList } from '../../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../../support/trial-records.ts';
import { processorSeconds, runTask, type Task } from '../extracts/task.ts';

/**
 * An extract of an inventory, in a process of its own: `work.cjs REPORT DEVICES`; prints rows, requests, processor seconds and
 * the peak of memory. The clients are those of AWS, which sign, send and read as they do in the function; what answers them
 * here is canned.
 */

const NOW = '2026-11-03T09:00:00.000Z';
const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
/** One device of so many is on trial. */
const TRIAL_SHARE = 1000;
/** Bytes that DynamoDB reads for a page. */
const PAGE_BYTES = 1024 * 1024;

/** An item as DynamoDB answers with it. */
function itemText(item: DeviceItem): string {
  const attributes = Object.entries(item).map(([name, value]) => [name, attribute(value)]);
  return JSON.stringify(Object.fromEntries(attributes));
}

function attribute(value: string | number | boolean): object {
  if (typeof value === 'string') return { S: value };
  return typeof value === 'number' ? { N: String(value) } : { BOOL: value };
}

/** Answers scans of a table of so many devices, a page each; of those that were ever on trial, where only they are asked for. */
function cannedTable(count: number) {
  const onTrial = itemText(deviceItem(evaluatedRecord(1, LISTS), NOW));
  const certified = itemText(deviceItem(evaluatedRecord(1, LISTS, { firmwareVersion: '00020200' }), NOW));
  const pageOf = Math.floor(PAGE_BYTES / certified.length);
  let requests = 0;
  const answer = (body: string): string => {
    const { Segment, TotalSegments, ExclusiveStartKey, FilterExpression } = JSON.parse(body);
    requests += 1;
    const from = Math.floor((count * Segment) / TotalSegments);
    const end = Math.floor((count * (Segment + 1)) / TotalSegments);
    const begin = ExclusiveStartKey === undefined ? from : Number(ExclusiveStartKey.deviceId.S) + 1;
    const after = Math.min(end, begin + pageOf);
    const items: string[] = [];
    for (let number = begin; number < after; number += 1) {
      const isTrial = number % TRIAL_SHARE === 0;
      if (FilterExpression !== undefined && !isTrial) continue;
      const hex = number.toString(16).toUpperCase().padStart(6, '0');
      const tail = `${hex.slice(0, 2)}-${hex.slice(2, 4)}-${hex.slice(4)}`;
      items.push((isTrial ? onTrial : certified).replaceAll('56-78-00-01', `56-${tail}`));
    }
    const next = after < end ? `,"LastEvaluatedKey":{"deviceId":{"S":"${after - 1}"}}` : '';
    return `{"Items":[${items.join(',')}]${next}}`;
  };
  const handle = async ({ body }: { readonly body: Uint8Array }) => {
    const before = processorSeconds();
    const text = answer(Buffer.from(body).toString());
    // What the service does is not the function's time.
    spentOnAnswers += processorSeconds() - before;
    return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([Buffer.from(text)]) }) };
  };
  let spentOnAnswers = 0;
  const client = new DynamoDBClient({ ...SIGNED, requestHandler: { handle } });
  return { client: documentClient(client), requests: () => requests, spent: () => spentOnAnswers };
}

const SIGNED = { region: 'eu-west-2', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

/** Takes objects and parts of objects; has none. */
function cannedBucket() {
  let requests = 0;
  const handle = async ({
    method,
    body,
    query,
  }: {
    method: string;
    body?: unknown;
    query: Record<string, unknown>;
  }) => {
    requests += 1;
    if (body instanceof Readable) for await (const _ of body);
    const began =
      'uploads' in query ? '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>' : '';
    const ended = method === 'POST' && began === '' ? '<CompleteMultipartUploadResult/>' : began;
    const statusCode = method === 'HEAD' ? 404 : 200;
    return { response: new HttpResponse({ statusCode, headers: { etag: '"e"' }, body: Readable.from([ended]) }) };
  };
  return { client: new S3Client({ ...SIGNED, requestHandler: { handle } }), requests: () => requests };
}

/** The entries by which the devices run. */
async function* entries() {
  for (const firmwareVersion of [TRIAL_FIRMWARE, '00020200']) yield held(cplEntry({ firmwareVersion }), '1', 'upload');
}

function extractOf(report: 'esi-034' | 'opr'): Task {
  return async ([count = '']) => {
    const [table, bucket] = [cannedTable(Number(count)), cannedBucket()];
    const before = processorSeconds();
    const { rows } = await makeExtract(
      { report, requestId: 'bench' },
      {
        inventory: dynamoInventory(table.client, 'devices'),
        extracts: s3Extracts(s3Objects(bucket.client, 'reports')),
        governance: { settings: async () => DEFAULT_SETTINGS, settingsVersion: async () => DEFAULT_SETTINGS },
        ledger: { page: async () => ({ items: [] }) },
        models: { all: entries },
        clock: { now: () => NOW },
      },
      { remainingMs: () => Infinity },
    );
    const cpuSeconds = processorSeconds() - before - table.spent();
    return { rows, requests: table.requests() + bucket.requests(), cpuSeconds };
  };
}

void runTask({ 'esi-034': extractOf('esi-034'), opr: extractOf('opr') });
