import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Invocation, RunOutcome } from '../../functions/contracts/queue.ts';
import { scheduledHandler } from '../../functions/runtime/queue-handler.ts';
import { invoke, wired } from '../support/lambda.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('a scheduled run', () => {
  const ended = (fault?: Error): RunOutcome<'reports'> => ({
    summary: { reportId: 'SSC-1' },
    metrics: { ReportsSent: 1, MailsSent: 2, DevicesWithoutEntry: undefined },
    ...(fault === undefined ? {} : { fault }),
  });

  /** A scheduled worker whose use case does what the test says; it keeps all that it was given. */
  function scheduled(run: () => Promise<RunOutcome<'reports'>>) {
    wired('reports');
    const given: { input: unknown; ports: unknown; invocation: Invocation }[] = [];
    let connections = 0;
    const handler = scheduledHandler({
      service: 'reports',
      connect: ({ REPORTS_BUCKET }) => {
        connections += 1;
        return { bucket: REPORTS_BUCKET, connections };
      },
      run: async (input, ports, invocation) => {
        given.push({ input, ports, invocation });
        return run();
      },
    });
    return { handler, given };
  }

  test('is given what its schedule says, its ports, made once, and the time that is left', async () => {
    const { handler, given } = scheduled(async () => ended());
    let left = 900_000;
    await invoke(handler, { report: 'ssc' }, { remainingMs: () => left });
    await invoke(handler, { report: 'opr' });
    const ports = { bucket: 'value of REPORTS_BUCKET', connections: 1 };
    expect(given).toMatchObject([
      { input: { report: 'ssc' }, ports },
      { input: { report: 'opr' }, ports },
    ]);
    left = 5_000;
    expect(given[0]?.invocation.remainingMs()).toBe(5_000);
  });

  test('answers with its summary alone, and is one line of the log with its metrics', async () => {
    vi.useFakeTimers({ now: 1_793_610_005_000, toFake: ['Date'] });
    const { handler } = scheduled(async () => ended());
    const { lines, ...result } = await invoke(handler, {}, { requestId: 'request-7' });
    expect(result).toEqual({ answer: { reportId: 'SSC-1' } });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'run',
        service: 'reports',
        requestId: 'request-7',
        reportId: 'SSC-1',
        ReportsSent: 1,
        MailsSent: 2,
        _aws: expect.objectContaining({ Timestamp: 1_793_610_005_000 }),
      }),
    ]);
  });

  test('that ends with a fault fails with it, once its line says how things stand', async () => {
    const fault = new Error('SES is away');
    const { handler } = scheduled(async () => ended(fault));
    expect(await invoke(handler, {})).toMatchObject({ thrown: fault, lines: [{ message: 'run', ReportsSent: 1 }] });
  });

  test('that throws fails with what was thrown, and without a line', async () => {
    const fault = new Error('The ledger is away');
    const { handler } = scheduled(async () => {
      throw fault;
    });
    expect(await invoke(handler, {})).toEqual({ thrown: fault, lines: [] });
  });
});
