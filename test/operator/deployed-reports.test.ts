import type { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { faultInWords } from '../../functions/operator/aws-fault.ts';
import { type DeployedReports, deployedReports } from '../../functions/operator/deployed-reports.ts';
import { makeExtract } from '../../functions/reports/make-extract.ts';
import { sendSscReport } from '../../functions/reports/send-ssc-report.ts';
import { extractWorld } from '../support/extract-world.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { reportWorld } from '../support/report-world.ts';
import { simulatedClient } from '../support/simulated-client.ts';

/** Reports of a stage whose function does this when it is asked; nothing is known of any report unless set otherwise. */
function reportsOf(
  run: (request: unknown) => void,
  access: Partial<DeployedReports['access']['reportPorts']> = {},
  { now = async () => '2026-11-02T09:00:00.000Z', ms = PATIENCE_MS } = {},
) {
  const lambda = simulatedClient<LambdaClient>(async (_, input) => {
    const { Payload } = z.object({ Payload: z.instanceof(Uint8Array) }).parse(input);
    run(JSON.parse(Buffer.from(Payload).toString()));
    return { StatusCode: 202 };
  });
  const reportPorts = {
    ledger: new FakeLedger(),
    reports: { find: async () => undefined },
    extracts: { find: async () => undefined, unfinished: async () => undefined },
    ...access,
  };
  const patience = { ms, everyMs: 1 };
  return deployedReports({ lambda, functionName: 'reports', access: { ports: { now }, reportPorts }, patience });
}

test('a report that is not waited for is named by the id under which it will be found', async () => {
  const asked: unknown[] = [];
  const runReport = reportsOf((request) => void asked.push(request));
  const waiting = { progress: () => expect.fail('It was waited for'), wait: false };
  expect(await runReport({ report: 'opr', requestId: 'r' }, waiting)).toEqual({
    reportId: expect.stringMatching(/^OPR-R[0-9a-f]{8}$/),
  });
  expect(asked).toEqual([{ report: 'opr', requestId: 'r' }]);
});

test('the report to the SSC is made once its mail is sent, be it that of the week that began meanwhile', async () => {
  const here = reportWorld('2026-11-08T23:59:59.000Z', []);
  const runs: Promise<unknown>[] = [];
  const runReport = reportsOf(
    (request) => {
      here.clock.advance(2);
      runs.push(sendSscReport(request, here.ports));
    },
    { ledger: here.ledger, reports: here.reports },
    { now: async () => here.clock.now() },
  );
  expect(await runReport({ report: 'ssc', requestId: 'r' }, { progress: () => undefined, wait: true })).toEqual({
    reportId: expect.stringMatching(/^SSC-2026-W46-R[0-9a-f]{8}$/),
    trials: 0,
    devices: 0,
    mail: 'sent',
  });
  await Promise.all(runs);
});

test('a report that leaves no record is waited for no longer than its function runs, and says where to look', async () => {
  const runReport = reportsOf(() => undefined, {}, { ms: 20 });
  const reported: string[] = [];
  const waiting = { progress: (text: string) => void reported.push(text), wait: true };
  const fault = await runReport({ report: 'ssc', requestId: 'r' }, waiting).catch((error: unknown) => error);
  expect(faultInWords(fault)).toMatch(
    /^Waited 0\.02 s without success for the record of SSC-2026-W45-R\w+\. The log of reports says why/,
  );
  expect(reported).toHaveLength(1);
});

test('an extract that its function has no time to finish is asked for again, until it is made', async () => {
  const here = extractWorld();
  for (const number of [1, 2, 3, 4, 5]) await here.add(number);
  const runs: Promise<unknown>[] = [];
  const runReport = reportsOf(
    (request) => {
      const left = [900_000, 100_000];
      runs.push(makeExtract(request, here.ports, { remainingMs: () => left.shift() ?? 0 }));
    },
    { extracts: here.ports.extracts },
    { now: async () => here.clock.now() },
  );
  const reported: string[] = [];
  const waiting = { progress: (text: string) => void reported.push(text), wait: true };
  expect(await runReport({ report: 'esi-034', requestId: 'r' }, waiting)).toMatchObject({ rows: 5, files: 3 });
  expect(runs).toHaveLength(3);
  expect(reported.slice(1)).toEqual([
    expect.stringContaining('has 2 rows so far, in 1 file: reports goes on'),
    expect.stringContaining('has 4 rows so far, in 2 files: reports goes on'),
  ]);
});
