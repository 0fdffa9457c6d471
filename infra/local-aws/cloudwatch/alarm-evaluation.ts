import type { Topology } from '../template/topology.ts';
import type { MetricId, MetricPoint } from './metric-store.ts';

type Alarm = Topology['alarms'][number]['properties'];

/** What an alarm watches: one metric, in periods, by one statistic. */
export type WatchedMetric = { readonly metric: MetricId; readonly statistic: string; readonly periodMs: number };

/** How an alarm stands, and the last value it was evaluated by: `not-evaluated` when there is too little data. */
export type AlarmEvaluation = { readonly state: 'ok' | 'alarm' | 'not-evaluated'; readonly value?: number };

const COMPARISONS: Readonly<Record<Alarm['ComparisonOperator'], (a: number, b: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The metrics that an alarm watches the sum of, mostly one; `undefined` for other maths. */
export function watchedMetrics(alarm: Alarm): readonly WatchedMetric[] | undefined {
  const { Metrics } = alarm;
  if (Metrics === undefined) return all([watchedMetric(alarm, alarm, alarm.Statistic ?? alarm.ExtendedStatistic)]);
  const stats = Metrics.filter(({ MetricStat }) => MetricStat !== undefined);
  const [maths, ...others] = Metrics.filter(({ Expression }) => Expression !== undefined);
  const sum = stats.map(({ Id }) => Id).join(' + ');
  if (others.length > 0 || (maths === undefined ? stats.length > 1 : maths.Expression !== sum)) return undefined;
  return all(
    stats.map(({ MetricStat }) => MetricStat && watchedMetric(MetricStat.Metric, MetricStat, MetricStat.Stat)),
  );
}

function watchedMetric(
  { Namespace, MetricName, Dimensions }: Pick<Alarm, 'Namespace' | 'MetricName' | 'Dimensions'>,
  { Period }: Pick<Alarm, 'Period'>,
  statistic = 'Average',
): WatchedMetric | undefined {
  if (Namespace === undefined || MetricName === undefined) return undefined;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { metric: { namespace: Namespace, name: MetricName, dimensions }, statistic, periodMs: Period * 1000 };
}

/** All of them, or nothing if one is missing. */
function all<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = items.filter((item) => item !== undefined);
  return there.length === items.length ? there : undefined;
}

/** A metric that an alarm watches, with the points there are of it, in order. */
export type WatchedPoints = WatchedMetric & { readonly points: readonly MetricPoint[] };

/**
 * Evaluates an alarm at an instant by the sum of its metrics: period by period back from now, as many as it evaluates, a
 * period without data by what the alarm takes that for. From before the run began nothing is known.
 */
export function evaluateAlarm(
  alarm: Alarm,
  watched: readonly WatchedPoints[],
  { now, startedAt }: { readonly now: number; readonly startedAt: number },
): AlarmEvaluation {
  const breaches = (value: number): boolean => COMPARISONS[alarm.ComparisonOperator](value, alarm.Threshold);
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  const periodMs = Math.max(...watched.map((each) => each.periodMs));
  const values = summed(
    watched.map(({ statistic, points }) =>
      latestPeriods(points, { periodMs, now, most: alarm.EvaluationPeriods }).map(({ period, of }) => ({
        period,
        value: statisticOf(statistic, of),
      })),
    ),
  );
  const [latest] = values;
  const latestValue = latest === undefined ? {} : { value: latest.value };
  if (alarm.TreatMissingData === 'ignore' || alarm.TreatMissingData === 'missing') {
    // The last periods that have data, however long ago: without data an alarm stays as it is.
    if (values.length < needed) return { state: 'not-evaluated', ...latestValue };
    return { state: values.filter(({ value }) => breaches(value)).length >= needed ? 'alarm' : 'ok', ...latestValue };
  }
  const missingBreaches = alarm.TreatMissingData === 'breaching';
  const verdicts = Array.from({ length: alarm.EvaluationPeriods }, (_, period) => {
    const found = values.find((each) => each.period === period);
    if (found !== undefined) return breaches(found.value);
    return missingBreaches && now - (period + 1) * periodMs < startedAt ? undefined : missingBreaches;
  });
  const breaching = verdicts.filter((verdict) => verdict === true).length;
  if (breaching >= needed) return { state: 'alarm', ...latestValue };
  const unknown = verdicts.filter((verdict) => verdict === undefined).length;
  return { state: breaching + unknown >= needed ? 'not-evaluated' : 'ok', ...latestValue };
}

type PeriodValue = { readonly period: number; readonly value: number };

/** The sum for each period for which every metric has a value: CloudWatch adds nothing to what is missing. */
function summed([first = [], ...others]: readonly (readonly PeriodValue[])[]): readonly PeriodValue[] {
  return first.flatMap(({ period, value }) => {
    const more = others.map((other) => other.find((each) => each.period === period)?.value);
    const there = more.filter((each) => each !== undefined);
    return there.length < more.length ? [] : [{ period, value: there.reduce((sum, each) => sum + each, value) }];
  });
}

/** The values of the latest periods that have any, at most so many, the latest period (0) first; points are in order. */
function latestPeriods(
  points: readonly MetricPoint[],
  { periodMs, now, most }: { readonly periodMs: number; readonly now: number; readonly most: number },
): readonly { readonly period: number; readonly of: readonly number[] }[] {
  const periods = new Map<number, number[]>();
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (point === undefined || point.at > now) continue;
    const period = Math.floor((now - point.at) / periodMs);
    const of = periods.get(period);
    if (of !== undefined) of.push(point.value);
    else if (periods.size < most) periods.set(period, [point.value]);
    else break;
  }
  return [...periods].map(([period, of]) => ({ period, of }));
}

/** A statistic of the values of one period, of which there is at least one. */
export function statisticOf(statistic: string, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = values.reduce((all, value) => all + value, 0);
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percentile !== undefined) {
    return sorted[Math.max(0, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)] ?? 0;
  }
  switch (statistic) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return values.length;
    case 'Maximum':
      return sorted.at(-1) ?? 0;
    case 'Minimum':
      return sorted.at(0) ?? 0;
    case 'Average':
      return sum / values.length;
    default:
      throw new RangeError(`The local run does not know the statistic ${statistic}`);
  }
}
