import { describe, expect, test } from 'vitest';
import { evaluateAlarm, statisticOf, watchedMetrics } from '../../../infra/local-aws/cloudwatch/alarm-evaluation.ts';
import type { Topology } from '../../../infra/local-aws/template/topology.ts';

type Alarm = Topology['alarms'][number]['properties'];

const MINUTE = 60_000;
const NOW = 1000 * MINUTE;

const ALARM: Alarm = {
  Dimensions: [],
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [],
  OKActions: [],
};

/** Values by how many minutes ago they were measured. */
type Minutes = Readonly<Record<number, number>>;

function evaluated(
  over: Partial<Alarm>,
  minutesAgo: Minutes | readonly Minutes[],
  { statistic = 'Sum', startedAt = 0 } = {},
) {
  const alarm = { ...ALARM, ...over };
  const metrics = Array.isArray(minutesAgo) ? minutesAgo : [minutesAgo];
  const watched = metrics.map((each: Minutes) => ({ ...METRIC, statistic, points: points(each) }));
  return evaluateAlarm(alarm, watched, { now: NOW, startedAt });
}

const METRIC = { metric: { namespace: 'N', name: 'M', dimensions: {} }, periodMs: MINUTE };

function points(minutesAgo: Minutes) {
  return Object.entries(minutesAgo)
    .map(([ago, value]) => ({ at: NOW - Number(ago) * MINUTE - 1, value }))
    .sort((a, b) => a.at - b.at);
}

describe('an alarm', () => {
  test('is on when the last period breaches, and gives its value', () => {
    expect(evaluated({}, { 0: 5 })).toEqual({ state: 'alarm', value: 5 });
    expect(evaluated({}, { 0: 4, 1: 9 })).toEqual({ state: 'ok', value: 4 });
  });

  test('over three periods is on only when each of them breaches', () => {
    expect(evaluated({ EvaluationPeriods: 3 }, { 0: 5, 1: 5, 2: 5 }).state).toBe('alarm');
    expect(evaluated({ EvaluationPeriods: 3 }, { 0: 5, 1: 4, 2: 5 }).state).toBe('ok');
    expect(evaluated({ EvaluationPeriods: 3, DatapointsToAlarm: 2 }, { 0: 5, 1: 4, 2: 5 }).state).toBe('alarm');
  });

  test.each([
    ['notBreaching', 'ok'],
    ['breaching', 'alarm'],
    ['ignore', 'not-evaluated'],
    ['missing', 'not-evaluated'],
  ] as const)('takes a metric without any data as it says: %s is %s', (TreatMissingData, state) => {
    expect(evaluated({ TreatMissingData }, {}).state).toBe(state);
  });

  test('that ignores missing data stays as it was', () => {
    expect(evaluated({ TreatMissingData: 'ignore' }, { 300: 5 })).toEqual({ state: 'alarm', value: 5 });
    expect(evaluated({ TreatMissingData: 'ignore' }, { 300: 5, 200: 1 })).toEqual({ state: 'ok', value: 1 });
  });

  test('over several metrics is evaluated by their sum, period by period', () => {
    expect(evaluated({}, [{ 0: 2 }, { 0: 3 }])).toEqual({ state: 'alarm', value: 5 });
    expect(evaluated({}, [{ 0: 2, 1: 9 }, { 0: 2 }])).toEqual({ state: 'ok', value: 4 });
  });

  test('over several metrics takes a period in which one has no data for missing', () => {
    expect(evaluated({}, [{ 0: 9 }, { 1: 9 }]).state).toBe('ok');
    expect(evaluated({ TreatMissingData: 'breaching' }, [{ 0: 1 }, {}]).state).toBe('alarm');
  });

  test('knows nothing of the time before the run', () => {
    const silent = { TreatMissingData: 'breaching', EvaluationPeriods: 3 } as const;
    expect(evaluated(silent, {}, { startedAt: NOW - 2 * MINUTE }).state).toBe('not-evaluated');
    expect(evaluated(silent, {}, { startedAt: NOW - 3 * MINUTE }).state).toBe('alarm');
    expect(evaluated(silent, { 0: 1 }, { startedAt: NOW - 2 * MINUTE }).state).toBe('ok');
  });
});

test.each([
  ['Sum', 10],
  ['Maximum', 4],
  ['Minimum', 1],
  ['Average', 2.5],
  ['SampleCount', 4],
  ['p50', 2],
  ['p99', 4],
])('%s of 4, 1, 3 and 2 is %d', (statistic, value) => {
  expect(statisticOf(statistic, [4, 1, 3, 2])).toBe(value);
});

test('a statistic that is not known is not guessed', () => {
  expect(() => statisticOf('IQM', [1])).toThrow('IQM');
});

describe('what an alarm watches', () => {
  const stat = (Id: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'N', MetricName: Id, Dimensions: [] }, Period: 60, Stat: 'Maximum' },
  });
  const watched = (Metrics: Alarm['Metrics']) =>
    watchedMetrics({ ...ALARM, Metrics })?.map(({ metric }) => metric.name);

  test('is the sum of its metrics, where its maths says so', () => {
    expect(watched([{ Id: 'e', Expression: 'a + b' }, stat('a'), stat('b')])).toEqual(['a', 'b']);
    expect(watched([stat('a')])).toEqual(['a']);
  });

  test('is not known where its maths is another', () => {
    expect(watched([{ Id: 'e', Expression: 'a - b' }, stat('a'), stat('b')])).toBeUndefined();
    expect(watched([{ Id: 'e', Expression: 'a' }, { Id: 'f', Expression: 'a' }, stat('a')])).toBeUndefined();
    expect(watched([stat('a'), stat('b')])).toBeUndefined();
  });
});
