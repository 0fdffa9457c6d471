import type { Emulators } from '../emulators/emulators.ts';
import type { LocalFunction } from '../lambda/local-function.ts';
import type { Topology } from '../template/topology.ts';
import { alarmMails } from './alarm-mail.ts';
import { type AlarmState, alarmStates } from './alarm-states.ts';
import { type DrawnWidget, dashboardView } from './dashboard-view.ts';
import { metricsInLine } from './embedded-metrics.ts';
import { type MetricSeries, MetricStore } from './metric-store.ts';
import { serviceMetrics } from './service-metrics.ts';

/** Looks that functions call for come at most this often, in milliseconds of the machine. */
const BETWEEN_LOOKS_MS = 500;

/** Changes of alarms that are kept: the oldest go first. */
const MOST_CHANGES = 1000;

/** An alarm that began or ended, and when (milliseconds). */
export type AlarmChange = { readonly name: string; readonly state: 'alarm' | 'ok'; readonly at: number };

/** What CloudWatch is on one machine. */
export type LocalCloudWatch = {
  /** Takes a line that a function printed, with the metrics in it. */
  readonly takeLine: (line: string) => void;
  /** Hears of an invocation that ended; alarms are evaluated soon. */
  readonly invocationEnded: (functionName: string, durationMs: number) => void;
  /** Measures, evaluates every alarm, and mails to the subscribers of their topics what has changed. */
  readonly look: () => Promise<readonly AlarmState[]>;
  /** Which alarms began and ended, oldest first. */
  readonly alarmChanges: () => readonly AlarmChange[];
  /** All metrics that were reported or measured. */
  readonly series: () => readonly MetricSeries[];
  /** The dashboards of the template, widget by widget. */
  readonly dashboard: () => readonly DrawnWidget[];
  /** Stops evaluating; resolves when the last look has ended. */
  readonly stop: () => Promise<void>;
};

/** What it is made from. */
export type CloudWatchGround = {
  readonly topology: Topology;
  readonly emulators: Pick<Emulators, 'queues' | 'mail'>;
  /** The functions, once there are any. */
  readonly functions: () => readonly LocalFunction[];
  readonly onFault: (fault: unknown) => void;
};

/** CloudWatch on one machine: metrics in memory, and alarms that are evaluated when they are looked at. */
export function startCloudWatch({ topology, emulators, functions, onFault }: CloudWatchGround): LocalCloudWatch {
  const store = new MetricStore();
  const metrics = serviceMetrics(store, emulators.queues, functions);
  const startedAt = Date.now();
  const known = new Map<string, { readonly state: AlarmState['state']; readonly since: string }>();
  const changes: AlarmChange[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let stirred: NodeJS.Timeout | undefined;
  let stopped = false;

  async function evaluateAll(): Promise<readonly AlarmState[]> {
    // What a function printed comes by another way than its answer: it is given time to arrive.
    for (let turns = 0; turns < 2; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await metrics.sample();
    const now = Date.now();
    const states: AlarmState[] = [];
    for (const alarm of alarmStates({ topology, metrics, startedAt }, now)) {
      const before = known.get(alarm.name);
      const changed = before?.state !== alarm.state;
      const since = changed ? new Date(now).toISOString() : before.since;
      known.set(alarm.name, { state: alarm.state, since });
      states.push({ ...alarm, since });
      if (changed) await notify(before?.state ?? 'not-evaluated', { ...alarm, since });
    }
    return states;
  }

  async function notify(before: AlarmState['state'], alarm: AlarmState): Promise<void> {
    // A run that has only just begun has nothing to be glad of.
    if (alarm.state === 'not-evaluated' || (alarm.state === 'ok' && before !== 'alarm')) return;
    changes.push({ name: alarm.name, state: alarm.state, at: Date.now() });
    if (changes.length > MOST_CHANGES) changes.shift();
    const { AlarmActions = [], OKActions = [] } =
      [...topology.alarms, ...topology.compositeAlarms].find(({ name }) => name === alarm.name)?.properties ?? {};
    const topics = alarm.state === 'alarm' ? AlarmActions : OKActions;
    for (const mail of alarmMails(before, alarm, topics, topology)) await emulators.mail.deliver(mail);
  }

  const look = (): Promise<readonly AlarmState[]> => {
    if (stopped) return Promise.resolve([]);
    const mine = turn.then(evaluateAll);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    takeLine: (line) => {
      try {
        for (const { metric, unit, point } of metricsInLine(line)) store.keep(metric, unit, point);
      } catch (fault) {
        onFault(fault);
      }
    },
    invocationEnded: (functionName, durationMs) => {
      if (stopped) return;
      const metric = { namespace: 'AWS/Lambda', name: 'Duration', dimensions: { FunctionName: functionName } };
      store.keep(metric, 'Milliseconds', { at: Date.now(), value: durationMs });
      stirred ??= setTimeout(() => {
        stirred = undefined;
        look().catch(onFault);
      }, BETWEEN_LOOKS_MS);
    },
    look,
    alarmChanges: () => changes,
    series: () => store.all(),
    dashboard: () => topology.dashboards.flatMap(({ properties }) => dashboardView(properties.DashboardBody, metrics)),
    stop: async () => {
      stopped = true;
      clearTimeout(stirred);
      await turn;
    },
  };
}
