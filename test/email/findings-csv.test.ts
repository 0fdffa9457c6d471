import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsCsv } from '../../functions/email/findings-csv.ts';
import { spreadsheetText } from '../../functions/email/spreadsheet-text.ts';
import { rowFinding } from '../support/receipts.ts';

const read = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: false });

describe('the findings table', () => {
  test('has one row a finding, with line, field, value and sentence', () => {
    const csv = findingsCsv([rowFinding({ value: 'a "quoted", text' })]);
    expect(read(csv)).toEqual([
      ['line', 'severity', 'field', 'value', 'what it is and what to do', 'code'],
      ['14', 'row', 'Device_Model.firmware_version', 'a "quoted", text', rowFinding().message, 'CPL-FIRMWARE-FORM'],
    ]);
  });

  test('is UTF-8 with its mark and CR LF, so that a spreadsheet reads accents', () => {
    expect(findingsCsv([])).toMatch(/^\uFEFF.*\r\n$/);
  });

  test('holds no cell that a spreadsheet would run, whatever a sender wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        const [, ...rows] = read(
          findingsCsv(values.map((value) => rowFinding({ value, message: value, field: value }))),
        );
        expect(rows).toHaveLength(values.length);
        expect(rows.flat().filter((cell) => /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
      }),
    );
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
