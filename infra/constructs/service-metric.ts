import { Duration } from 'aws-cdk-lib/core';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../../functions/contracts/metrics.ts';

/** A metric of the list in `contracts/metrics.ts`; the sum over 15 minutes by default. */
export function serviceMetric<F extends FunctionName>(of: F, name: MetricName<F>, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { [METRICS_DIMENSION]: of },
    statistic: Stats.SUM,
    period: Duration.minutes(15),
    ...options,
  });
}

/** The same as a line of a graph, with the words that the list has for it; an alarm takes no label. */
export function graphLine<F extends FunctionName>(of: F, name: MetricName<F>, options: MetricOptions = {}): Metric {
  const meanings = new Map(Object.entries(METRICS[of]).map(([known, { meaning }]) => [known, meaning]));
  return serviceMetric(of, name, { label: meanings.get(name) ?? name, ...options });
}

/** A gauge of the watch as a line of a graph: how things stood when it looked last, and no sum of looks. */
export function gaugeLine(name: MetricName<'watch'>, options: MetricOptions = {}): Metric {
  return graphLine('watch', name, { statistic: Stats.MAXIMUM, ...options });
}
