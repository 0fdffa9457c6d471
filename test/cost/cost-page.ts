import type { Counted, Requests } from './counted.ts';
import { PRICES, PRICES_OF } from './prices.ts';

/** What a stage has to do in a month. */
export type Load = {
  readonly name: string;
  readonly devices: number;
  /** SRV events a day that change a device. */
  readonly events: number;
  /** Issues of the list a month: the real one comes about every ten days, and daily in busy times. */
  readonly issues: number;
};

const DAYS = 30.4;
const LOADS: readonly Load[] = [
  { name: 'a pilot', devices: 100_000, events: 20_000, issues: 4 },
  { name: 'the SMI of 2018', devices: 1_000_000, events: 200_000, issues: 4 },
  { name: 'Great Britain, end of 2022', devices: 60_000_000, events: 4_000_000, issues: 10 },
];

/** What no meter counts: how long functions run (GB-seconds an invocation), what they write to their logs, and the like. */
const ASSUMED = {
  srvGbSeconds: 0.25,
  otherGbSeconds: 2,
  logKbAnInvocation: 1,
  watchesADay: 96,
  eventsABatch: 100,
} as const;

/** Requests that a poller of Lambda makes of an idle queue in a month: five at a time, each waiting 20 seconds. */
const POLLS_A_MONTH = (5 * (DAYS * 86_400)) / 20;

/** US dollars a month by what they are for. */
export function monthlyCost({ devices, events, issues }: Load, counted: Counted): Readonly<Record<string, number>> {
  const monthly = (times: number, of: Requests): Requests => mapped(of, (count) => count * times);
  const things = [
    monthly(events * DAYS, counted.srvEvent),
    monthly(issues, counted.issue),
    monthly(ASSUMED.watchesADay * DAYS, counted.watch),
    monthly(DAYS / 7, counted.report),
  ];
  const sum = (of: keyof Requests): number => things.reduce((total, each) => total + each[of], 0);
  const gb = (devices * counted.deviceKb) / 1024 ** 2;
  const batches = (events * DAYS) / ASSUMED.eventsABatch;
  const other = Math.max(0, sum('invocations') - events * DAYS * counted.srvEvent.invocations);
  // A new device has an entry in the index by firmware; a later event writes the record alone.
  const writeUnits = sum('tableWrites') * Math.max(1, Math.ceil(counted.deviceKb));
  // ESI-034, ESI-034i and the OPR exclusions read the whole table once a day each, not consistently.
  const scanUnits = (3 * DAYS * gb * 1024 ** 2) / 8;
  return {
    SQS:
      sum('sqsStandard') * PRICES.sqsStandardRequest +
      (sum('sqsFifo') + counted.queues * POLLS_A_MONTH) * PRICES.sqsFifoRequest,
    'DynamoDB, requests': writeUnits * PRICES.dynamoWriteUnit + sum('tableReads') * PRICES.dynamoReadUnit,
    'DynamoDB, daily extracts': scanUnits * PRICES.dynamoReadUnit,
    'DynamoDB, storage and recovery': gb * 1.3 * PRICES.dynamoGbMonth + gb * PRICES.dynamoRecoveryGbMonth,
    Lambda:
      (batches + other) * PRICES.lambdaRequest +
      (batches * ASSUMED.srvGbSeconds + other * ASSUMED.otherGbSeconds) * PRICES.lambdaArmGbSecond,
    S3: sum('puts') * PRICES.s3Put + sum('gets') * PRICES.s3Get + DAYS * gb * 0.2 * PRICES.s3GbMonth,
    'Logs, metrics, alarms, key':
      ((batches + other) * ASSUMED.logKbAnInvocation * PRICES.logsGb) / 1024 ** 2 +
      counted.metrics * PRICES.metricMonth +
      counted.alarms * PRICES.alarmMonth +
      PRICES.dashboardMonth +
      PRICES.keyMonth,
    SES: sum('mails') * PRICES.mail,
  };
}

