import { deviceItem } from '../../functions/contracts/device-record.ts';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import { EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { Choices } from '../simulation/choices.ts';
import { newSandbox } from '../simulation/functions.ts';
import { World } from '../simulation/world.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { publishedOf } from '../support/workbook-lists.ts';
import type { Figure } from './figure.ts';

/** Entries of the list, of which ten have a certificate that falls due. */
const ENTRIES = 700;
const DUE = 10;
const TRIAL_DEVICES = 48;
/** Devices of the inventory that are in no trial and run no firmware that is asked about. */
const OTHERS = [1_000, 20_000] as const;

/**
 * Requests to AWS of one look of the watch, and of one report to the SSC: counted on the simulated services with few and
 * with many devices that are in no trial and no case, which must cost nothing.
 */
export async function lookFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, run, input, atMost] of [
    ['watch.requestsPerLook', 'watch', { watch: 'all' }, 60],
    ['reports.ssc.requests', 'reports', { report: 'ssc', requestId: 'bench' }, 60],
  ] as const) {
    const [few, many] = [await requestsOf(run, input, OTHERS[0]), await requestsOf(run, input, OTHERS[1])];
    console.log(`${name}: ${few} with ${OTHERS[0]} other devices, ${many} with ${OTHERS[1]}`);
    figures.push({ name, value: many, atMost }, { name: `${name}Growth`, value: many - few, atMost: 0 });
  }
  return figures;
}

async function requestsOf(name: FunctionName, input: unknown, others: number): Promise<number> {
  const world = new World(new Choices(1), { lane: 10, dspUpdates: 10, srvEvents: 5 });
  world.calm = true;
  const rows = Array.from({ length: ENTRIES }, (_, at) => ({ entry: at + 1 }));
  const due = { cpa: { id: 'SYN-CPA', date: '2026-12-15', dated: 'expires' as const } };
  const later = { cpa: { id: 'SYN-CPA', date: '2031-12-15', dated: 'expires' as const } };
  await put(world, 'cpl/list.csv', cplCsv(rows));
  await put(
    world,
    'cpl/published.csv',
    publishedOf(rows, ({ entryNumber }) => (Number(entryNumber) <= DUE ? due : later)),
  );
  await put(
    world,
    'governance/agreed-list.csv',
    agreedListCsv({ firmware_version: TRIAL_FIRMWARE, start_date: '2026-11-01', end_date: '2028-04-30' }),
  );
  await deliverUpdates(world);
  const lists = [
    EMPTY_AGREED_LIST,
    agreedList(1, '2026-11-02T09:00:00.000Z', [{ trialId: 'T-2026-1', firmwareVersion: TRIAL_FIRMWARE }]),
  ];
  for (let number = 0; number < TRIAL_DEVICES + others; number += 1) {
    const firmwareVersion = number < TRIAL_DEVICES ? TRIAL_FIRMWARE : 'FF000001';
    const record = evaluatedRecord(number, lists, { firmwareVersion });
    world.tables.devices.put(deviceItem(record, new Date(world.now).toISOString()), undefined, {}, world.now);
  }
  world.now += 3_600_000;
  return invoked(world, name, { messages: [], input });
}

/** Puts a file into the inbox and lets the lane decide about it. */
async function put(world: World, key: string, text: string): Promise<void> {
  const body = Buffer.from(text);
  const version = world.buckets.inbox.put(key, body, world.now);
  const object = { key, size: body.byteLength, 'version-id': version };
  const time = `${new Date(world.now).toISOString().slice(0, 19)}Z`;
  const event = {
    id: key,
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time,
    detail: { bucket: { name: 'inbox' }, object },
  };
  world.queues.lane.send({ body: JSON.stringify(event), group: 'lane' }, world.now);
  await invoked(world, 'intake', { messages: world.queues.lane.messages.splice(0) });
}

/** Lets the DSP take all that was sent to it. */
async function deliverUpdates(world: World): Promise<void> {
  const { messages } = world.queues['dsp-updates'];
  while (messages.length > 0) await invoked(world, 'dsp-ingestion', { messages: messages.splice(0, 10) });
}

/** Runs a function to its end; how many requests it made. */
async function invoked(world: World, name: FunctionName, work: Parameters<World['invoke']>[1]): Promise<number> {
  const sandbox = newSandbox(world, name, 0, {});
  world.sandboxes.push(sandbox);
  await world.invoke(sandbox, work);
  const [invocation] = world.live;
  if (invocation === undefined) throw new Error(`${name} was not started`);
  let requests = 0;
  while (invocation.pending.length > 0) {
    if (!isNextPage(invocation.pending[0]?.input)) requests += 1;
    await world.carryOut(invocation);
  }
  if (world.takeEnded().every(({ ended }) => ended !== 'done')) throw new Error(`${name} failed`);
  return requests;
}

/** The simulated table gives two items of a scan at once, and AWS a megabyte: a whole list of entries is one page there. */
function isNextPage(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'ExclusiveStartKey' in input;
}
