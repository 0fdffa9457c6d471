import { expect, test } from 'vitest';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { trialReportWorkbook } from '../../functions/email/trial-report-workbook.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices } from '../support/trial-material.ts';

const ID = 'SYN-TRIAL-1';

test('a report of ten thousand devices still is a short mail', () => {
  const many = trialReport(
    reportMaterial({
      agreedLists: [agreedList([agreedRow({ deviceLimit: 20_000 })])],
      devices: new Map([[ID, trialDevices(ID, 10_000)]]),
    }),
  );
  expect(trialReportMail(many, new Uint8Array(), ['ssc@example.org']).html.length).toBeLessThan(20_000);
});

test('a report of a great many trials, all to be decided on, still is a mail that no client cuts off', async () => {
  const rows = Array.from({ length: 500 }, (_, index) =>
    agreedRow({ trialId: `SYN-TRIAL-${index}`, endDate: '2026-11-20', departmentNotifiedOn: '' }),
  );
  const previous = trialReport(reportMaterial({ agreedLists: [agreedList([])] }));
  const many = trialReport(reportMaterial({ agreedLists: [agreedList(rows)], previous }));
  const mail = trialReportMail(many, await trialReportWorkbook(many), ['ssc@example.org']);
  // Gmail cuts off what is longer.
  expect(mail.html.length).toBeLessThan(102_000);
  expect(mail.text).toContain('500 trials end by 20 Nov 2026; all without devices');
  expect(mail.text).toContain('… and 480 more trials in the spreadsheet.');
  expect(mail.text).toContain('… and 480 more changes in the spreadsheet.');
});

test('a report of ten thousand devices, as a spreadsheet, is small enough for a mail', async () => {
  const many = trialReport(
    reportMaterial({ agreedLists: [agreedList([agreedRow()])], devices: new Map([[ID, trialDevices(ID, 10_000)]]) }),
  );
  expect((await trialReportWorkbook(many)).byteLength).toBeLessThan(2_000_000);
});
