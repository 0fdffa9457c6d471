import type { QueueEmulator } from './emulators/queues.ts';
import type { FunctionHistory, LocalFunction } from './lambda/local-function.ts';
import type { Topology } from './template/topology.ts';

/** An alarm as it stands: `not-evaluated` when one machine cannot tell. */
export type AlarmState = {
  readonly name: string;
  readonly description: string;
  readonly state: 'ok' | 'alarm' | 'not-evaluated';
  /** The metric's value it was judged by. */
  readonly value?: number;
};

type Alarm = Topology['alarms'][number];
type Metric = { readonly namespace: string; readonly name: string; readonly of: string; readonly windowMs: number };

const COMPARISONS: Readonly<Record<Alarm['properties']['ComparisonOperator'], (a: number, b: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** What alarms are judged on. */
export type AlarmBasis = {
  readonly topology: Topology;
  readonly queues: QueueEmulator;
  readonly functions: readonly LocalFunction[];
  /** When the run began, in milliseconds: nothing can be missing from before. */
  readonly startedAt: number;
};

/** Judges every alarm of the template on the state that there is now. */
export async function alarmStates(basis: AlarmBasis): Promise<readonly AlarmState[]> {
  const judged = await Promise.all(
    basis.topology.alarms.map(async ({ name, properties }): Promise<AlarmState> => {
      const description = properties.AlarmDescription ?? '';
      const metric = metricOf(properties);
      const value = metric === undefined ? undefined : await valueOf(metric, basis);
      if (value === undefined) return { name, description, state: 'not-evaluated' };
      const breached = COMPARISONS[properties.ComparisonOperator](value, properties.Threshold);
      return { name, description, state: breached ? 'alarm' : 'ok', value };
    }),
  );
  const composite = basis.topology.compositeAlarms.map((name) => ({
    name,
    description: '',
    state: 'not-evaluated' as const,
  }));
  return [...judged, ...composite];
}

/** The one metric an alarm watches; `undefined` for metric maths. */
function metricOf(properties: Alarm['properties']): Metric | undefined {
  const [only, ...others] = properties.Metrics ?? [];
  const stat = others.length === 0 ? only?.MetricStat : undefined;
  const { Namespace, MetricName, Dimensions } = properties.Metrics === undefined ? properties : (stat?.Metric ?? {});
  const [dimension] = Dimensions ?? [];
  if (Namespace === undefined || MetricName === undefined || dimension === undefined) return undefined;
  const windowMs = (stat?.Period ?? properties.Period) * properties.EvaluationPeriods * 1000;
  return { namespace: Namespace, name: MetricName, of: dimension.Value, windowMs };
}

async function valueOf(metric: Metric, { queues, functions, startedAt }: AlarmBasis): Promise<number | undefined> {
  if (metric.namespace === 'AWS/Lambda') {
    const history = functions.find(({ name }) => name === metric.of)?.history;
    if (history === undefined || !isCounted(metric.name)) return undefined;
    const from = Date.now() - metric.windowMs;
    if (metric.name === 'Invocations' && from < startedAt) return undefined;
    return history[metric.name].filter((time) => time >= from).length;
  }
  if (metric.namespace !== 'AWS/SQS') return undefined;
  if (metric.name === 'ApproximateAgeOfOldestMessage') {
    const { ready, inflight } = await queues.contents(metric.of);
    const sent = [...ready, ...inflight.map(({ message }) => message)].map(({ sentTimestamp }) => sentTimestamp);
    return sent.length === 0 ? 0 : Math.floor((Date.now() - Math.min(...sent)) / 1000);
  }
  const depth = (await queues.depths()).find(({ name }) => name === metric.of);
  if (metric.name === 'ApproximateNumberOfMessagesVisible') return depth?.visible;
  return metric.name === 'ApproximateNumberOfMessagesNotVisible' ? depth?.inFlight : undefined;
}

function isCounted(name: string): name is keyof FunctionHistory {
  return name === 'Invocations' || name === 'Errors' || name === 'Throttles';
}