/** The page of what the pipeline costs, made of what was counted. */
export function costPage(counted: Counted): string {
  const costs = LOADS.map((load) => ({ load, cost: monthlyCost(load, counted) }));
  const parts = Object.keys(costs[0]?.cost ?? {});
  const dollars = (value: number): string => (value < 1 ? value.toFixed(2) : Math.round(value).toLocaleString('en-GB'));
  const total = (cost: Readonly<Record<string, number>>): number =>
    Object.values(cost).reduce((sum, value) => sum + value, 0);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const things = ['srvEvent', 'issue', 'watch', 'report'] as const;
  const names = {
    srvEvent: 'an SRV event',
    issue: 'an issue of the list',
    watch: 'a run of the watch',
    report: 'a report to the SSC',
  };
  const kinds = Object.keys(counted.issue).filter((kind): kind is keyof Requests => kind in counted.issue);
  return [
    '# What it costs',
    '',
    `Written by \`npm run cost\`, which lets the local run do each thing and counts the requests that AWS would bill; a test fails when`,
    `this page is not what the counts and prices come to. Prices are those of ${PRICES_OF.region}, ${PRICES_OF.date}, by ${PRICES_OF.source}, in US`,
    'dollars without tax (`test/cost/prices.ts`): look them up again before a budget. No bill of AWS was ever compared with it.',
    '',
    '## A month',
    '',
    row(['', ...costs.map(({ load }) => load.name)]),
    row(['---', ...costs.map(() => '---')]),
    row(['devices', ...costs.map(({ load }) => load.devices.toLocaleString('en-GB'))]),
    row(['SRV events a day', ...costs.map(({ load }) => load.events.toLocaleString('en-GB'))]),
    row(['issues of the list', ...costs.map(({ load }) => String(load.issues))]),
    ...parts.map((part) => row([part, ...costs.map(({ cost }) => dollars(cost[part] ?? 0))])),
    row(['**all, in $**', ...costs.map(({ cost }) => `**${dollars(total(cost))}**`)]),
    '',
    'An event is one that changes a device: what the DSP sends beside those costs a request of SQS in ten, and no write. Loading 60 million',
    `devices once takes ${dollars(2 * 60_000_000 * PRICES.dynamoWriteUnit)} dollars of writes (the record, and its entry in the index by firmware).`,
    '',
    '## What was counted, for one of each',
    '',
    row(['', ...things.map((thing) => names[thing])]),
    row(['---', ...things.map(() => '---')]),
    ...kinds.map((kind) => row([WORDS[kind], ...things.map((thing) => String(counted[thing][kind]))])),
    '',
    `A device's item has ${counted.deviceKb} KB; ${counted.queues} queues are polled; there are ${counted.alarms} alarms and ${counted.metrics} metrics.`,
    'Not counted but assumed:',
    `${ASSUMED.eventsABatch} events a batch, ${ASSUMED.srvGbSeconds} GB-seconds for one, ${ASSUMED.otherGbSeconds} for any other invocation, ${ASSUMED.logKbAnInvocation} KB of log each, ${ASSUMED.watchesADay} runs of the watch a day.`,
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<keyof Requests, string>> = {
  sqsStandard: 'SQS, standard queue',
  sqsFifo: 'SQS, FIFO queues',
  tableReads: 'reads of tables',
  tableWrites: 'writes of tables',
  puts: 'puts of objects',
  gets: 'gets of objects',
  mails: 'mails',
  invocations: 'invocations',
};

function mapped(of: Requests, change: (count: number) => number): Requests {
  const { sqsStandard, sqsFifo, tableReads, tableWrites, puts, gets, mails, invocations } = of;
  return {
    sqsStandard: change(sqsStandard),
    sqsFifo: change(sqsFifo),
    tableReads: change(tableReads),
    tableWrites: change(tableWrites),
    puts: change(puts),
    gets: change(gets),
    mails: change(mails),
    invocations: change(invocations),
  };
}
