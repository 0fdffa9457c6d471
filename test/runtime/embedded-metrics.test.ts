import { describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { embeddedMetrics } from '../../functions/runtime/embedded-metrics.ts';

const AT = 1_780_000_000_000;

describe('metrics in a log line', () => {
  test('follow the embedded metric format: names and units under _aws, values at the root', () => {
    expect(
      embeddedMetrics(
        'dsp-ingestion',
        { ChangesApplied: 2, ChangesStale: 0, ChangesRefused: 0, UploadHours: [1, 25.5] },
        AT,
      ),
    ).toEqual({
      _aws: {
        Timestamp: AT,
        CloudWatchMetrics: [
          {
            Namespace: 'CplPipeline',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'ChangesApplied', Unit: 'Count' },
              { Name: 'ChangesStale', Unit: 'Count' },
              { Name: 'ChangesRefused', Unit: 'Count' },
              { Name: 'UploadHours', Unit: 'None' },
            ],
          },
        ],
      },
      ChangesApplied: 2,
      ChangesStale: 0,
      ChangesRefused: 0,
      UploadHours: [1, 25.5],
    });
  });

  test('leave out what was not measured, since the format has no empty lists', () => {
    const line = embeddedMetrics(
      'dsp-ingestion',
      { ChangesApplied: 0, ChangesStale: 1, ChangesRefused: 0, UploadHours: [] },
      AT,
    );
    expect(line).not.toHaveProperty('UploadHours');
    expect(JSON.stringify(line['_aws'])).not.toContain('UploadHours');
  });

  test('are at most a hundred values of one name, as many as CloudWatch takes', () => {
    const many = Array.from({ length: 150 }, (_, index) => index);
    const line = embeddedMetrics(
      'dsp-ingestion',
      { ChangesApplied: 150, ChangesStale: 0, ChangesRefused: 0, UploadHours: many },
      AT,
    );
    expect(line['UploadHours']).toHaveLength(100);
  });
});

describe('the list of metrics', () => {
  test('has those of every function, each named in the way of CloudWatch, with its meaning in words', () => {
    expect(Object.keys(METRICS).toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
    for (const [name, { meaning }] of Object.values(METRICS).flatMap((of) => Object.entries(of))) {
      expect(name).toMatch(/^([A-Z][a-z]+)+$/);
      expect(meaning).not.toBe('');
    }
  });
});
