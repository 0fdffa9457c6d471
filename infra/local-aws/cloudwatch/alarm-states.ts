import type { Topology } from '../template/topology.ts';
import { evaluateAlarm, type AlarmEvaluation, type WatchedMetric, watchedMetrics } from './alarm-evaluation.ts';
import { ruleHolds } from './alarm-rule.ts';
import type { MetricPoint } from './metric-store.ts';
import type { ServiceMetrics } from './service-metrics.ts';

/** An alarm as it stands: `not-evaluated` when there is too little data, or one machine cannot know. */
export type AlarmState = AlarmEvaluation & {
  readonly name: string;
  readonly description: string;
  /** 1 to 3, as the description begins; absent when it does not say. */
  readonly severity?: number;
  /** Since when it stands so, as ISO instant; absent until it was first seen to change. */
  readonly since?: string;
};

/** What alarms are evaluated on. */
export type AlarmBasis = {
  readonly topology: Pick<Topology, 'alarms' | 'compositeAlarms'>;
  readonly metrics: Pick<ServiceMetrics, 'points' | 'isState'>;
  /** When the run began, in milliseconds: nothing can be missing from before. */
  readonly startedAt: number;
};

/** Evaluates every alarm of the template at an instant; those over others last, in the order in which they depend. */
export function alarmStates({ topology, metrics, startedAt }: AlarmBasis, now: number): readonly AlarmState[] {
  /** The points of a metric; what says how things stand says so for each period, until it is measured again. */
  function lasting({ metric, periodMs }: WatchedMetric, periods: number): readonly MetricPoint[] {
    const points = metrics.points(metric);
    const latest = points.at(-1);
    if (latest === undefined || !metrics.isState(metric)) return points;
    return Array.from({ length: periods }, (_, period) => ({ ...latest, at: now - period * periodMs })).reverse();
  }

  const states = new Map<string, AlarmState>();
  for (const { name, properties } of topology.alarms) {
    const watched = watchedMetrics(properties);
    if (watched === undefined) {
      states.set(name, { ...describe(name, properties.AlarmDescription), state: 'not-evaluated' });
      continue;
    }
    const seen = watched.map((each) => ({ ...each, points: lasting(each, properties.EvaluationPeriods) }));
    const evaluation = evaluateAlarm(properties, seen, { now, startedAt });
    states.set(name, { ...describe(name, properties.AlarmDescription), ...evaluation });
  }
  for (const { name, properties } of topology.compositeAlarms) {
    const holds = ruleHolds(properties.AlarmRule, (of) => {
      const state = states.get(of);
      if (state === undefined) throw new Error(`Alarm ${name} is over ${of}, which there is not before it`);
      return state.state;
    });
    states.set(name, { ...describe(name, properties.AlarmDescription), state: holds ? 'alarm' : 'ok' });
  }
  return [...states.values()];
}

function describe(name: string, description = ''): Pick<AlarmState, 'name' | 'description' | 'severity'> {
  const severity = /^Severity (\d)/.exec(description)?.[1];
  return { name, description, ...(severity === undefined ? {} : { severity: Number(severity) }) };
}
