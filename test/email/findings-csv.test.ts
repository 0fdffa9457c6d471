import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { FINDINGS_COLUMNS, findingsCsv } from '../../functions/email/findings-csv.ts';
import { spreadsheetText } from '../../functions/email/spreadsheet-text.ts';
import { blockedLine, rowFinding } from '../support/receipts.ts';

const table = (findings: Parameters<typeof findingsCsv>[0]['findings']) => findingsCsv({ findings, blocked: [] });
const read = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: false });

describe('the findings table', () => {
  test('has one row a finding, with its entry, the cell as a spreadsheet names it, its value and sentence', () => {
    const entry = { number: '000014', key: 'ESME/AB01/010A/030B/00000100' };
    const finding = rowFinding({ value: 'a "quoted", text', column: 28, entry });
    expect(read(table([finding, rowFinding({ line: 0 })]))).toEqual([
      [...FINDINGS_COLUMNS],
      [
        '14',
        'AB',
        "'000014",
        entry.key,
        'row',
        'Device_Model.firmware_version',
        'a "quoted", text',
        finding.message,
        'CPL-FIRMWARE-FORM',
      ],
      ['', '', '', '', 'row', 'Device_Model.firmware_version', '12F', finding.message, 'CPL-FIRMWARE-FORM'],
    ]);
  });

  test.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [703, 'AAA'],
  ])('names column %i as %s', (column, letters) => {
    expect(read(table([rowFinding({ column })]))[1]?.[1]).toBe(letters);
  });

  test('has one row a blocked entry, with its reason and until when the DSP must hold it', () => {
    const blocked = blockedLine('00000100');
    expect(read(findingsCsv({ findings: [], blocked: [blocked] }))[1]).toEqual([
      '',
      '',
      "'000116",
      blocked.entryKey,
      'blocked',
      'GBCS version',
      '9.9',
      'GBCS 9.9 not recognised. The DSP must hold it by Tue 10 Nov 2026, 08:15 GMT.',
      '',
    ]);
  });

  test('is UTF-8 with its mark and CR LF, so that a spreadsheet reads accents', () => {
    expect(table([])).toMatch(/^\uFEFF.*\r\n$/);
  });
});

describe('a text in a spreadsheet', () => {
  test.each(["=cmd|' /C calc'!A0", '+1', '-1+2', '@SUM(A1)', ' =1', '\t=1', '\r=1', '＝1', '\u0000=1', '\tx'])(
    'is not a formula: %j',
    (text) => {
      expect(spreadsheetText(text)).toMatch(/^'/);
    },
  );

  test.each(['00000100', '01E30002', '12e5', '12345678901234567'])('keeps its digits: %s', (text) => {
    expect(spreadsheetText(text)).toBe(`'${text}`);
  });

  test.each(['a\u202Eb', 'a\u061Cb', 'a\u200Bb', 'a\u001Bb', 'a\u2028b'])(
    'shows no mark that nobody sees: %j',
    (text) => {
      expect(spreadsheetText(text)).toBe('a b');
    },
  );

  test.each(['0002012F', 'ESME', 'a=b', '4.10', ''])('stays as it is when it is harmless: %j', (text) => {
    expect(spreadsheetText(text)).toBe(text);
  });
});
