import * as z from 'zod';
import { statisticOf } from './alarm-evaluation.ts';
import type { MetricPoint } from './metric-store.ts';
import type { ServiceMetrics } from './service-metrics.ts';

const Annotation = z.looseObject({
  value: z.number(),
  label: z.string().optional(),
  color: z.string().optional(),
  yAxis: z.enum(['left', 'right']).optional(),
});

const Widget = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), properties: z.looseObject({ markdown: z.string() }) }),
  z.looseObject({
    type: z.literal('metric'),
    width: z.number(),
    properties: z.looseObject({
      title: z.string().default(''),
      stacked: z.boolean().default(false),
      metrics: z.array(z.array(z.unknown())),
      annotations: z.looseObject({ horizontal: z.array(Annotation).default([]) }).optional(),
    }),
  }),
  z.looseObject({
    type: z.literal('alarm'),
    properties: z.looseObject({ title: z.string().default(''), alarms: z.array(z.string()) }),
  }),
]);

/** The body of a dashboard, as far as it is drawn here. */
const Dashboard = z.looseObject({ widgets: z.array(Widget) });

const LineOptions = z.looseObject({
  label: z.string().optional(),
  color: z.string().optional(),
  stat: z.string().default('Average'),
  period: z.number().default(300),
  yAxis: z.enum(['left', 'right']).default('left'),
});

/** One line of a graph: a statistic of a metric, period by period, oldest first. */
export type DrawnLine = {
  readonly label: string;
  readonly axis: 'left' | 'right';
  readonly color?: string | undefined;
  readonly periodSeconds: number;
  readonly points: readonly MetricPoint[];
};

/** A widget of the dashboard, ready to be drawn. */
export type DrawnWidget =
  | { readonly kind: 'text'; readonly markdown: string }
  | {
      readonly kind: 'graph';
      readonly title: string;
      /** Columns of 24. */
      readonly width: number;
      readonly stacked: boolean;
      readonly lines: readonly DrawnLine[];
      readonly limits: readonly {
        readonly value: number;
        readonly label: string;
        readonly color?: string | undefined;
      }[];
    }
  | { readonly kind: 'alarms'; readonly title: string; readonly alarms: readonly string[] };

/**
 * The widgets of a dashboard as CloudWatch would draw them, from the metrics of the run.
 *
 * @param body the JSON of the template, its references resolved
 * @throws z.ZodError for a widget that is not understood.
 */
export function dashboardView(body: string, metrics: Pick<ServiceMetrics, 'points'>): readonly DrawnWidget[] {
  return Dashboard.parse(JSON.parse(body)).widgets.map((widget): DrawnWidget => {
    switch (widget.type) {
      case 'text':
        return { kind: 'text', markdown: widget.properties.markdown };
      case 'alarm': {
        const { title, alarms } = widget.properties;
        return { kind: 'alarms', title, alarms: alarms.map((arn) => arn.replace(/^arn:.*:alarm:/, '')) };
      }
      case 'metric': {
        const { title, stacked, metrics: lines, annotations } = widget.properties;
        return {
          kind: 'graph',
          title,
          width: widget.width,
          stacked,
          lines: lines.map((line) => drawnLine(line, metrics)),
          limits: (annotations?.horizontal ?? []).map(({ value, label, color }) => ({
            value,
            label: label ?? '',
            color,
          })),
        };
      }
    }
  });
}

/** A line of a graph: namespace, name, pairs of dimension and value, then its options. */
function drawnLine(line: readonly unknown[], metrics: Pick<ServiceMetrics, 'points'>): DrawnLine {
  const { label, color, stat, period, yAxis } = LineOptions.parse(line.find((part) => typeof part === 'object') ?? {});
  const [namespace = '', name = '', ...pairs] = line.filter((part) => typeof part === 'string');
  const dimensions = Object.fromEntries(
    pairs.flatMap((key, index) => (index % 2 === 0 ? [[key, pairs[index + 1] ?? '']] : [])),
  );
  const periodMs = period * 1000;
  const periods = Map.groupBy(metrics.points({ namespace, name, dimensions }), ({ at }) => Math.floor(at / periodMs));
  return {
    label: label ?? name,
    axis: yAxis,
    color,
    periodSeconds: period,
    points: [...periods]
      .sort(([a], [b]) => a - b)
      .map(([index, of]) => ({
        at: index * periodMs,
        value: statisticOf(
          stat,
          of.map(({ value }) => value),
        ),
      })),
  };
}
