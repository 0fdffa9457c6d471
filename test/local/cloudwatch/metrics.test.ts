import { describe, expect, test } from 'vitest';
import { embeddedMetrics } from '../../../functions/runtime/embedded-metrics.ts';
import { dashboardView } from '../../../infra/local-aws/cloudwatch/dashboard-view.ts';
import { metricsInLine, wholeLines } from '../../../infra/local-aws/cloudwatch/embedded-metrics.ts';
import { MetricStore } from '../../../infra/local-aws/cloudwatch/metric-store.ts';

const AT = 1_800_000_000_000;
const METRIC = { namespace: 'N', name: 'M', dimensions: { service: 'watch', zone: 'a' } };

describe('the metrics in a line of the log', () => {
  test('are those that the function put there', () => {
    const values = { ChangesApplied: 2, ChangesStale: 0, ChangesRefused: 0, UploadHours: [1, 2] };
    const line = { level: 'INFO', service: 'dsp-ingestion', ...embeddedMetrics('dsp-ingestion', values, AT) };
    const found = metricsInLine(JSON.stringify(line));
    expect(found.map(({ metric, point }) => [metric.name, point.value])).toEqual([
      ['ChangesApplied', 2],
      ['ChangesStale', 0],
      ['ChangesRefused', 0],
      ['UploadHours', 1],
      ['UploadHours', 2],
    ]);
    expect(found[0]).toEqual({
      metric: { namespace: 'CplPipeline', name: 'ChangesApplied', dimensions: { service: 'dsp-ingestion' } },
      unit: 'Count',
      point: { at: AT, value: 2 },
    });
  });

  test.each(['not JSON', '{"level":"INFO","message":"batch"}', 'START RequestId: 1', '{"message":"{\\"a\\":1}"}'])(
    'are none in %s',
    (line) => {
      expect(metricsInLine(line)).toEqual([]);
    },
  );

  test('are refused where CloudWatch would drop them without a word: no dimension, no value', () => {
    const { _aws } = embeddedMetrics('reports', { ReportsSent: 1, MailsSent: 1, DevicesWithoutEntry: undefined }, AT);
    expect(() => metricsInLine(JSON.stringify({ _aws, ReportsSent: 1, MailsSent: 1 }))).toThrow();
    expect(() => metricsInLine(JSON.stringify({ _aws, service: 'reports', ReportsSent: 1 }))).toThrow();
  });

  test('are found however the output is cut into pieces', () => {
    const lines: string[] = [];
    const take = wholeLines((line) => void lines.push(line));
    for (const piece of ['{"a', '":1}\n{"b":2}\n', '{"c"', ':3}', '\n']) take(piece);
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });
});

describe('the store of metrics', () => {
  test('knows a metric by its dimensions, in whichever order', () => {
    const store = new MetricStore();
    store.keep(METRIC, 'Count', { at: AT, value: 1 });
    expect(store.points({ ...METRIC, dimensions: { zone: 'a', service: 'watch' } })).toHaveLength(1);
    expect(store.points({ ...METRIC, dimensions: { zone: 'b', service: 'watch' } })).toEqual([]);
  });

  test('keeps points in the order of their time', () => {
    const store = new MetricStore();
    for (const at of [2, 3, 1]) store.keep(METRIC, 'Count', { at, value: at });
    expect(store.points(METRIC).map(({ at }) => at)).toEqual([1, 2, 3]);
  });

  test('keeps of a state that does not change its first and its last point', () => {
    const store = new MetricStore();
    for (const [at, value] of [
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 7],
    ] as const)
      store.keepState(METRIC, 'Count', { at, value });
    expect(store.points(METRIC)).toEqual([
      { at: 1, value: 0 },
      { at: 3, value: 0 },
      { at: 4, value: 7 },
    ]);
  });
});

describe('the dashboard', () => {
  test('is drawn from the metrics: lines by period and statistic, limits, alarms by name', () => {
    const store = new MetricStore();
    for (const [seconds, value] of [
      [0, 1],
      [30, 2],
      [70, 4],
    ] as const)
      store.keep({ namespace: 'N', name: 'M', dimensions: { service: 's' } }, 'Count', {
        at: AT + seconds * 1000,
        value,
      });
    const body = {
      widgets: [
        { type: 'text', width: 24, height: 2, x: 0, y: 0, properties: { markdown: '# Title' } },
        {
          type: 'metric',
          width: 6,
          properties: {
            title: 'Graph',
            view: 'timeSeries',
            metrics: [
              ['N', 'M', 'service', 's', { label: 'words', stat: 'Sum', period: 60, yAxis: 'right' }],
              ['N', 'Other', 'service', 's'],
            ],
            annotations: { horizontal: [{ value: 24, label: 'limit', yAxis: 'left' }] },
          },
        },
        { type: 'alarm', properties: { title: 'Alarms', alarms: ['arn:aws:cloudwatch:eu-west-2:0:alarm:Lane stuck'] } },
      ],
    };
    const [text, graph, alarms] = dashboardView(JSON.stringify(body), store);
    expect(text).toEqual({ kind: 'text', markdown: '# Title' });
    expect(alarms).toEqual({ kind: 'alarms', title: 'Alarms', alarms: ['Lane stuck'] });
    expect(graph).toMatchObject({
      title: 'Graph',
      width: 6,
      limits: [{ value: 24, label: 'limit' }],
      lines: [
        {
          label: 'words',
          axis: 'right',
          periodSeconds: 60,
          points: [
            { at: AT, value: 3 },
            { at: AT + 60_000, value: 4 },
          ],
        },
        { label: 'Other', axis: 'left', points: [] },
      ],
    });
  });
});
