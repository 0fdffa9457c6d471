import { describe, expect, test } from 'vitest';
import { entryKeyInWords } from '../../functions/email/entry-words.ts';
import { trialReportLetter } from '../../functions/email/trial-report-mail.ts';
import { trialReport } from '../../functions/reports/trial-report.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { acceptedUpload, receiptMailOf, receiptOf } from '../support/receipts.ts';
import { agreedList, agreedRow, reportedCase, reportMaterial, trialDevices } from '../support/trial-material.ts';

type Blocks = ReturnType<typeof trialReportLetter>['blocks'];
const headings = (blocks: Blocks): readonly string[] =>
  blocks.flatMap((block) => (block.block === 'heading' ? [block.text] : []));

describe('a receipt leaves out what there is none of', () => {
  test('no findings', () => {
    expect(receiptMailOf(receiptOf(acceptedUpload({ findings: [], findingsTotal: 0 }))).text).not.toContain(
      'Findings (',
    );
  });

  test.each(['refused', 'repeat'] as const)('no counts of a list that is %s', (decision) => {
    expect(receiptMailOf(receiptOf(acceptedUpload({ decision }))).text).not.toContain('What changed, by Device Model');
    expect(receiptMailOf(receiptOf(acceptedUpload({}))).text).toContain('What changed, by Device Model');
  });

  test('no counts of a governance file', () => {
    const upload = acceptedUpload({ kind: 'settings', decision: 'active', key: 'governance/settings.json' });
    expect(receiptMailOf(receiptOf(upload)).text).not.toContain('What changed, by Device Model');
  });
});

describe('a report to the SSC', () => {
  test('of no trials says so, and has no sections about any', () => {
    const { blocks, subject } = trialReportLetter(trialReport(reportMaterial()));
    expect(subject).toBe('SSC-2026-W47-20261116 Trial devices: no trials');
    expect(headings(blocks)).toEqual(['About this report']);
  });

  test('says that flagging is off', () => {
    const settings = { ...DEFAULT_SETTINGS, trialFlagging: 'off' as const };
    const agreedLists = [agreedList([agreedRow()])];
    const { subject, blocks } = trialReportLetter(trialReport(reportMaterial({ settings, agreedLists })));
    expect(subject).toContain('flagging is off');
    expect(headings(blocks)).not.toContain('Devices by status');
  });

  test('says that there is nothing to decide, and that there will be', () => {
    const reportOf = (devices: number) =>
      trialReport(
        reportMaterial({
          agreedLists: [agreedList([agreedRow()])],
          devices: new Map([['SYN-TRIAL-1', trialDevices('SYN-TRIAL-1', devices)]]),
        }),
      );
    const { decisions: _none, ...calm } = reportOf(1);
    const letter = trialReportLetter({ ...calm, decisions: [] });
    expect(letter.subject).toContain('nothing to decide');
    expect(headings(letter.blocks)).not.toContain('Decisions needed');
    const { withoutFlag, ...empty } = reportOf(0);
    const noDevices = trialReportLetter({ ...empty, withoutFlag: { ...withoutFlag, entries: [], disagreements: [] } });
    expect(headings(noDevices.blocks)).not.toContain('Devices by status');
    expect(headings(noDevices.blocks)).not.toContain('Cross-check with the CPL');
    const uncertified = trialReportLetter({ ...calm, decisions: [], certificates: [] });
    expect(JSON.stringify(uncertified.blocks)).toContain('No CPA certificate falls due');
    const asked = (whom: string) =>
      trialReportLetter({ ...calm, decisions: [reportedCase({ asked: whom, by: '2026-12-01' })] });
    expect(asked('SSC').subject).toContain('1 decision needed soon');
    expect(JSON.stringify(asked('SSC').blocks)).toContain(
      'Next, by 1 Dec 2026: SYN-TRIAL-1. Decide what happens to the devices.',
    );
    expect(asked('SECAS').subject).toContain('nothing to decide, 1 with others');
  });
});

test.each([
  ['ESME/FA01/C10D/010A/0A7F010C', 'ESME C10D 010A, firmware 0A7F010C (FA01)'],
  ['ESME/FA01/C10D/010A', 'ESME/FA01/C10D/010A'],
  ['ESME/FA01/C10D/010A/0A7F010C/x', 'ESME/FA01/C10D/010A/0A7F010C/x'],
])('the key %s is said as %s', (key, words) => {
  expect(entryKeyInWords(key)).toBe(words);
});
