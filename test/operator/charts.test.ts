import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Chart, chartList, type MetricQuery } from '../../functions/operator/charts/chart-list.ts';
import { chartInWords, drawnChart, lineParts, topOf } from '../../functions/operator/charts/drawn-chart.ts';
import { periodsOf, rangeUntil, ticksOf } from '../../functions/operator/charts/time-range.ts';
import { awsAlarmChanges, awsMetrics } from '../../functions/operator/console/aws-metrics.ts';
import { localMetric } from '../../infra/local/console/local-metrics.ts';
import { simulatedClient } from '../support/simulated-client.ts';

const MINUTES_15 = 15 * 60_000;
const NOON = Date.parse('2026-11-16T12:00:00.000Z');

describe('the range that all charts share', () => {
  test('ends with the period that goes on, and begins as long before as was asked for', () => {
    const range = rangeUntil('24h', '2026-11-16T12:07:00.000Z');
    expect(new Date(range.to).toISOString()).toBe('2026-11-16T12:15:00.000Z');
    expect([periodsOf(range), periodsOf(rangeUntil('7d', '2026-11-16T12:07:00.000Z'))]).toEqual([96, 168]);
  });

  test('has its marks at round times of the clock in London, in summer and where the clocks change', () => {
    const labels = (name: Parameters<typeof rangeUntil>[0], until: string) =>
      ticksOf(rangeUntil(name, until)).map(({ label }) => label);
    expect(labels('24h', '2026-07-10T20:30:00.000Z')).toEqual(['00:00', '06:00', '12:00', '18:00']);
    // 25 October 2026 has 25 hours: the marks keep to the clock.
    expect(labels('24h', '2026-10-25T12:00:00.000Z')).toEqual(['18:00', '00:00', '06:00', '12:00']);
    expect(labels('3h', '2026-11-16T12:07:00.000Z').slice(0, 2)).toEqual(['09:30', '10:00']);
    expect(labels('7d', '2026-11-16T12:07:00.000Z')).toContain('Mon 16');
    expect(labels('30d', '2026-11-16T12:07:00.000Z')).toEqual([
      '21 Oct',
      '26 Oct',
      '1 Nov',
      '6 Nov',
      '11 Nov',
      '16 Nov',
    ]);
  });
});

describe('a chart', () => {
  const query: MetricQuery = { namespace: 'n', name: 'm', dimensions: {}, statistic: 'Sum' };
  const chart: Chart = {
    title: 'Lists',
    kind: 'bars',
    unit: 'lists',
    divisor: 1,
    series: [
      { ...query, label: 'accepted' },
      { ...query, label: 'refused' },
    ],
  };
  const range = { from: NOON, to: NOON + 6 * MINUTES_15, periodMs: MINUTES_15 };
  const value = (period: number, of: number) => ({ at: NOON + period * MINUTES_15, value: of });

  test('leaves a gap where nothing was reported, which is not the same as 0', () => {
    const drawn = drawnChart(chart, [[value(0, 2), value(1, 0), value(4, 3)], [value(4, 4)]], range);
    expect(drawn.gaps).toEqual([
      { from: 2, periods: 2 },
      { from: 5, periods: 1 },
    ]);
    expect(drawn.top).toBe(8);
    expect(lineParts(drawn.values[0] ?? [])).toEqual([
      { from: 0, values: [2, 0] },
      { from: 4, values: [3] },
    ]);
  });

  test('is said in words: sums of what is counted, the last and the highest of what is measured, and how much is missing', () => {
    const points = [[value(0, 2), value(1, 0), value(4, 3)], [value(4, 0)]];
    const inWords = (instant: string) => instant.slice(11, 16);
    expect(chartInWords(drawnChart(chart, points, range), inWords)).toBe(
      'accepted: 5 in all (most in one period 3, 13:00); refused: 0 throughout. Nothing was reported in 3 of 6 periods',
    );
    expect(chartInWords(drawnChart({ ...chart, kind: 'lines', divisor: 2 }, points, range), inWords)).toContain(
      'accepted: last 1.5, highest 1.5 (13:00)',
    );
    expect(chartInWords(drawnChart(chart, [[], []], range), inWords)).toBe('Nothing was reported in this range');
  });

  test.each([
    [0, 1],
    [1, 1],
    [1.2, 2],
    [7, 8],
    [9, 10],
    [24, 30],
    [716, 800],
    [999, 1000],
  ])('whose highest value is %d has an axis up to %d', (highest, top) => expect(topOf(highest)).toBe(top));
});

