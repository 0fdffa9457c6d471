import type { QueueEmulator } from '../emulators/queues.ts';
import type { FunctionHistory, LocalFunction } from '../lambda/local-function.ts';
import type { MetricId, MetricPoint, MetricStore } from './metric-store.ts';

const HISTORIES = ['Invocations', 'Errors', 'Throttles'] as const satisfies readonly (keyof FunctionHistory)[];

/** Messages of a queue that are looked through for the oldest; of more than these the age is not reported. */
const MOST_MESSAGES = 2000;

/** What the services themselves measure: metrics of queues as they are now, and of functions as they ran. */
export type ServiceMetrics = {
  /** Measures the queues and keeps that, as SQS does each minute. */
  readonly sample: () => Promise<void>;
  /** Points of a metric that a service measures, or that a function reported. */
  readonly points: (metric: MetricId) => readonly MetricPoint[];
  /** Whether a metric says how things stand, and goes on saying so until it is measured again. */
  readonly isState: (metric: MetricId) => boolean;
};

/** Measures what SQS and Lambda measure, and gives it together with what the functions report. */
export function serviceMetrics(
  store: MetricStore,
  queues: QueueEmulator,
  functions: () => readonly LocalFunction[],
): ServiceMetrics {
  const ofQueue = (queue: string, name: string): MetricId => ({
    namespace: 'AWS/SQS',
    name,
    dimensions: { QueueName: queue },
  });
  return {
    async sample() {
      const at = Date.now();
      for (const { name, visible, inFlight } of await queues.depths()) {
        const total = visible + inFlight;
        store.keepState(ofQueue(name, 'ApproximateNumberOfMessagesVisible'), 'Count', { at, value: visible });
        store.keepState(ofQueue(name, 'ApproximateNumberOfMessagesNotVisible'), 'Count', { at, value: inFlight });
        if (total > MOST_MESSAGES) continue;
        const value = total === 0 ? 0 : await oldestSeconds(name, queues);
        store.keepState(ofQueue(name, 'ApproximateAgeOfOldestMessage'), 'Seconds', { at, value });
      }
    },
    points(metric) {
      const kind = metric.namespace === 'AWS/Lambda' ? HISTORIES.find((known) => known === metric.name) : undefined;
      if (kind === undefined) return store.points(metric);
      const history = functions().find(({ name }) => name === metric.dimensions['FunctionName'])?.history;
      if (history === undefined) return [];
      const counted = history[kind].map((at) => ({ at, value: 1 }));
      // An invocation without a fault is reported as none, so that the graph goes on.
      const none = kind === 'Invocations' ? [] : history.Invocations.map((at) => ({ at, value: 0 }));
      return [...none, ...counted].sort((a, b) => a.at - b.at);
    },
    isState: ({ namespace }) => namespace === 'AWS/SQS',
  };
}

async function oldestSeconds(queue: string, queues: QueueEmulator): Promise<number> {
  const { ready, inflight } = await queues.contents(queue);
  const sent = [...ready, ...inflight.map(({ message }) => message)].map(({ sentTimestamp }) => sentTimestamp);
  return sent.length === 0 ? 0 : Math.max(0, Math.floor((Date.now() - Math.min(...sent)) / 1000));
}
