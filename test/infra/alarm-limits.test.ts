import { beforeAll, expect, test } from 'vitest';
import { named } from '../support/synthesized-policies.ts';
import { type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let alarms: readonly SynthesizedResource[];
beforeAll(async () => {
  alarms = (await synthesize('prod')).pipeline.ofType('AWS::CloudWatch::Alarm');
});

/** What an alarm watches and from when it is on, on one line. */
function inWords({ properties }: SynthesizedResource): string {
  const { Metrics, ComparisonOperator, Threshold, EvaluationPeriods } = properties;
  const metrics: readonly Watched[] =
    Metrics === undefined
      ? [properties]
      : Metrics.filter(isStat).map(({ MetricStat }: StatOf) => ({
          ...MetricStat.Metric,
          Statistic: MetricStat.Stat,
          Period: MetricStat.Period,
        }));
  const compared = COMPARED.get(ComparisonOperator) ?? 'compared otherwise';
  const periods = [...new Set(metrics.map(({ Period }) => Period))].join(' or ');
  return `${metrics.map(metricInWords).join(' + ')}: ${compared} ${Threshold}, ${EvaluationPeriods} x ${periods} s`;
}

type Watched = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Statistic: string;
  readonly Period: number;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
};
type StatOf = { readonly MetricStat: { readonly Metric: Watched; readonly Stat: string; readonly Period: number } };

function isStat(metric: object): boolean {
  return 'MetricStat' in metric;
}

function metricInWords({ Statistic, Namespace, MetricName, Dimensions }: Watched): string {
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name} ${named(Value)}`).join(', ');
  return `${Statistic} ${Namespace} ${MetricName} of ${dimensions}`;
}

const COMPARED: ReadonlyMap<unknown, string> = new Map([
  ['GreaterThanOrEqualToThreshold', '>='],
  ['LessThanThreshold', '<'],
]);

const lying = (queue: string): string =>
  `Maximum AWS/SQS ApproximateNumberOfMessagesVisible of QueueName ${queue} + ` +
  `Maximum AWS/SQS ApproximateNumberOfMessagesNotVisible of QueueName ${queue}: >= 1, 1 x 60 s`;
const slow = (name: string, milliseconds: number): string =>
  `Maximum AWS/Lambda Duration of FunctionName ${name}: >= ${milliseconds}, 1 x 300 s`;
const refusing = (table: string): string =>
  ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem']
    .map((operation) => `Sum AWS/DynamoDB ThrottledRequests of Operation ${operation}, TableName ${table}`)
    .join(' + ') + ': >= 1, 3 x 300 s';
const waiting = (queue: string, seconds: number): string =>
  `Maximum AWS/SQS ApproximateAgeOfOldestMessage of QueueName ${queue}: >= ${seconds}, 3 x 60 s`;
const failing = (name: string): string => `Sum AWS/Lambda Errors of FunctionName ${name}: >= 1, 1 x 300 s`;
const throttled = (name: string): string => `Sum AWS/Lambda Throttles of FunctionName ${name}: >= 1, 3 x 300 s`;
const seen = (metric: string, limit: number): string =>
  `Maximum CplPipeline ${metric} of service watch: >= ${limit}, 1 x 900 s`;
/** The rates from which SES itself looks into an account. */
const returned = (rate: string, limit: number): string =>
  `Maximum AWS/SES Reputation.${rate} of ses:configuration-set MailerConfigurationSet: >= ${limit}, 1 x 3600 s`;

/** From when each alarm is on. A line that changes here is a decision, not a detail. */
const LIMITS: Readonly<Record<string, string>> = {
  'Inbox events not delivered': lying('InboxUndelivered'),
  'Lane dead letters': lying('LaneDeadLetters'),
  'Lane waiting': waiting('LaneQueue', 1800),
  'DSP updates dead letters': lying('DspUpdatesDeadLetters'),
  'DSP updates waiting': waiting('DspUpdatesQueue', 1800),
  'SRV events dead letters': lying('SrvEventsDeadLetters'),
  'SRV events waiting': waiting('SrvEventsQueue', 900),
  'Scheduled runs lost': lying('LostRuns'),
  'intake fails': failing('IntakeFunction'),
  'dsp-ingestion fails': failing('DspIngestionFunction'),
  'srv-events fails': failing('SrvEventsFunction'),
  'watch fails': failing('WatchFunction'),
  'reports fails': failing('ReportsFunction'),
  'intake throttled': throttled('IntakeFunction'),
  'dsp-ingestion throttled': throttled('DspIngestionFunction'),
  'srv-events throttled': throttled('SrvEventsFunction'),
  'watch throttled': throttled('WatchFunction'),
  'reports throttled': throttled('ReportsFunction'),
  'intake slow': slow('IntakeFunction', 96_000),
  'dsp-ingestion slow': slow('DspIngestionFunction', 24_000),
  'srv-events slow': slow('SrvEventsFunction', 48_000),
  'watch slow': slow('WatchFunction', 240_000),
  'reports slow': slow('ReportsFunction', 720_000),
  'Ledger throttled': refusing('TablesLedger'),
  'Device Models throttled': refusing('TablesDeviceModels'),
  'Devices throttled': refusing('TablesDevices'),
  'Inbox events failing':
    'Sum AWS/Events FailedInvocations of RuleName InboxFileArrived + ' +
    'Sum AWS/Events RetryInvocationAttempts of RuleName InboxFileArrived: >= 1, 3 x 300 s',
  'SRV events silent': 'Sum AWS/SQS NumberOfMessagesSent of QueueName SrvEventsQueue: < 1, 6 x 3600 s',
  // Three of its looks.
  'Gauges unread': 'Maximum CplPipeline GaugesUnread of service watch: >= 1, 3 x 900 s',
  'Upload deadline breached': seen('DeadlinesBreached', 1),
  'Upload deadline at risk': seen('DeadlinesAtRisk', 1),
  'Lane stuck': seen('LaneStuckMinutes', 45),
  'Issue skipped': seen('IssueSkippedDays', 1),
  'Newer list superseded': seen('ListsShutOut', 1),
  'SSC report overdue': seen('DaysSinceReport', 8),
  'Mail refused': seen('MailsRefused', 1),
  'Mail bounces': returned('BounceRate', 0.05),
  'Mail complaints': returned('ComplaintRate', 0.001),
  'Trial rule breached': seen('TrialBreaches', 1),
  'Trial flagging off': seen('TrialFlaggingOff', 1),
};

test.each(Object.entries(LIMITS))('the alarm "%s" is on from its limit: %s', (name, limit) => {
  expect(alarms.filter(({ properties }) => properties.AlarmName === name).map(inWords)).toEqual([limit]);
});

test('no other alarm is on a metric', () => {
  expect(alarms).toHaveLength(Object.keys(LIMITS).length);
});

test('an alarm over several metrics is on by their sum', () => {
  const maths = alarms.filter(({ properties }) => properties.Metrics !== undefined);
  expect(maths.length).toBeGreaterThan(5);
  for (const { properties } of maths) {
    const metrics: readonly (StatOf & { readonly Id: string; readonly ReturnData: boolean })[] = properties.Metrics;
    const summands = metrics.filter(isStat);
    expect(metrics.filter((metric) => !isStat(metric))).toEqual([
      {
        Id: expect.stringMatching(/^[a-z]\w*$/),
        Label: expect.any(String),
        Expression: summands.map(({ Id }) => Id).join(' + '),
        ReturnData: true,
      },
    ]);
    for (const { ReturnData } of summands) expect(ReturnData).toBe(false);
  }
});
