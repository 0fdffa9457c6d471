import type { FunctionName } from '../contracts/environment.ts';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE, type MetricValues } from '../contracts/metrics.ts';

/** CloudWatch takes no more values of one metric from one line. */
const MOST_VALUES = 100;

/**
 * Metrics in CloudWatch's embedded metric format, as fields of a JSON log line: CloudWatch Logs makes metrics of any line
 * that has `_aws` at its root, so the one summary line carries them and nothing calls CloudWatch. The dimension is the
 * field `service`, which the logger itself puts into every line.
 *
 * The line must reach stdout as it is. Powertools' logger writes with a console of its own, past the one that Lambda
 * patches; `console.log` would end up, under Lambda's JSON format, as text within `message`, and no metric would come of it.
 *
 * @param at milliseconds
 */
export function embeddedMetrics<F extends FunctionName>(
  service: F,
  values: MetricValues<F>,
  at: number,
): Readonly<Record<string, unknown>> {
  const given = new Map<string, number | readonly number[] | undefined>(Object.entries(values));
  const measured = Object.entries(METRICS[service]).flatMap(([name, { unit }]) => {
    const value = given.get(name) ?? [];
    const list = typeof value === 'number' ? [value] : value.slice(0, MOST_VALUES);
    // The format has no empty lists: what was not measured is left out.
    return list.length === 0 ? [] : [{ name, unit, value: list.length === 1 ? list[0] : list }];
  });
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: METRICS_NAMESPACE,
          Dimensions: [[METRICS_DIMENSION]],
          Metrics: measured.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...Object.fromEntries(measured.map(({ name, value }) => [name, value])),
  };
}
