import { beforeAll, expect, test } from 'vitest';
import { named } from '../support/synthesized-policies.ts';
import { type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let alarms: readonly SynthesizedResource[];
beforeAll(async () => {
  alarms = (await synthesize('dev')).pipeline.ofType('AWS::CloudWatch::Alarm');
});

/** What an alarm watches and from when it is on, on one line. */
function inWords({ properties }: SynthesizedResource): string {
  const { Statistic, MetricName, Namespace, Dimensions, ComparisonOperator, Threshold, EvaluationPeriods, Period } =
    properties;
  const of: readonly { Name: string; Value: unknown }[] = Dimensions;
  const dimensions = of.map(({ Name, Value }) => `${Name} ${named(Value)}`).join(', ');
  const compared = COMPARED.get(ComparisonOperator) ?? 'compared otherwise';
  const periods = `${EvaluationPeriods} x ${Period} s`;
  return `${Statistic} ${Namespace} ${MetricName} of ${dimensions}: ${compared} ${Threshold}, ${periods}`;
}

const COMPARED: ReadonlyMap<unknown, string> = new Map([
  ['GreaterThanOrEqualToThreshold', '>='],
  ['LessThanThreshold', '<'],
]);

const lying = (queue: string): string =>
  `Maximum AWS/SQS ApproximateNumberOfMessagesVisible of QueueName ${queue}: >= 1, 1 x 60 s`;
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
  // Three of its looks.
  'Gauges unread': 'Maximum CplPipeline GaugesUnread of service watch: >= 1, 3 x 900 s',
  'Upload deadline breached': seen('DeadlinesBreached', 1),
  'Upload deadline at risk': seen('DeadlinesAtRisk', 1),
  'Lane stuck': seen('LaneStuckMinutes', 45),
  'Issue skipped': seen('IssueSkippedDays', 1),
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
