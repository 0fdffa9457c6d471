import { beforeAll, describe, expect, test } from 'vitest';
import type { FunctionName } from '../../functions/contracts/environment.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import type { MetricValues } from '../../functions/contracts/metrics.ts';
import { embeddedMetrics } from '../../functions/runtime/embedded-metrics.ts';
import { type GaugedView, watchGauges } from '../../functions/watch/gauges.ts';
import { trialGauges } from '../../functions/watch/trial-gauges.ts';
import { NO_TRIALS } from '../../functions/watch/trials-look.ts';
import { watchedMetrics } from '../../infra/local-aws/cloudwatch/alarm-evaluation.ts';
import { type AlarmState, alarmStates } from '../../infra/local-aws/cloudwatch/alarm-states.ts';
import { metricsInLine } from '../../infra/local-aws/cloudwatch/embedded-metrics.ts';
import { type MetricPoint, MetricStore } from '../../infra/local-aws/cloudwatch/metric-store.ts';
import type { Topology } from '../../infra/local-aws/template/topology.ts';
import { ACCEPTED } from '../support/accepted-cpl.ts';
import { synthesizedTopology } from '../support/synthesized-topology.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T09:00:00.000Z');

let topology: Topology;
beforeAll(async () => {
  topology = await synthesizedTopology('prod');
});

/** CloudWatch with nothing in it, over the alarms of the template. */
function cloudWatch() {
  const store = new MetricStore();
  const basis = {
    topology,
    metrics: { points: store.points.bind(store), isState: () => false },
    // Long enough ago that silence counts.
    startedAt: START - 1000 * MINUTE,
  };
  const states = (now: number) => new Map(alarmStates(basis, now).map((alarm) => [alarm.name, alarm]));
  return {
    store,
    states,
    state: (name: string, now: number): AlarmState['state'] | undefined => states(now).get(name)?.state,
    /** Takes the log line with which a function reports its metrics. */
    report<F extends FunctionName>(service: F, values: MetricValues<F>, at: number): void {
      const line = JSON.stringify({ level: 'INFO', service, ...embeddedMetrics(service, values, at) });
      for (const { metric, unit, point } of metricsInLine(line)) store.keep(metric, unit, point);
    },
  };
}

/** An alarm of the template, and the metrics that it watches the sum of. */
function alarmNamed(name: string) {
  const alarm = topology.alarms.find((each) => each.name === name);
  const watched = (alarm && watchedMetrics(alarm.properties)) ?? [];
  const [first] = watched;
  if (alarm === undefined || first === undefined) throw new Error(`There is no alarm ${name} on a metric`);
  return {
    ...alarm.properties,
    periodMs: first.periodMs,
    /** Lets the metrics come to a value. */
    measure: (store: MetricStore, point: MetricPoint): void => {
      for (const { metric } of watched)
        store.keep(metric, 'None', { ...point, value: metric === first.metric ? point.value : 0 });
    },
  };
}

/** Names of all alarms on a metric, for a table of tests that is made before the template is there. */
const NAMES = [
  'DSP updates dead letters',
  'DSP updates waiting',
  'Device Models throttled',
  'Devices throttled',
  'Gauges unread',
  'Inbox events failing',
  'Inbox events not delivered',
  'Issue skipped',
  'Lane dead letters',
  'Lane stuck',
  'Lane waiting',
  'Ledger throttled',
  'Mail bounces',
  'Mail complaints',
  'Mail refused',
  'Newer list superseded',
  'SRV events dead letters',
  'SRV events silent',
  'SRV events waiting',
  'SSC report overdue',
  'Scheduled runs lost',
  'Trial flagging off',
  'Trial rule breached',
  'Upload deadline at risk',
  'Upload deadline breached',
  'dsp-ingestion fails',
  'dsp-ingestion slow',
  'dsp-ingestion throttled',
  'intake fails',
  'intake slow',
  'intake throttled',
  'reports fails',
  'reports slow',
  'reports throttled',
  'srv-events fails',
  'srv-events slow',
  'srv-events throttled',
  'watch fails',
  'watch slow',
  'watch throttled',
];

test('these are all the alarms on a metric', () => {
  expect(topology.alarms.map(({ name }) => name).toSorted()).toEqual(NAMES);
});

describe.each(NAMES)('the alarm "%s"', (name) => {
  /** Feeds the alarm's metric one value for each of its periods, then says how the alarm stands. */
  function after(...rounds: readonly number[]): (AlarmState['state'] | undefined)[] {
    const { measure, periodMs, EvaluationPeriods } = alarmNamed(name);
    const here = cloudWatch();
    let now = START;
    return rounds.map((value) => {
      for (let period = 0; period < EvaluationPeriods; period += 1) {
        now += periodMs;
        measure(here.store, { at: now - 1, value });
      }
      return here.state(name, now);
    });
  }

  test('fires and clears', () => {
    const { Threshold, ComparisonOperator } = alarmNamed(name);
    const [bad, good] = ComparisonOperator === 'LessThanThreshold' ? [0, Threshold] : [Threshold, Threshold * 0.9];
    expect(after(good, bad, good)).toEqual(['ok', 'alarm', 'ok']);
  });
});

