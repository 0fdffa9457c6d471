import * as z from 'zod';
import type { MetricId, MetricPoint } from './metric-store.ts';

const Directive = z.object({
  Namespace: z.string(),
  Dimensions: z.array(z.array(z.string())),
  Metrics: z.array(z.object({ Name: z.string(), Unit: z.string().default('None') })).max(100),
});

const Line = z.looseObject({
  _aws: z.object({ Timestamp: z.number(), CloudWatchMetrics: z.array(Directive) }),
});

const Values = z.union([z.number().transform((value) => [value]), z.array(z.number()).min(1).max(100)]);

/** A point of a metric, as a line of a log has it. */
export type ReportedPoint = { readonly metric: MetricId; readonly unit: string; readonly point: MetricPoint };

/**
 * The metrics in a line of a function's log, by CloudWatch's embedded metric format: none in a line that has no `_aws` at
 * its root. What CloudWatch would drop without a word (a name without a value, a dimension that is no text) is an error.
 *
 * @throws z.ZodError when the line breaks the format.
 */
export function metricsInLine(line: string): readonly ReportedPoint[] {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return [];
  const fields = Line.parse(JSON.parse(line));
  const { Timestamp: at, CloudWatchMetrics } = fields._aws;
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, z.string().parse(fields[name])]));
      return Metrics.flatMap(({ Name, Unit }) =>
        Values.parse(fields[Name]).map((value) => ({
          metric: { namespace: Namespace, name: Name, dimensions },
          unit: Unit,
          point: { at, value },
        })),
      );
    }),
  );
}

/** Cuts output, which comes in pieces of any size, into whole lines. */
export function wholeLines(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
