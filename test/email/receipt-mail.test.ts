import { describe, expect, test } from 'vitest';
import type { Upload } from '../../functions/contracts/upload.ts';
import type { Receipt } from '../../functions/contracts/receipt.ts';
import type { RecordedFinding } from '../../functions/domain/findings/finding.ts';
import { groupedFindings } from '../../functions/domain/findings/grouped-findings.ts';
import { findingsCsv } from '../../functions/email/findings-csv.ts';
import { addresses } from '../../functions/email/letters.ts';
import { acceptedUpload, blockedLine, receiptMailOf, receiptOf, rowFinding } from '../support/receipts.ts';

/** The mail of a receipt; every single finding is in its table, while the receipt shows one of each kind. */
function receipt(of: Receipt, every: readonly RecordedFinding[] = of.findings) {
  return receiptMailOf(
    { ...of, findings: groupedFindings(of.findings) },
    every.length === 0 ? '' : findingsCsv({ findings: every, blocked: [] }),
  );
}
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const subjectOf = (upload: Partial<Upload>): string => receipt(receiptOf(acceptedUpload(upload))).subject;
const { counts } = acceptedUpload();

const SUPPLIER = '90-B3-D5-1F-30-01-00-00';

describe('a receipt', () => {
  test.each(['repeat', 'superseded'] as const)(
    'of a list that changes nothing, put in again and again, is one mail a day: %s',
    (decision) => {
      const idOf = (uploadId: string, receivedAt: string, sha256 = 'ab'.repeat(32)) =>
        receipt(receiptOf(acceptedUpload({ decision, uploadId, receivedAt, sha256 }))).mailId;
      const first = idOf('u1', '2026-11-09T08:15:00.000Z');
      expect(idOf('u2', '2026-11-09T23:15:00.000Z')).toBe(first);
      expect(idOf('u3', '2026-11-10T00:15:00.000Z')).not.toBe(first);
      expect(idOf('u4', '2026-11-09T08:15:00.000Z', 'cd'.repeat(32))).not.toBe(first);
      expect(idOf('u5', '2026-11-09T08:15:00.000Z', '')).toBe(`RECEIPT-u5-${decision}`);
    },
  );

  test.each([
    ['accepted', 'What changed, by Device Model'],
    ['held', 'What would change, by Device Model'],
    ['refused', undefined],
    ['superseded', undefined],
    ['repeat', undefined],
  ] as const)('of a list that is %s says in numbers: %s', (decision, caption) => {
    const text = flat(receipt(receiptOf(acceptedUpload({ decision }))).text);
    expect(/What (?:would change|changed), by Device Model/.exec(text)?.[0]).toBe(caption);
  });

  test('says in its subject who must act, and what became of the file', () => {
    expect(subjectOf({})).toBe('CPL list accepted: cpl-2.051.csv');
    expect(subjectOf({ counts: { ...counts, blocked: 2, quarantined: 1 } })).toBe(
      'Action for SECAS: CPL list accepted, 2 entries blocked and 1 row quarantined: cpl-2.051.csv',
    );
    expect(subjectOf({ decision: 'held' })).toBe(
      'Action for DCC operations: CPL list held, needs approval: cpl-2.051.csv',
    );
    expect(subjectOf({ decision: 'refused', findingsTotal: 2 })).toBe(
      'Action for SECAS: CPL list refused, 2 findings: cpl-2.051.csv',
    );
    expect(subjectOf({ decision: 'superseded' })).toBe('CPL list superseded: cpl-2.051.csv');
    expect(subjectOf({ decision: 'repeat' })).toBe('CPL list received again, unchanged: cpl-2.051.csv');
    expect(subjectOf({ kind: 'certificates', decision: 'active', version: '4' })).toBe(
      'CPL certificates active: cpl-2.051.csv',
    );
    expect(
      subjectOf({ kind: 'version-combinations', decision: 'refused', key: 'governance/version-combinations.csv' }),
    ).toBe(
      'Action for DCC Service team and DSP Service team: Version combinations refused, 0 findings: version-combinations.csv',
    );
    expect(subjectOf({ kind: 'gbcs-register', decision: 'active', key: 'governance/gbcs-register.csv' })).toBe(
      'GBCS register active: gbcs-register.csv',
    );
  });

  test('says how many of the Device Models that it adds are marked Removed already', () => {
    const { text } = receipt(receiptOf(acceptedUpload({ counts: { ...counts, added: 716, addedRemoved: 31 } })));
    expect(flat(text)).toMatch(/Added\W+716\W+Of these, marked Removed already\W+31\b/);
  });

  test('says nothing of a hash that nobody worked out, and of what there is none of', () => {
    const { text } = receipt(receiptOf(acceptedUpload({ decision: 'refused', sha256: '' })));
    expect(text).not.toContain('SHA-256');
    expect(text).not.toContain('0 Device Models');
    expect(text).not.toContain('Letters ready');
    expect(receipt(receiptOf(acceptedUpload({}))).text).toContain('SHA-256');
  });

  test('[R7, R9, R11] names each blocked entry with its deadline, and says what must happen and that nothing is to be resubmitted', () => {
    const blocked = [blockedLine('0002012F'), blockedLine('00020130')];
    const { text } = receipt(receiptOf(acceptedUpload({ counts: { ...counts, blocked: 2 } }), { blocked }));
    expect(flat(text)).toContain('Blocked: GBCS 9.9 not recognised (2 entries)');
    expect(flat(text)).toContain('ESME 010A 030B, firmware 0002012F (AB01)');
    expect(flat(text)).toContain('Entry number: 000116');
    expect(flat(text)).toContain('DSP must hold it by: Tue 10 Nov 2026, 08:15 GMT');
    expect(flat(text)).toContain('put governance/gbcs-register.csv with GBCS 9.9 as recognised "yes" into the inbox');
    expect(flat(text)).toContain('nothing needs to be submitted again');
  });

  test('shows one finding of each kind with its line, value and sentence, and attaches every single one', () => {
    const findings = Array.from({ length: 30 }, (_, index) => rowFinding({ line: index + 2 }));
    const { text, attachments } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 30 })), findings);
    expect(text).toContain('Findings (30)');
    expect(text).toContain('Line 2, Device_Model.firmware_version [Row quarantined]');
    expect(text).not.toContain('Line 3, ');
    expect(flat(text)).toContain('The same on 29 more lines: 3, 4, 5,');
    expect(flat(text)).toContain('Every single finding is in the attached table.');
    const [csv] = attachments;
    expect(csv?.fileName).toBe('findings-20261109T081500Z-1a2b3c4d.csv');
    expect(new TextDecoder().decode(csv?.content).split('\r\n')).toHaveLength(32);
  });

  test('shows twenty kinds at most, and says how many more there are', () => {
    const findings = Array.from({ length: 23 }, (_, index) => rowFinding({ field: `Column ${index}` }));
    const { text } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 23 })));
    expect(flat(text)).toContain('… and 3 more kinds of findings. Every single finding is in the attached table.');
  });

  test('does not point to a table that has no more than the mail', () => {
    const { text } = receipt(receiptOf(acceptedUpload({ findings: [rowFinding()], findingsTotal: 1 })));
    expect(text).not.toContain('Every single finding');
  });

  test('[R13] says of a duplicate that it is refused, not that a row is quarantined', () => {
    const findings = [rowFinding({ code: 'CPL-DUPLICATE', field: 'Entry.number' })];
    const { text } = receipt(receiptOf(acceptedUpload({ findings, findingsTotal: 1 })));
    expect(text).toContain('Line 14, Entry.number [Duplicate refused]');
  });

  test('points to the archive when the table of findings is too large for a mail', () => {
    const findings = Array.from({ length: 100 }, (_, index) =>
      rowFinding({ line: index + 2, message: 'x'.repeat(50_000) }),
    );
    const { text, attachments } = receipt(
      receiptOf(acceptedUpload({ findings: [rowFinding()], findingsTotal: 100 })),
      findings,
    );
    expect(attachments).toEqual([]);
    expect(flat(text)).toContain(
      'Every single finding is in receipts/20261109T081500Z-1a2b3c4d.findings.csv in the archive.',
    );
  });

  test('[R80] names what loses its entry, with its devices by status and by supplier', () => {
    const removed: Receipt['removed'] = [
      {
        entryKey: 'ESME/AB01/010A/030B/0002012F',
        entryNumber: '000097',
        devices: { Commissioned: 1204, Pending: 3 },
        suppliers: { [SUPPLIER]: 1200, '': 7 },
      },
      { entryKey: 'GSME/AB01/010A/030B/0002012F', entryNumber: '000098', devices: {}, suppliers: {} },
      {
        entryKey: 'CH/AB01/010A/030B/00020130',
        entryNumber: '000099',
        devices: { InstalledNotCommissioned: 1 },
        suppliers: { [SUPPLIER]: 1 },
      },
    ];
    const many = Array.from({ length: 200 }, () => ({
      entryKey: 'ESME/AB01/010A/030B/0002012F',
      entryNumber: '000097',
      devices: { Commissioned: 9999, Pending: 1 },
      suppliers: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`90-B3-D5-1F-30-01-00-0${index}`, 1250])),
    }));
    const text = flat(receipt(receiptOf(acceptedUpload(), { removed })).text);
    expect(text).toContain('3 Device Models lose their entry');
    expect(text).toContain('(AB01) | Entry number 000097 | Devices 1,204 Commissioned and 3 Pending');
    expect(text).toContain('Suppliers 90-B3-D5-1F-30-01-00-00 (1,200 devices) and supplier not known (7 devices)');
    expect(text).toContain('(AB01) | Entry number 000098 | Devices none');
    expect(text).toContain('1 Installed, not commissioned');
    const ofMany = flat(receipt(receiptOf(acceptedUpload(), { removed: many })).text);
    expect(ofMany).toContain('200 or more Device Models lose their entry');
    expect(ofMany).toContain('Devices at least 9,999 Commissioned and 1 Pending');
    expect(ofMany).toContain('90-B3-D5-1F-30-01-00-04 (1,250 devices) and 3 others');
    const [first] = removed;
    const held = receiptOf(acceptedUpload({ decision: 'held' }), { removed: first === undefined ? [] : [first] });
    expect(receipt(held).text).toContain('1 Device Model would lose its entry');
  });

  test('of a held list says why, who approves it, and what else can be done, without a command', () => {
    const outcome = 'Held: Issue 2.151 lies too far beyond 2.051. An operator must approve it with a reason.';
    const { text } = receipt(receiptOf(acceptedUpload({ decision: 'held' }), { outcome }));
    expect(flat(text)).toContain(outcome);
    expect(flat(text)).toContain('DCC operations approve upload 20261109T081500Z-1a2b3c4d, with the reason');
    expect(flat(text)).toContain('DSP must hold it by: Tue 10 Nov 2026, 08:15 GMT');
    expect(text).not.toContain('npm run');
  });

  test('names the issue of a list, and the version of anything else', () => {
    expect(receipt(receiptOf()).text).toContain('Issue: 2.051');
    expect(receipt(receiptOf(acceptedUpload({ kind: 'settings', version: '7', decision: 'active' }))).text).toContain(
      'Version: 7',
    );
  });

  test.each(['accepted', 'held', 'refused', 'superseded', 'repeat'] as const)(
    'has no requirement number and no old word in it when %s',
    (decision) => {
      const busy = { ...counts, blocked: 1, quarantined: 1, duplicate: 1, disappeared: 1 };
      const upload = acceptedUpload({ decision, counts: busy, findings: [rowFinding()], findingsTotal: 1 });
      const { text } = receipt(receiptOf(upload, { blocked: [blockedLine('0002012F')] }));
      expect(text).not.toMatch(/\bR\d+\b|CPL Entry ID|snapshot|extract/i);
    },
  );

  test('is another mail once a held list was approved', () => {
    const held = receipt(receiptOf(acceptedUpload({ decision: 'held' })));
    const approved = receipt(receiptOf(acceptedUpload({ approval: { by: 'operator', reason: 'planned', at: '' } })));
    expect(approved.mailId).not.toBe(held.mailId);
    expect(approved.text).toContain('Approved: by operator: planned');
  });

  test('cannot be bent by the name of a file', () => {
    const { subject, html } = receipt(receiptOf(acceptedUpload({ key: 'cpl/a\r\nBcc: x@example.org<b>.csv' })));
    expect(subject).toBe('CPL list accepted: a Bcc: x@example.org<b>.csv');
    expect(html).not.toContain('<b>');
  });
});

test('addresses in the environment stand between commas', () => {
  expect(addresses('a@example.org, b@example.org,')).toEqual(['a@example.org', 'b@example.org']);
});