describe('missing data', () => {
  test('of a queue or a function is no trouble; of the watch it is', () => {
    const firing = [...cloudWatch().states(START).values()].filter(({ state }) => state === 'alarm');
    expect(firing.map(({ name }) => name)).toEqual(['SRV events silent', 'Gauges unread', 'Service impaired']);
  });

  test('of the watch leaves the alarms on what it sees as they were', () => {
    const here = cloudWatch();
    here.report('watch', looked({ facts: [{ kind: 'breached' }] }), START);
    expect(here.state('Upload deadline breached', START + 300 * MINUTE)).toBe('alarm');
  });
});

const NOW = new Date(START).toISOString();

/** What the watch reports of a view. */
function looked(over: Partial<GaugedView>): MetricValues<'watch'> {
  const quiet: GaugedView = {
    now: NOW,
    lane: {},
    settings: { trialFlagging: 'on' },
    waiting: [],
    held: [],
    incidents: [],
    facts: [],
    dispatches: [],
    trials: [],
    lastReport: { since: undefined },
  };
  const trials = trialGauges(NO_TRIALS);
  return { ...watchGauges({ ...quiet, ...over }), ...trials, MailsSent: 0, MailsRefused: 0, GaugesUnread: 0 };
}

/** A lane to which issue 2.051 never came, as is known since an instant. */
const skippedSince = (since: string): GaugedView['lane'] => ({
  issues: { newest: '2.052', arrived: [], skipped: [{ issue: '2.051', since }] },
});

const HOUR = 60 * MINUTE;
const ago = (milliseconds: number): string => new Date(START - milliseconds).toISOString();

describe('what the watch sees, in the very line that it writes', () => {
  test.each<[string, Partial<GaugedView>]>([
    ['Upload deadline breached', { facts: [{ kind: 'breached' }] }],
    ['Upload deadline at risk', { facts: [{ kind: 'at-risk' }] }],
    [
      'Lane stuck',
      { lane: { pending: { sequence: 1, effectsKey: 'log', offset: 0, since: ago(HOUR), facts: EMPTY_LANE } } },
    ],
    ['Issue skipped', { lane: skippedSince(ago(24 * HOUR)) }],
    ['Newer list superseded', { lane: { accepted: { ...ACCEPTED, shutOut: ['2.052'] } } }],
    ['SSC report overdue', { lastReport: { since: ago(8 * 24 * HOUR) } }],
    ['Trial rule breached', { facts: [{ kind: 'trial-breach' }] }],
    ['Trial flagging off', { settings: { trialFlagging: 'off' } }],
  ])('sets off "%s", and nothing but the one over all, until it is over', (name, view) => {
    const here = cloudWatch();
    const on = (now: number): string[] =>
      [...here.states(now).values()].filter(({ state }) => state === 'alarm').map((alarm) => alarm.name);
    keepRunning(here.store);
    here.report('watch', looked(view), START);
    const whole = here.states(START).get(name)?.severity === 1 ? ['Service impaired'] : [];
    expect(on(START)).toEqual([name, ...whole]);
    here.report('watch', looked({}), START + 15 * MINUTE);
    expect(on(START + 15 * MINUTE)).toEqual([]);
  });

  test('sets off "Mail refused" while a mail is refused, until the mails are taken again', () => {
    const here = cloudWatch();
    keepRunning(here.store);
    here.report('watch', { ...looked({}), MailsRefused: 1 }, START);
    expect(here.state('Mail refused', START)).toBe('alarm');
    here.report('watch', looked({}), START + 15 * MINUTE);
    expect(here.state('Mail refused', START + 15 * MINUTE)).toBe('ok');
  });

  /** Lets the watch have run every quarter of an hour, and have read everything. */
  function keepRunning(store: MetricStore): void {
    const { measure } = alarmNamed('Gauges unread');
    for (let at = START - HOUR; at <= START + HOUR; at += 15 * MINUTE) measure(store, { at, value: 0 });
    alarmNamed('SRV events silent').measure(store, { at: START, value: 1 });
    alarmNamed('SRV events silent').measure(store, { at: START + HOUR, value: 1 });
  }
});

test('the one over all is on while any of severity 1 is, and no other', () => {
  const severities = cloudWatch().states(START);
  const SILENT = ['Gauges unread', 'SRV events silent'];
  for (const name of NAMES.filter((each) => !SILENT.includes(each))) {
    const here = cloudWatch();
    const { measure, periodMs, Threshold } = alarmNamed(name);
    for (const silent of SILENT)
      alarmNamed(silent).measure(here.store, { at: START, value: silent === 'Gauges unread' ? 0 : 1 });
    for (let at = START - 2 * periodMs; at <= START; at += periodMs) measure(here.store, { at, value: Threshold });
    expect([name, here.state(name, START)]).toEqual([name, 'alarm']);
    const expected = severities.get(name)?.severity === 1 ? 'alarm' : 'ok';
    expect([name, here.state('Service impaired', START)]).toEqual([name, expected]);
  }
});