describe('the values of a metric', () => {
  const range = { from: NOON, to: NOON + 4 * MINUTES_15, periodMs: MINUTES_15 };
  const ofQueue = {
    namespace: 'AWS/SQS',
    name: 'Visible',
    dimensions: { QueueName: 'q' },
    statistic: 'Maximum',
  } as const;

  test('on this machine are those of its periods; what a queue holds stands until it is measured again', () => {
    const points = [
      { at: NOON - 1, value: 3 },
      { at: NOON + MINUTES_15 + 5, value: 1 },
    ];
    const series = (namespace: string) => [{ ...ofQueue, namespace, unit: 'Count', points }];
    const now = NOON + 2 * MINUTES_15 + 1;
    expect(localMetric(series('AWS/SQS'), ofQueue, range, now).map(({ value }) => value)).toEqual([3, 3, 1]);
    const own = { ...ofQueue, namespace: 'CplPipeline' };
    expect(localMetric(series('CplPipeline'), own, range, now)).toEqual([{ at: NOON + MINUTES_15, value: 1 }]);
    expect(localMetric(series('AWS/SQS'), { ...ofQueue, dimensions: { QueueName: 'p' } }, range, now)).toEqual([]);
  });

  test('on AWS are asked for in one request a page, each by its own id', async () => {
    const Asked = z.object({
      NextToken: z.string().optional(),
      MetricDataQueries: z.array(z.object({ Id: z.string(), MetricStat: z.looseObject({ Period: z.number() }) })),
    });
    const asked: string[] = [];
    const client = simulatedClient<CloudWatchClient>(async (action, input) => {
      const { NextToken: token, MetricDataQueries } = Asked.parse(input);
      asked.push(`${action} ${MetricDataQueries.map(({ Id, MetricStat }) => `${Id}/${MetricStat.Period}`).join(' ')}`);
      const result = (Id: string, at: number, value: number) => ({ Id, Timestamps: [new Date(at)], Values: [value] });
      return token === undefined
        ? { MetricDataResults: [result('m0', NOON, 1), result('m1', NOON, 5)], NextToken: 'more' }
        : { MetricDataResults: [result('m0', NOON + MINUTES_15, 2)] };
    });
    expect(await awsMetrics(client, [ofQueue, { ...ofQueue, name: 'Age' }], range)).toEqual([
      [
        { at: NOON, value: 1 },
        { at: NOON + MINUTES_15, value: 2 },
      ],
      [{ at: NOON, value: 5 }],
    ]);
    expect(asked).toEqual(Array.from({ length: 2 }, () => 'GetMetricData m0/900 m1/900'));
  });

  test('alarms of the pipeline that began and ended come from their history, oldest first', async () => {
    const item = (AlarmName: string, at: number, stateValue: string) => ({
      AlarmName,
      Timestamp: new Date(at),
      HistoryData: JSON.stringify({ newState: { stateValue } }),
    });
    const client = simulatedClient<CloudWatchClient>(async () => ({
      AlarmHistoryItems: [
        item('ours', NOON + 2, 'OK'),
        item('ours', NOON + 1, 'ALARM'),
        item('ours', NOON, 'INSUFFICIENT_DATA'),
        item('theirs', NOON, 'ALARM'),
      ],
    }));
    expect(await awsAlarmChanges(client, new Set(['ours']), range)).toEqual([
      { name: 'ours', state: 'alarm', at: NOON + 1 },
      { name: 'ours', state: 'ok', at: NOON + 2 },
    ]);
  });

  test('no chart has more series than there are colours and dashes, and all fit into one request', () => {
    const charts = chartList((queue) => ({ queue, deadLetters: `${queue}-dead` }));
    expect(Math.max(...charts.map(({ series }) => series.length))).toBeLessThanOrEqual(4);
    expect(charts.filter(({ kind, series }) => kind === 'lines' && series.length > 3)).toEqual([]);
    expect(charts.flatMap(({ series }) => series).length).toBeLessThan(500);
  });
});
