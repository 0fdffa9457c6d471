import type { MetricQuery } from '../../../functions/operator/charts/chart-list.ts';
import type { PeriodValue, TimeRange } from '../../../functions/operator/charts/time-range.ts';
import { statisticOf } from '../../local-aws/cloudwatch/alarm-evaluation.ts';
import type { MetricPoint, MetricSeries } from '../../local-aws/cloudwatch/metric-store.ts';

/** A statistic of a metric of this run, period by period, as CloudWatch would give it; no value where there is no point. */
export function localMetric(
  all: readonly MetricSeries[],
  query: MetricQuery,
  range: TimeRange,
  now: number,
): readonly PeriodValue[] {
  const series = all.find(
    ({ namespace, name, dimensions }) =>
      namespace === query.namespace && name === query.name && isSame(dimensions, query.dimensions),
  );
  if (series === undefined) return [];
  const { from, to, periodMs } = range;
  const points = series.points.filter(({ at }) => at < to);
  const periods = Map.groupBy(points, ({ at }) => Math.floor(at / periodMs) * periodMs);
  const values: PeriodValue[] = [];
  let status: MetricPoint | undefined;
  for (const at of startsOf(points, range)) {
    const of = periods.get(at) ?? [];
    // What the services measure of a queue is kept only when it changes: it stands until then.
    const seen = query.namespace === 'AWS/SQS' && status !== undefined ? [status, ...of] : of;
    status = of.at(-1) ?? status;
    if (at < from || at > now || seen.length === 0) continue;
    values.push({
      at,
      value: statisticOf(
        query.statistic,
        seen.map(({ value }) => value),
      ),
    });
  }
  return values;
}

/** The begins of the periods from the first point on, or from that of the range where it is earlier. */
function* startsOf(points: readonly MetricPoint[], { from, to, periodMs }: TimeRange): Generator<number> {
  const first = points[0]?.at ?? to;
  for (let at = Math.min(from, Math.floor(first / periodMs) * periodMs); at < to; at += periodMs) yield at;
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
