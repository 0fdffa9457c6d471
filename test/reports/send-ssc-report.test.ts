import { describe, expect, test } from 'vitest';
import { s3Reports } from '../../functions/adapters/s3-reports.ts';
import { sendSscReport } from '../../functions/reports/send-ssc-report.ts';
import { FakeObjects } from '../support/fake-objects.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList, agreedRow } from '../support/trial-material.ts';

const SCHEDULED = { report: 'ssc', scheduledTime: '2026-11-16T07:00:00Z' };

const world = () => reportWorld('2026-11-16T07:00:05.000Z', [agreedList([agreedRow()])]);

describe('the scheduled report', () => {
  test('[R65] is kept, then mailed to the SSC with its spreadsheet', async () => {
    const { ports, mailer, reports } = world();
    expect((await sendSscReport(SCHEDULED, ports)).summary).toEqual({
      reportId: 'SSC-2026-W47-20261116',
      trials: 1,
      devices: 0,
      mail: 'sent',
    });
    expect(reports.published.map(({ report }) => report.reportId)).toEqual(['SSC-2026-W47-20261116']);
    expect(mailer.sent.map(({ mailId, to }) => [mailId, to])).toEqual([['SSC-2026-W47-20261116', ['ssc@example.org']]]);
    expect(mailer.sent[0]?.attachments.map(({ fileName }) => fileName)).toEqual(['SSC-2026-W47-20261116.xlsx']);
  });

  test('is sent once, although its run comes twice', async () => {
    const { ports, mailer } = world();
    await sendSscReport(SCHEDULED, ports);
    expect(await sendSscReport(SCHEDULED, ports)).toMatchObject({ summary: { mail: 'already-sent' } });
    expect(mailer.sent).toHaveLength(1);
  });

  test('has one set of figures, although two runs draft it at the same time', async () => {
    const { ports, mailer, clock, reports } = world();
    // The other run keeps its report between this one's look for one and its own end.
    const overtaken = {
      ...ports,
      reports: {
        ...reports,
        async latest() {
          await sendSscReport(SCHEDULED, ports);
          clock.advance(60);
          return reports.latest();
        },
      },
    };
    await sendSscReport(SCHEDULED, overtaken);
    expect(mailer.sent).toHaveLength(1);
    expect(reports.published[1]?.report).toEqual(reports.published[0]?.report);
  });

  test('counts as sent once, and is noted for the watch', async () => {
    const { ports, ledger } = world();
    expect((await sendSscReport(SCHEDULED, ports)).metrics).toEqual({ ReportsSent: 1, MailsSent: 1 });
    expect((await sendSscReport(SCHEDULED, ports)).metrics).toEqual({ ReportsSent: 0, MailsSent: 0 });
    expect(await ledger.get('reportSent')).toEqual({
      reportId: 'SSC-2026-W47-20261116',
      sentAt: '2026-11-16T07:00:05.000Z',
    });
  });

  test('is not noted as sent when SES does not take it', async () => {
    const { ports, mailer, ledger } = world();
    mailer.refuse(new Error('Throttled'));
    await expect(sendSscReport(SCHEDULED, ports)).rejects.toThrow('was not sent');
    expect(await ledger.get('reportSent')).toBeUndefined();
  });

  test('keeps its figures when it has to be sent again', async () => {
    const { ports, mailer, clock, lists } = world();
    mailer.refuse(new Error('Throttled'));
    await expect(sendSscReport(SCHEDULED, ports)).rejects.toThrow('was not sent');
    mailer.refuse(undefined);
    lists.push(agreedList([], 2));
    clock.advance(3600);
    const keptOnce = { ...ports.reports, keep: () => Promise.reject(new Error('Its figures are kept already')) };
    await sendSscReport(SCHEDULED, { ...ports, reports: keptOnce });
    expect(mailer.sent[0]?.text).toContain('SYN-TRIAL-1 [Running]');
  });

  test('that was kept a moment ago, and is not there, is an error', async () => {
    const { ports, reports } = world();
    await sendSscReport(SCHEDULED, ports);
    const report = reports.published[0]?.report;
    const bucket = new FakeObjects();
    bucket.putNew = async () => 'there-already';
    expect(report).toBeDefined();
    if (report !== undefined) await expect(s3Reports(bucket).keep(report)).rejects.toThrow('and is not there');
  });

  test('compares itself with the report before it', async () => {
    const { ports, clock, reports } = world();
    await sendSscReport(SCHEDULED, ports);
    clock.advance(7 * 86_400);
    await sendSscReport({ report: 'ssc', scheduledTime: '2026-11-23T07:00:00Z' }, ports);
    expect(reports.published.at(-1)?.report.previousReportId).toBe('SSC-2026-W47-20261116');
  });
});

describe('a report that somebody asks for', () => {
  test('is one more for each request', async () => {
    const { ports, mailer } = world();
    await sendSscReport(SCHEDULED, ports);
    await sendSscReport({ report: 'ssc', requestId: 'operator-1' }, ports);
    await sendSscReport({ report: 'ssc', requestId: 'operator-1' }, ports);
    await sendSscReport({ report: 'ssc', requestId: 'operator-2' }, ports);
    expect(new Set(mailer.sent.map(({ mailId }) => mailId)).size).toBe(3);
    expect(mailer.sent).toHaveLength(3);
  });

  test.each([[{}], [{ report: 'opr' }], [{ report: 'ssc', since: 'ever' }], [undefined]])(
    'is not made from %j',
    async (input) => {
      await expect(sendSscReport(input, world().ports)).rejects.toThrow();
    },
  );
});
