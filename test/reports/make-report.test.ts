import { describe, expect, test } from 'vitest';
import { extractSummary, makeReport } from '../../functions/reports/make-report.ts';
import { extractWorld } from '../support/extract-world.ts';
import { reportWorld } from '../support/report-world.ts';

/** What is made of a request, by a run with so much time for each look at the clock. */
async function made(input: object, ...left: readonly number[]) {
  const here = extractWorld();
  for (const number of [1, 2, 3]) await here.add(number);
  const times = [...left];
  const ports = { ...reportWorld(here.clock.now(), []).ports, ...here.ports };
  const governance = { ...reportWorld(here.clock.now(), []).ports.governance, ...here.ports.governance };
  const all = async function* (): AsyncGenerator<never> {};
  const { ledger } = reportWorld(here.clock.now(), []);
  return makeReport(
    input,
    { ...ports, governance, ledger, models: { all } },
    { remainingMs: () => times.shift() ?? 1 },
  );
}

describe('a run of the reports', () => {
  test('[R65] makes the report to the SSC where no extract is asked for', async () => {
    expect(await made({ report: 'ssc' })).toMatchObject({
      summary: { reportId: expect.stringMatching(/^SSC-/), mail: 'sent' },
      metrics: { ReportsSent: 1, MailsSent: 1 },
    });
  });

  test('[R1] makes an extract, and measures the devices without an entry once the inventory is read to its end', async () => {
    const { summary, metrics } = await made({ report: 'esi-034', requestId: 'x' }, 900_000, 900_000, 900_000);
    expect(metrics).toEqual({ ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: 3 });
    expect(summary).toEqual({
      reportId: expect.stringMatching(/^ESI-034-R/),
      key: expect.stringMatching(/-AMBER\.csv$/),
      rows: 3,
      withoutEntry: 3,
      withoutEntryKey: expect.stringMatching(/-AMBER\.without-entry\.csv$/),
    });
  });

  test('measures nothing of a part of the inventory, nor of an extract that looks for no entries', async () => {
    const part = await made({ report: 'esi-034', requestId: 'x' }, 900_000);
    expect(part.summary).toMatchObject({ rows: 2, state: 'unfinished', withoutEntry: 2 });
    expect(part.metrics).toEqual({ ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: undefined });
    const exclusions = await made({ report: 'opr', requestId: 'x' }, 900_000, 900_000, 900_000);
    expect(exclusions.metrics).toEqual({ ReportsSent: 0, MailsSent: 0, DevicesWithoutEntry: undefined });
    expect(Object.keys(exclusions.summary)).toEqual(['reportId', 'key', 'rows']);
  });

  test('says of how many files an extract is, where it is of several', () => {
    const extract = {
      contract: 'inventory-extract/1' as const,
      extractId: 'OPR-1',
      extract: 'opr' as const,
      key: 'k',
      asOf: '',
      columnMap: 1,
      trialFlagging: 'on' as const,
      rows: 7,
      finishedAt: '',
    };
    expect(extractSummary({ ...extract, furtherKeys: ['a', 'b'] })).toEqual({
      reportId: 'OPR-1',
      key: 'k',
      files: 3,
      rows: 7,
    });
    expect(extractSummary({ ...extract, furtherKeys: [] })).toEqual({ reportId: 'OPR-1', key: 'k', rows: 7 });
  });
});
