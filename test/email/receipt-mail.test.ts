import { describe, expect, test } from 'vitest';
import type { Upload } from '../../functions/contracts/upload.ts';
import { addresses, letters } from '../../functions/email/letters.ts';
import { acceptedUpload, blockedLine, receiptOf, rowFinding } from '../support/receipts.ts';

const { receipt } = letters({ uploaders: ['secas@example.org'], operations: ['operations@example.org'] });

const subjectOf = (upload: Partial<Upload>): string => receipt(receiptOf(acceptedUpload(upload))).subject;
const { counts } = acceptedUpload();

describe('a receipt', () => {
  test('goes to whoever uploads, and says in its subject what became of the file', () => {
    expect(receipt(receiptOf()).to).toEqual(['secas@example.org']);
    expect(subjectOf({})).toBe('CPL extract accepted: cpl-20261109.csv');
    expect(subjectOf({ counts: { ...counts, blocked: 2, quarantined: 1 } })).toBe(
      'CPL extract accepted, 2 entries blocked and 1 row quarantined: cpl-20261109.csv',
    );
    expect(subjectOf({ decision: 'held' })).toBe('CPL extract held, needs approval: cpl-20261109.csv');
    expect(subjectOf({ decision: 'refused', findingsTotal: 2 })).toBe(
      'CPL extract refused, 2 findings: cpl-20261109.csv',
    );
    expect(subjectOf({ decision: 'superseded' })).toBe('CPL extract superseded: cpl-20261109.csv');
    expect(subjectOf({ decision: 'repeat' })).toBe('CPL extract received again, unchanged: cpl-20261109.csv');
    expect(subjectOf({ kind: 'gbcs-register', decision: 'active', key: 'governance/gbcs-register.csv' })).toBe(
      'GBCS register active: gbcs-register.csv',
    );
  });

  test('[R7, R9, R11] names each blocked entry with its deadline, and says what must happen and that nothing is to be resubmitted', () => {
    const blocked = [blockedLine('0002012F'), blockedLine('00020130')];
    const { text } = receipt(receiptOf(acceptedUpload({ counts: { ...counts, blocked: 2 } }), { blocked }));
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('Blocked: GBCS 9.9 not recognised (2 entries)');
    expect(flat).toContain('ESME 010A 030B, firmware 0002012F (AB01)');
    expect(flat).toContain('DSP must hold it by: Tue 10 Nov 2026, 08:15');
    expect(flat).toContain('put governance/gbcs-register.csv with GBCS 9.9 as recognised "yes" into the inbox');
    expect(flat).toContain('nothing needs to be submitted again');
  });

  test('tells every finding with its line, field, value and sentence, and brings the whole table', () => {
    const findings = Array.from({ length: 30 }, (_, index) => rowFinding({ line: index + 2 }));
    const { text, attachments } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 30 })));
    expect(text).toContain('Line 2, Firmware Version [Row quarantined]');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('… and 10 more findings: see the attached table.');
    const [csv] = attachments;
    expect(csv?.fileName).toBe('findings-20261109T081500Z-1a2b3c4d.csv');
    expect(new TextDecoder().decode(csv?.content).split('\r\n')).toHaveLength(32);
  });

  test('[R13] says of a duplicate that it is refused, not that a row is quarantined', () => {
    const findings = [rowFinding({ code: 'CPL-DUPLICATE', field: 'CPL Entry ID' })];
    const { text } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 1 })));
    expect(text).toContain('Line 14, CPL Entry ID [Duplicate refused]');
  });

  test('points to the archive when the table of findings is too large for a mail', () => {
    const findings = Array.from({ length: 100 }, (_, index) =>
      rowFinding({ line: index, message: 'x'.repeat(50_000) }),
    );
    const { text, attachments } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 100 })));
    expect(attachments).toEqual([]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('80 more findings: see receipts/20261109T081500Z-1a2b3c4d.json');
  });

  test('of a held extract says how to approve it', () => {
    const { text } = receipt(receiptOf(acceptedUpload({ decision: 'held' })));
    expect(text.replaceAll(/\s+/g, ' ')).toContain('npm run cpl -- approve 20261109T081500Z-1a2b3c4d --reason');
  });

  test('is another mail once a held extract was approved', () => {
    const held = receipt(receiptOf(acceptedUpload({ decision: 'held' })));
    const approved = receipt(receiptOf(acceptedUpload({ approval: { by: 'operator', reason: 'planned', at: '' } })));
    expect(approved.mailId).not.toBe(held.mailId);
    expect(approved.text).toContain('Approved: by operator: planned');
  });

  test('cannot be bent by the name of a file', () => {
    const { subject, html } = receipt(receiptOf(acceptedUpload({ key: 'cpl/a\r\nBcc: x@example.org<b>.csv' })));
    expect(subject).toBe('CPL extract accepted: a Bcc: x@example.org<b>.csv');
    expect(html).not.toContain('<b>');
  });
});

test('addresses in the environment stand between commas', () => {
  expect(addresses('a@example.org, b@example.org,')).toEqual(['a@example.org', 'b@example.org']);
});
