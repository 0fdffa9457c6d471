import { describe, expect, test } from 'vitest';
import { NO_CERTIFICATES } from '../../functions/domain/cpl/certificates.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { withConsoleLink } from '../../functions/email/console-page.ts';
import { MOST_ATTACHED_BYTES, trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { trialReportWorkbook } from '../../functions/email/trial-report-workbook.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { agreedList, agreedRow, reportMaterial, trialDevices, trialEntry } from '../support/trial-material.ts';
import { unzipped } from '../support/workbook.ts';

const ID = 'SYN-TRIAL-1';
const HOSTILE = "=cmd|' /C calc'!A0";

const report = trialReport(
  reportMaterial({
    agreedLists: [agreedList([agreedRow({ deviceLimit: 20, sponsoringSupplier: HOSTILE })])],
    devices: new Map([[ID, trialDevices(ID, 24)]]),
    entries: [cplEntry(), cplEntry({ entryNumber: '000002', firmwareVersion: '00020130' })],
    certificates: certificatesOf({ '000001': { reference: `${HOSTILE}<script>`, date: '2026-12-01' } }),
  }),
);

describe('the report as a mail', () => {
  test('says in its subject how many decisions are needed, beside its id', () => {
    const mail = trialReportMail(report, new Uint8Array(), ['ssc@example.org']);
    expect(mail.subject).toBe('Action for SSC: SSC-2026-W47-20261116 Trial devices: 1 decision needed now, 1 soon');
    expect(mail.to).toEqual(['ssc@example.org']);
  });

  test('[R76] has no device id in its body', () => {
    const mail = trialReportMail(report, new Uint8Array(), ['ssc@example.org']);
    const [device] = report.devices;
    expect(device?.deviceId).toMatch(/^FA-00/);
    for (const { deviceId } of report.devices) {
      expect(mail.html).not.toContain(deviceId);
      expect(mail.text).not.toContain(deviceId);
    }
  });

  test('shows the devices of each trial against its limit', () => {
    const mail = trialReportMail(report, new Uint8Array(), ['ssc@example.org']);
    expect(mail.text).toContain('Devices: 24 of 20');
    expect(mail.html).not.toContain('<script>');
  });

  test('[R54] shows no devices of a trial while trial flagging is off', () => {
    const settings = { ...DEFAULT_SETTINGS, trialFlagging: 'off' as const };
    const off = trialReport(reportMaterial({ agreedLists: [agreedList([agreedRow()])], settings }));
    const { text } = trialReportMail(off, new Uint8Array(), ['ssc@example.org']);
    expect(text).toContain('531 days to 30 Apr 2028');
    expect(text).not.toContain('Devices:');
  });

  test('[R67] names certificates by entry number, and entries whose certificate is not known', () => {
    const mail = trialReportMail(report, new Uint8Array(), ['ssc@example.org']);
    const text = mail.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('000001: ESME 010A 030B, firmware 0002012F (AB01)');
    expect(text).toContain('The certificate of 1 entry or its date is not known');
    expect(text).toContain('ESME 010A 030B, firmware 00020130 (AB01), entry number 000002');
    const unknown = trialReport(
      reportMaterial({
        agreedLists: [agreedList([agreedRow()])],
        entries: [cplEntry()],
        certificates: NO_CERTIFICATES,
      }),
    );
    expect(trialReportMail(unknown, new Uint8Array(), []).text.replaceAll(/\s+/g, ' ')).toContain(
      'No CPA certificate that is known falls due within 180 days.',
    );
    const known = trialReport(reportMaterial({ agreedLists: [agreedList([agreedRow()])], entries: [trialEntry()] }));
    expect(trialReportMail(known, new Uint8Array(), []).text.replaceAll(/\s+/g, ' ')).toMatch(
      /No CPA certificate falls due within 180 days\.(?!.* is not known)/,
    );
  });

  test('has no attachment where its spreadsheet is too large for a mail, and a link to it instead', () => {
    const large = trialReportMail(report, new Uint8Array(MOST_ATTACHED_BYTES + 1), ['ssc@example.org']);
    expect(large.attachments).toEqual([]);
    expect(large.text.replaceAll(/\s+/g, ' ')).toContain(
      `has 5 MB, too much for a mail. It is kept as ${report.reportId}.xlsx: ask DCC operations for it. Device ids are not public`,
    );
    expect(withConsoleLink(large, 'https://console.example.org').text).toContain(
      `https://console.example.org/operations/reports/${report.reportId}/report.xlsx`,
    );
    const most = trialReportMail(report, new Uint8Array(MOST_ATTACHED_BYTES), ['ssc@example.org']);
    expect(most.attachments).toMatchObject([{ fileName: `${report.reportId}.xlsx` }]);
    expect(most.text).not.toContain('too much for a mail');
  });
});

test.each([
  ['no trial', [], 'No agreed list of trials has been activated yet.'],
  ['no device', [agreedList([agreedRow()])], '1 trial is running, with no device in the field.'],
])('a report over %s says so, and has its spreadsheet', async (_, agreedLists, sentence) => {
  const empty = trialReport(reportMaterial({ agreedLists }));
  const workbook = await trialReportWorkbook(empty);
  const mail = trialReportMail(empty, workbook, ['ssc@example.org']);
  expect(mail.text).toContain(sentence);
  expect(unzipped(workbook).get('xl/worksheets/sheet1.xml')).toContain('<row');
});

describe('the report as a spreadsheet', () => {
  test('has a sheet for each section', async () => {
    const workbook = unzipped(await trialReportWorkbook(report)).get('xl/workbook.xml') ?? '';
    expect([...workbook.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      'Summary',
      'Decisions needed',
      'Since the last report',
      'Trials',
      'Devices by status',
      'Certificates',
      'Corrections outstanding',
      'Devices',
      'Cross-check with the CPL',
      'CPL and flag disagree',
    ]);
  });

  test('[R83] says in its summary, and at the head of each printed page, that it is not to be passed on', async () => {
    const files = unzipped(await trialReportWorkbook(report));
    expect(files.get('xl/sharedStrings.xml')).toContain('Amber / DCC Controlled');
    for (const [name, sheet] of files)
      if (name.startsWith('xl/worksheets/sheet'))
        expect(sheet).toMatch(
          /<pageSetup [^>]*\/><headerFooter><oddHeader>&amp;LAmber \/ DCC Controlled: [^<]*<\/oddHeader>/,
        );
  });

  test('[R76] has every device id in full', async () => {
    const strings = unzipped(await trialReportWorkbook(report)).get('xl/sharedStrings.xml') ?? '';
    for (const { deviceId } of report.devices) expect(strings).toContain(deviceId);
  });

  test('has real dates, a filter on every table, and prints each as wide as a page with its header', async () => {
    const files = unzipped(await trialReportWorkbook(report));
    const trials = files.get('xl/worksheets/sheet4.xml') ?? '';
    // 1 November 2026 and 30 April 2028, as days since the end of 1899.
    expect(trials).toMatch(/<c r="L2" s="\d+"><v>46327<\/v><\/c><c r="M2" s="\d+"><v>46873<\/v>/);
    // 10:00 in London in winter.
    expect(files.get('xl/worksheets/sheet8.xml')).toContain('<v>46331.416666');
    for (const [name, sheet] of files) {
      if (!name.startsWith('xl/worksheets/sheet')) continue;
      expect(sheet).toMatch(/<sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr><sheetViews>/);
      expect(sheet).toMatch(/<\/sheetData><autoFilter ref="A1:[A-Z]\d+"\/>/);
      expect(sheet).toMatch(/<pageSetup [^>]*orientation="landscape"[^>]* fitToHeight="0"\/>/);
    }
    expect(files.get('xl/workbook.xml')).toContain(
      `<definedName name="_xlnm.Print_Titles" localSheetId="3">'Trials'!$1:$1</definedName>`,
    );
  });

  test('says of an empty table that there is none', async () => {
    const files = unzipped(await trialReportWorkbook(trialReport(reportMaterial())));
    expect(files.get('xl/worksheets/sheet2.xml')).toContain('ref="A1:I2"');
    expect(files.get('xl/sharedStrings.xml')).toContain('<t>none</t>');
  });

  test('holds a manufacturer named like a formula as text, and no formula at all', async () => {
    const files = unzipped(await trialReportWorkbook(report));
    expect(files.get('xl/sharedStrings.xml')).toContain('=cmd|');
    for (const [name, content] of files) if (name.startsWith('xl/worksheets/')) expect(content).not.toContain('<f>');
  });
});
