import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { takeIn, emptyRecord, evaluated } from '../../functions/domain/devices/device-record.ts';
import { listsInForce } from '../support/lists-in-force.ts';
import { sendSscReport } from '../../functions/reports/send-ssc-report.ts';
import { someMail } from '../support/fake-mail.ts';
import { unsafeMail } from '../support/hostile/safe-outputs.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList, agreedRow } from '../support/trial-material.ts';
import { unzipped } from '../support/workbook.ts';

const HOSTILE = [
  "=cmd|' /C calc'!A0",
  '<img src=x onerror=alert(1)>"\'',
  'a\r\nBcc: everyone@example.org',
  '\u202Egnirts \u0001\u0000 \uD800',
  '\u001B]0;OWNED\u0007 \u061C\u200B\u2066 \u{E0001}',
];

/** The report to the SSC on trials in which every free text is hostile. */
async function hostileReport() {
  const rows = HOSTILE.map((text, index) =>
    agreedRow({
      trialId: text,
      firmwareVersion: `0A7F010${index}`,
      sponsoringSupplier: text,
      justification: text,
      trialCertificateId: text,
      sscDecisionReference: text,
      dccInstructionReference: text,
      dspAgreementReference: text,
      complianceStatements: text,
      deviceLimit: 1,
    }),
  );
  const lists = [agreedList(rows)];
  const { devices, mailer, ports } = reportWorld('2026-11-16T07:00:05.000Z', lists);
  for (const [index, text] of HOSTILE.entries()) {
    const details = {
      manufacturer: 'FA01',
      model: 'C10D010A',
      firmwareVersion: `0A7F010${index}`,
      smetsChtsVersion: text,
      responsibleParty: text,
      deviceType: 'ESME',
    };
    const at = '2026-11-05T10:00:00.000Z';
    const { record } = takeIn(emptyRecord(`FA-00-00-00-00-00-00-0${index}`), [
      { id: text, at, change: { kind: 'prenotified', details } },
    ]);
    await devices.put({ ...evaluated(record, listsInForce(lists)), revision: 1 }, 0);
  }
  await sendSscReport({ report: 'ssc', scheduledTime: '2026-11-16T07:00:00Z' }, ports);
  return mailer.sent;
}

describe('the report on hostile trials and devices', () => {
  test('[R65] is a mail that is safe to open', async () => {
    const [mail] = await hostileReport();
    expect(mail?.text).toContain("=cmd|' /C calc'!A0");
    expect(mail === undefined ? ['no mail'] : await unsafeMail(mail)).toEqual([]);
  });

  test('[R65] has a spreadsheet of well-formed parts in which nothing is a formula or a link', async () => {
    const [mail] = await hostileReport();
    const parts = unzipped(mail?.attachments[0]?.content ?? new Uint8Array());
    const xml = [...parts].filter(([name]) => /\.(?:xml|rels)$/.test(name));
    expect(xml.length).toBeGreaterThan(8);
    for (const [name, text] of xml) {
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (error) => expect.unreachable(`${name}: ${error.message}`));
      parser.write(text).close();
      expect(text).not.toMatch(/<(?:f|hyperlink|externalReference|ddeLink|oleObject)\b/);
    }
    expect(xml.some(([, text]) => text.includes('=cmd|'))).toBe(true);
  });
});

describe('the check of what leaves the pipeline', () => {
  test.each([
    ['a line break in a subject', { subject: 'a\r\nBcc: x@example.org' }, 'not one printable line'],
    ['a line break in the name of an attachment', { attachments: [csv('a\n.csv', 'x')] }, 'not one printable line'],
    ['a subject that turns the writing direction', { subject: 'a\u202Eb' }, 'not one printable line'],
  ])('sees %s', async (_what, mail, fault) => {
    await expect(unsafeMail(someMail(mail))).rejects.toThrow(fault);
  });

  test.each([
    ['a script', { html: '<p>a</p><script>' }, 'Foreign markup: <script>'],
    ['an event handler', { html: '<p onclick="alert(1)">a</p>' }, 'Foreign markup: <p onclick="alert(1)">'],
    ['an unquoted attribute', { html: '<p id=a>a</p>' }, 'Foreign markup: <p id=a>'],
    ['an image', { html: '<img src="http://127.0.0.1/"/>' }, 'Foreign markup: <img src="http://127.0.0.1/"/>'],
    ['a control in a text', { text: 'a\u001B[2J' }, 'Controls in MAIL-1'],
    ['a formula in a table', { attachments: [csv('a.csv', '"=1+1"')] }, 'Formula: =1+1'],
    ['a header that is too long', { subject: 'x'.repeat(999) }, `Header too long: ${'x'.repeat(60)}…`],
  ])('sees %s', async (_what, mail, fault) => {
    expect(await unsafeMail(someMail(mail))).toEqual([fault]);
  });
});

function csv(fileName: string, text: string) {
  return { fileName, contentType: 'text/csv', content: new TextEncoder().encode(text) };
}
