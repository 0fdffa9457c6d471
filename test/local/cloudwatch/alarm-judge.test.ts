import { describe, expect, test } from 'vitest';
import { judgeAlarm, statisticOf } from '../../../infra/local/cloudwatch/alarm-judge.ts';
import type { Topology } from '../../../infra/local/template/topology.ts';

type Alarm = Topology['alarms'][number]['properties'];

const MINUTE = 60_000;
const NOW = 1000 * MINUTE;

function judged(
  over: Partial<Alarm>,
  minutesAgo: Readonly<Record<number, number>>,
  { statistic = 'Sum', startedAt = 0 } = {},
) {
  const alarm: Alarm = {
    Dimensions: [],
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [],
    OKActions: [],
    ...over,
  };
  const points = Object.entries(minutesAgo)
    .map(([ago, value]) => ({ at: NOW - Number(ago) * MINUTE - 1, value }))
    .sort((a, b) => a.at - b.at);
  const metric = { namespace: 'N', name: 'M', dimensions: {} };
  return judgeAlarm(alarm, { metric, statistic, periodMs: 60_000 }, points, { now: NOW, startedAt });
}

describe('an alarm', () => {
  test('is on when the last period breaches, and tells its value', () => {
    expect(judged({}, { 0: 5 })).toEqual({ state: 'alarm', value: 5 });
    expect(judged({}, { 0: 4, 1: 9 })).toEqual({ state: 'ok', value: 4 });
  });

  test('over three periods is on only when each of them breaches', () => {
    expect(judged({ EvaluationPeriods: 3 }, { 0: 5, 1: 5, 2: 5 }).state).toBe('alarm');
    expect(judged({ EvaluationPeriods: 3 }, { 0: 5, 1: 4, 2: 5 }).state).toBe('ok');
    expect(judged({ EvaluationPeriods: 3, DatapointsToAlarm: 2 }, { 0: 5, 1: 4, 2: 5 }).state).toBe('alarm');
  });

  test.each([
    ['notBreaching', 'ok'],
    ['breaching', 'alarm'],
    ['ignore', 'not-evaluated'],
    ['missing', 'not-evaluated'],
  ] as const)('takes a metric without any data as it says: %s is %s', (TreatMissingData, state) => {
    expect(judged({ TreatMissingData }, {}).state).toBe(state);
  });

  test('that ignores missing data stays as it was', () => {
    expect(judged({ TreatMissingData: 'ignore' }, { 300: 5 })).toEqual({ state: 'alarm', value: 5 });
    expect(judged({ TreatMissingData: 'ignore' }, { 300: 5, 200: 1 })).toEqual({ state: 'ok', value: 1 });
  });

  test('knows nothing of the time before the run', () => {
    const silent = { TreatMissingData: 'breaching', EvaluationPeriods: 3 } as const;
    expect(judged(silent, {}, { startedAt: NOW - 2 * MINUTE }).state).toBe('not-evaluated');
    expect(judged(silent, {}, { startedAt: NOW - 3 * MINUTE }).state).toBe('alarm');
    expect(judged(silent, { 0: 1 }, { startedAt: NOW - 2 * MINUTE }).state).toBe('ok');
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
