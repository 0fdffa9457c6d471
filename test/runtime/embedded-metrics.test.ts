import { afterEach, describe, expect, test, vi } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { embeddedMetrics } from '../../functions/runtime/embedded-metrics.ts';
import { queueHandler, scheduledHandler } from '../../functions/runtime/queue-handler.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

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
  test('has those of every function, each named in the way of CloudWatch and told in words', () => {
    expect(Object.keys(METRICS).toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted());
    for (const [name, { meaning }] of Object.values(METRICS).flatMap((of) => Object.entries(of))) {
      expect(name).toMatch(/^([A-Z][a-z]+)+$/);
      expect(meaning).not.toBe('');
    }
  });
});

describe('a function', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  /** Calls a handler as Lambda does; gives its answer and every line that reached stdout and stderr. */
  async function called(
    handler: (event: never, context: never) => unknown,
    event: unknown,
  ): Promise<{ answer: unknown; lines: Record<string, unknown>[] }> {
    const lines: string[] = [];
    const keep = (chunk: string | Uint8Array): boolean => lines.push(String(chunk)) > 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 1000 };
    const answer: unknown = await Reflect.apply(handler, undefined, [event, context]);
    vi.restoreAllMocks();
    return { answer, lines: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
  }

  test('writes one line for a batch, which is its summary and its metrics in one', async () => {
    for (const name of ENVIRONMENT['dsp-ingestion']) vi.stubEnv(name, 'set');
    const handler = queueHandler({
      service: 'dsp-ingestion',
      connect: () => undefined,
      handleBatch: async () => ({
        retry: [],
        summary: { applied: 1 },
        metrics: { ChangesApplied: 1, ChangesStale: 0, ChangesRefused: 0, UploadHours: [2] },
      }),
    });
    const { answer, lines } = await called(handler, { Records: [] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'INFO',
      message: 'batch',
      service: 'dsp-ingestion',
      requestId: 'request-1',
      applied: 1,
      ChangesApplied: 1,
      ChangesStale: 0,
      ChangesRefused: 0,
      UploadHours: 2,
      _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] },
    });
  });

  test('writes one line for a run, and answers with its summary alone', async () => {
    for (const name of ENVIRONMENT.reports) vi.stubEnv(name, 'x');
    const handler = scheduledHandler({
      service: 'reports',
      connect: () => undefined,
      run: async () => ({ summary: { reportId: 'SSC-1' }, metrics: { ReportsSent: 1, MailsSent: 1 } }),
    });
    const { answer, lines } = await called(handler, {});
    expect(answer).toEqual({ reportId: 'SSC-1' });
    expect(lines).toMatchObject([{ message: 'run', service: 'reports', ReportsSent: 1, MailsSent: 1 }]);
  });

  test('reports how things stand before it fails with what its run ended with', async () => {
    for (const name of ENVIRONMENT.reports) vi.stubEnv(name, 'x');
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const handler = scheduledHandler({
      service: 'reports',
      connect: () => undefined,
      run: async () => ({ summary: {}, metrics: { ReportsSent: 0, MailsSent: 0 }, fault: new Error('Throttled') }),
    });
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 1000 };
    await expect(Reflect.apply(handler, undefined, [{}, context])).rejects.toThrow('Throttled');
    expect(lines).toEqual([expect.stringContaining('"ReportsSent":0')]);
  });
});
