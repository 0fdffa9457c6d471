import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { documentClient } from '../../functions/adapters/clients.ts';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { localClients } from '../../functions/operator/pipeline-access.ts';
import { putAndWait } from '../../functions/operator/put-file.ts';
import { DEMO_BEGINS, demoInput } from '../../infra/local/demo-inputs.ts';
import { demoAccess, workedOff } from '../../infra/local/demo-outcome.ts';
import { type LocalPipeline, startPipeline } from '../../infra/local/pipeline.ts';
import { prenotifications, statusChanges } from '../bench/srv/events.ts';
import type { Counted, Requests } from './counted.ts';

const DEVICES = 1000;
const ISSUES = ['cpl-2.302.csv', 'cpl-2.303.csv', 'cpl-2.304.csv', 'cpl-2.305.csv'];
const WATCHES = 4;

/** Lets a pipeline of this machine do each thing some times, and counts what AWS would bill for one. */
export async function countRequests(): Promise<Counted> {
  const folder = mkdtempSync(join(tmpdir(), 'cost-'));
  const pipeline = await startPipeline({ directory: folder, port: 0, clockFrom: DEMO_BEGINS });
  try {
    return await counted(pipeline);
  } finally {
    await pipeline.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function counted(pipeline: LocalPipeline): Promise<Counted> {
  const access = demoAccess(pipeline.run, () => pipeline.clock.now());
  const put = (name: string, folder: string) =>
    putAndWait(access, { key: `${folder}/${name}`, bytes: Buffer.from(demoInput(name)) });
  for (const name of ['agreed-list.csv', 'gbcs-register.csv']) await put(name, 'governance');
  await put('cpl-2.301.csv', 'cpl');
  await workedOff(access);

  const issue = await measured(pipeline, ISSUES.length, async () => {
    for (const name of ISSUES) await put(name, 'cpl');
    await workedOff(access);
  });
  const messages = [...prenotifications(DEVICES).messages, ...statusChanges(DEVICES).messages];
  const srvEvent = await measured(pipeline, 2 * DEVICES, async () => {
    await sendAll(pipeline, messages);
    await workedOff(access);
  });
  const watch = await measured(pipeline, WATCHES, async () => {
    for (let run = 0; run < WATCHES; run += 1) await pipeline.invoke('WatchFunction', {});
  });
  const report = await measured(pipeline, 1, async () => {
    await pipeline.invoke('ReportsFunction', { report: 'ssc', requestId: 'cost' });
  });
  const { alarms, compositeAlarms, eventSourceMappings } = pipeline.topology;
  return {
    issue,
    // The DSP sends in tens.
    srvEvent: { ...srvEvent, sqsStandard: rounded(srvEvent.sqsStandard + messages.length / 10 / (2 * DEVICES)) },
    watch,
    report,
    deviceKb: await kbOfDevices(pipeline),
    queues: eventSourceMappings.length,
    alarms: alarms.length + compositeAlarms.length,
    metrics: Object.values(METRICS).flatMap((of) => Object.keys(of)).length,
  };
}

/** What functions ask for while something is done so many times, each time; what the client asks for is not the pipeline's. */
async function measured(pipeline: LocalPipeline, times: number, work: () => Promise<void>): Promise<Requests> {
  await pipeline.quiet();
  pipeline.meter.reset();
  const before = invocations(pipeline);
  await work();
  await pipeline.quiet();
  const of = (service: string, actions: RegExp, caller = /./): number =>
    pipeline.meter
      .readings()
      .filter(
        (each) =>
          each.service === service && each.caller !== 'client' && actions.test(each.action) && caller.test(each.caller),
      )
      .reduce((sum, { count }) => sum + count, 0) / times;
  const standard = of('sqs', /Send|Receive|Delete/, /SrvEvents/);
  return {
    sqsStandard: rounded(standard),
    // All that is not of the srv-events function is of a FIFO queue.
    sqsFifo: rounded(of('sqs', /Send|Receive|Delete/) - standard),
    tableReads: rounded(of('dynamodb', /^(?:GetItem|Query|BatchGetItem|Scan)$/)),
    tableWrites: rounded(of('dynamodb', /^(?:PutItem|UpdateItem|DeleteItem)$/)),
    puts: rounded(of('s3', /^(?:Put|Copy|Create|Upload|Complete|List)/)),
    gets: rounded(of('s3', /^(?:Get|Head)/)),
    mails: rounded(of('sesv2', /./) + of('ses', /./)),
    invocations: rounded((invocations(pipeline) - before) / times),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** How often functions have run, by their logs. */
function invocations({ logDir }: LocalPipeline): number {
  return readdirSync(logDir)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(logDir, name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('START ')).length;
}

async function sendAll({ run }: LocalPipeline, bodies: readonly string[]): Promise<void> {
  const { sqs } = localClients(run);
  for (let from = 0; from < bodies.length; from += 10) {
    const Entries = bodies.slice(from, from + 10).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: run.resources.srvEventsQueueUrl, Entries }));
  }
}

async function kbOfDevices({ run }: LocalPipeline): Promise<number> {
  const client = documentClient(localClients(run).dynamodb);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: run.resources.devicesTable }));
  const bytes = Items.flatMap((item) => Object.entries(item)).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  );
  return Number((bytes / Items.length / 1024).toPrecision(2));
}
