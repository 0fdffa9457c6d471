import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { documentClient } from '../../../functions/adapters/clients.ts';
import { localClients, pipelineAccess } from '../../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../../functions/operator/put-file.ts';
import { type LocalPipeline, startPipeline } from '../../../infra/local/pipeline.ts';
import { agreedListCsv } from '../../support/agreed-list-csv.ts';
import { A_MONDAY } from '../../support/chosen-instant.ts';
import { TRIAL_FIRMWARE } from '../../support/trial-records.ts';
import { prenotifications, statusChanges, TRIAL_EVERY } from './events.ts';

const DEVICES = 2_000;
const MESSAGES_AT_ONCE = 10;
const SQS_ACTIONS = ['SendMessageBatch', 'ReceiveMessage', 'DeleteMessageBatch'];

/** What SRV events cost on a pipeline of this machine. */
export type SrvCost = {
  readonly sqsRequestsPerEvent: number;
  readonly writeUnitsOverFloor: number;
  readonly logLinesPerBatch: number;
};

/** Sends events, 5 % of them repeats, to a pipeline, and counts what AWS would bill for them. */
export async function requestsAndWrites(): Promise<SrvCost> {
  const folder = mkdtempSync(join(tmpdir(), 'srv-'));
  const pipeline = await startPipeline({ directory: folder, port: 0, clockFrom: A_MONDAY });
  try {
    return await measured(pipeline);
  } finally {
    await pipeline.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(pipeline: LocalPipeline): Promise<SrvCost> {
  const { run, meter, logDir } = pipeline;
  const worker = pipeline.topology.functions.find(({ name }) => name.includes('SrvEvents'))?.name ?? '';
  const list = agreedListCsv({ firmware_version: TRIAL_FIRMWARE });
  const access = pipelineAccess(localClients(run), run.resources, async () => pipeline.clock.now());
  await putAndWait(access, { key: 'governance/agreed-list.csv', bytes: Buffer.from(list) });
  meter.reset();
  let messages = 0;
  // The second stream when the first is done, so that no write can serve two events.
  for (const stream of [prenotifications(DEVICES), statusChanges(DEVICES)]) {
    messages += stream.messages.length;
    await sendAll(pipeline, stream.messages);
    await workedOff(pipeline);
  }
  const sqs = meter.readings().filter(({ service, action }) => service === 'sqs' && SQS_ACTIONS.includes(action));
  const ours = sqs.filter(({ caller }) => caller === 'client' || caller === worker);
  const requests = ours.reduce((sum, { count }) => sum + count, 0);
  const writes = meter
    .readings()
    .filter(({ service, action, caller }) => service === 'dynamodb' && action === 'PutItem' && caller === worker)
    .reduce((sum, { count }) => sum + count, 0);

  const unitsARecord = await unitsOfRecords(pipeline);
  const changes = 2 * DEVICES;
  const flagged = DEVICES / TRIAL_EVERY;
  // By firmware: one entry for each new device. By trial: the whole record, each time that it changes.
  const indexUnits = DEVICES + 2 * flagged * unitsARecord;
  const { lines, batches } = logOf(join(logDir, `${worker}.log`));
  console.log(
    `${messages} SRV messages, ${changes} events: ${requests} SQS requests, ${writes} writes, ${batches} batches, ${lines} log lines`,
  );
  return {
    sqsRequestsPerEvent: requests / messages,
    writeUnitsOverFloor: (writes * unitsARecord + indexUnits) / (changes * unitsARecord + indexUnits),
    logLinesPerBatch: lines / batches,
  };
}

async function sendAll({ run }: LocalPipeline, bodies: readonly string[]): Promise<void> {
  const { sqs } = localClients(run);
  for (let from = 0; from < bodies.length; from += MESSAGES_AT_ONCE) {
    const Entries = bodies
      .slice(from, from + MESSAGES_AT_ONCE)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: run.resources.srvEventsQueueUrl, Entries }));
  }
}

/** Until the queue is empty: looked at from within, because a look from outside is a request too. */
async function workedOff({ run, depths }: LocalPipeline): Promise<void> {
  const name = run.resources.srvEventsQueueUrl.split('/').at(-1);
  for (;;) {
    const depth = (await depths()).find((each) => each.name === name);
    if (depth === undefined || depth.visible + depth.inFlight + depth.delayed === 0) return;
    await pause(50);
  }
}

/** Write units that a record takes, on average: one for each started KB of names and values. */
async function unitsOfRecords({ run }: LocalPipeline): Promise<number> {
  const client = documentClient(localClients(run).dynamodb);
  let units = 0;
  let records = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: run.resources.devicesTable,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      const bytes = Object.entries(item).reduce(
        (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
        0,
      );
      units += Math.ceil(bytes / 1024);
      records += 1;
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return units / records;
}

/** What the function itself wrote, and how often it ran: on AWS the log settings leave out START and similar lines. */
function logOf(file: string): { readonly lines: number; readonly batches: number } {
  const lines = readFileSync(file, 'utf8').split('\n');
  return {
    lines: lines.filter((line) => line.startsWith('{')).length,
    batches: lines.filter((line) => line.startsWith('START ')).length,
  };
}
