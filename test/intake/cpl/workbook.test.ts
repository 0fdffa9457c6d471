import { describe, expect, test } from 'vitest';
import { beginsAsWorkbook, readWorkbook } from '../../../functions/intake/cpl/workbook.ts';
import {
  LIST_FILE,
  PUBLISHED_FILE,
  cplWorkbook,
  cplWorkbookParts,
  sheetXml,
  workbookXml,
  zippedWorkbook,
} from '../../support/cpl-workbook.ts';

/** Synthetic rows of the shape of the list and of the published sheet; the ids are invented. */
const LIST_ROWS = [
  ['Version', 'Entry.number', 'Entry.status', 'Manufacturer_Image.hash'],
  ['Version 9.001 Issued on 01-02-2031', '000001', 'Current', 'AB'.repeat(32)],
  ['Version 9.001 Issued on 01-02-2031', '000002', 'Removed', ''],
];
const PUBLISHED_ROWS = [
  ['Data Group', 'Entry', 'CPA_Certificate'],
  ['Data Attribute', 'number', 'expiry_date'],
  ['', '000001', '01/11/2022'],
  [],
  ['', '000002', ''],
];
const PARTS = cplWorkbookParts({ listRows: LIST_ROWS, publishedRows: PUBLISHED_ROWS });

const csvOf = (bytes: Uint8Array): string => {
  const { workbook, findings } = readWorkbook(bytes);
  expect(findings).toEqual([]);
  return Buffer.from(workbook?.listCsv ?? []).toString('utf8');
};
const withList = (rows: string): Uint8Array => zippedWorkbook({ ...PARTS, [LIST_FILE]: sheetXml(rows) });
/** The text of one cell of the list, written as the format's own XML. */
const textOf = (cell: string): string => csvOf(withList(`<row>${cell}</row>`)).replace(/\r\n$/, '');

describe('the list of a workbook', () => {
  test('has the bytes of the CSV file that is saved from it', () => {
    expect(csvOf(cplWorkbook({ listRows: LIST_ROWS, publishedRows: PUBLISHED_ROWS }))).toBe(
      [
        'Version,Entry.number,Entry.status,Manufacturer_Image.hash',
        `Version 9.001 Issued on 01-02-2031,000001,Current,${'AB'.repeat(32)}`,
        'Version 9.001 Issued on 01-02-2031,000002,Removed,',
        '',
      ].join('\r\n'),
    );
  });

  test('keeps outer blanks, and puts values with commas, quotes and line breaks in quotes', () => {
    const listRows = [['GBCS Version 1.1  ', 'a,b', 'say "5"', 'two\nlines', ' é €']];
    expect(csvOf(cplWorkbook({ listRows, publishedRows: [] }))).toBe(
      'GBCS Version 1.1  ,"a,b","say ""5""","two\nlines", é €\r\n',
    );
  });

  test('has a line of commas for each empty row between others, and none behind the last', () => {
    const rows =
      '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="C2" t="str"><v>c</v></c></row><row r="3"/><row r="5"><c r="B5" t="str"><v>b</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>';
    expect(csvOf(withList(rows))).toBe(',,\r\na,,c\r\n,,\r\n,,\r\n,b,\r\n');
  });

  test('has more columns than its header only where there is something in them', () => {
    const listRows = [
      ['a', 'b', ''],
      ['1', '', '', ''],
      ['1', '2', '3', ''],
    ];
    expect(csvOf(cplWorkbook({ listRows, publishedRows: [] }))).toBe('a,b\r\n1,\r\n1,2,3\r\n');
  });

  test('is empty when the sheet is', () => {
    expect(csvOf(withList(''))).toBe('');
  });

  test('is found by the name of its sheet in any case and spacing, wherever it stands', () => {
    const names = ['cpl -  SAVEABLE in csv ', 'Central products list'];
    const parts = {
      ...PARTS,
      'xl/workbook.xml': workbookXml(names),
      'xl/worksheets/sheet1.xml': PARTS[LIST_FILE] ?? '',
    };
    expect(csvOf(zippedWorkbook(parts))).toContain('000002');
  });

  test('is found within the workbook, also where something outside of it is named first', () => {
    const outside =
      '<Relationship Id="o" Type="urn:a/officeDocument" Target="https://a.test/b" TargetMode="External"/>';
    const relations = PARTS['_rels/.rels']?.replace('<Relationship ', `${outside}<Relationship `) ?? '';
    expect(csvOf(zippedWorkbook({ ...PARTS, '_rels/.rels': relations }))).toContain('000002');
  });

  test('is read from the strict form of the format as well', () => {
    const strict = Object.entries(PARTS).map(([name, xml]) => [
      name,
      xml.replaceAll(
        'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
        'http://purl.oclc.org/ooxml/spreadsheetml/main',
      ),
    ]);
    expect(csvOf(zippedWorkbook(Object.fromEntries(strict)))).toContain('000002');
  });
});

describe('the published sheet of a workbook', () => {
  test('is its rows with their numbers, days as dd/mm/yyyy; empty rows are left out', () => {
    const { workbook } = readWorkbook(cplWorkbook({ listRows: LIST_ROWS, publishedRows: PUBLISHED_ROWS }));
    expect(workbook?.published).toEqual([
      { line: 1, values: ['Data Group', 'Entry', 'CPA_Certificate'] },
      { line: 2, values: ['Data Attribute', 'number', 'expiry_date'] },
      { line: 3, values: ['', '000001', '01/11/2022'] },
      { line: 5, values: ['', '000002'] },
    ]);
  });

  test('has days counted from 1904 where the workbook says so', () => {
    const names = ['a', 'b', 'Central Products List', 'CPL - saveable in CSV'];
    const parts = {
      ...PARTS,
      'xl/workbook.xml': workbookXml(names, '<workbookPr date1904="1"/>'),
      [PUBLISHED_FILE]: sheetXml('<row><c s="1"><v>0</v></c><c s="2"><v>43404.75</v></c></row>'),
    };
    const { workbook } = readWorkbook(zippedWorkbook(parts));
    expect(workbook?.published).toEqual([{ line: 1, values: ['01/01/1904', '01/11/2022'] }]);
  });

  test('may be missing: the list is read all the same, with a warning', () => {
    const names = ['a', 'b', 'c', 'CPL - saveable in CSV'];
    const { workbook, findings } = readWorkbook(zippedWorkbook({ ...PARTS, 'xl/workbook.xml': workbookXml(names) }));
    expect(workbook?.published).toBeUndefined();
    expect(workbook?.listCsv.byteLength).toBeGreaterThan(100);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning CPL-WORKBOOK-NO-CERTIFICATES',
    ]);
  });
});

describe('a cell becomes the text that a spreadsheet saves:', () => {
  test.each([
    ['a shared text', '<c t="s"><v>1</v></c>', 'Date of issue'],
    ['an inline text', '<c t="inlineStr"><is><t>000001</t></is></c>', '000001'],
    ['a text in runs', '<c t="inlineStr"><is><r><t>GBCS </t></r><r><rPr><b/></rPr><t>1.1</t></r></is></c>', 'GBCS 1.1'],
    ['a text with its pronunciation', '<c t="inlineStr"><is><t>A</t><rPh sb="0" eb="1"><t>B</t></rPh></is></c>', 'A'],
    ['a text in CDATA', '<c t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', 'a<b'],
    ['a text with an escape', '<c t="str"><v>a_x0041_b_x000d_</v></c>', '"aAb\r"'],
    ['a text in a cell of an unknown type', '<c t="x"><v>a</v></c>', 'a'],
    ['the result of a formula', '<c t="str"><f>A1&amp;B1</f><v>433100AC</v></c>', '433100AC'],
    ['the empty result of a formula', '<c t="str"><f>""</f><v></v></c>', ''],
    ['a number from a formula', '<c><f>SUM(1,2)</f><v>3</v></c>', '3'],
    ['an error', '<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c t="b"><v>0</v></c>', 'FALSE'],
    ['a number that was a text', '<c><v>1</v></c>', '1'],
    ['a number with zeros by its format', '<c s="3"><v>1</v></c>', '000001'],
    ['a negative number with zeros by its format', '<c s="3"><v>-1</v></c>', '-000001'],
    ['a number in a cell for texts', '<c s="4"><v>123456789012</v></c>', '123456789012'],
    ['a long number', '<c><v>123456789012</v></c>', '1.23457E+11'],
    ['a small number', '<c><v>1.0000000000000001E-10</v></c>', '1E-10'],
    ['a decimal number', '<c><v>1.1000000000000001</v></c>', '1.1'],
    ['a number with decimals by its format', '<c s="6"><v>1.1</v></c>', '1.10'],
    ['a firmware version that was taken for a power of ten', '<c s="5"><v>12407000</v></c>', '1.24E+07'],
    ['a day', '<c s="1"><v>44866</v></c>', '01/11/2022'],
    ['a day by a format of the workbook', '<c s="2"><v>44866.5</v></c>', '01/11/2022'],
    ['the first day', '<c s="1"><v>1</v></c>', '01/01/1900'],
    ['the day that only spreadsheets have', '<c s="1"><v>60</v></c>', '29/02/1900'],
    ['the day after it', '<c s="1"><v>61</v></c>', '01/03/1900'],
    ['a number that is not a day', '<c s="1"><v>-3</v></c>', '-3'],
    ['a day as the newer format writes it', '<c t="d"><v>2022-11-01T00:00:00</v></c>', '01/11/2022'],
    ['a number that is not one', '<c><v>abc</v></c>', 'abc'],
    ['nothing', '<c s="1"/>', ''],
    ['a text beside what other programs add', '<c t="str"><v>a</v><x:v xmlns:x="urn:other">b</x:v></c>', 'a'],
  ])('%s', (_, cell, text) => {
    expect(textOf(`<c t="str"><v>first</v></c>${cell}<c t="str"><v>last</v></c>`)).toBe(`first,${text},last`);
  });

  test.each([
    ['@', '123456789012', '123456789012'],
    ['0.00', '1.1', '1.10'],
    ['0.0E+00', '12407000', '1.2E+07'],
  ])('a number under the format %s of the workbook', (code, value, text) => {
    const styles = PARTS['xl/styles.xml']?.replace('formatCode="000000"', `formatCode="${code}"`) ?? '';
    const list = sheetXml(`<row><c s="3"><v>${value}</v></c></row>`);
    expect(csvOf(zippedWorkbook({ ...PARTS, 'xl/styles.xml': styles, [LIST_FILE]: list }))).toBe(`${text}\r\n`);
  });

  test('cells without a place follow the one before, and cells between are empty', () => {
    const rows = '<row><c r="B1"><v>1</v></c><c><v>2</v></c><c r="AA1"><v>3</v></c></row><row><c><v>4</v></c></row>';
    expect(csvOf(withList(rows))).toBe(`,1,2,${','.repeat(23)}3\r\n4${','.repeat(26)}\r\n`);
  });

  test('a formula that was saved without its result counts as empty, with a warning that counts such cells', () => {
    const { workbook, findings } = readWorkbook(
      withList('<row><c><v>1</v></c><c><f>A1</f></c><c><f>A1</f><v/></c></row>'),
    );
    expect(Buffer.from(workbook?.listCsv ?? []).toString()).toBe('1\r\n');
    expect(findings).toMatchObject([{ code: 'CPL-WORKBOOK-NOT-CALCULATED', severity: 'warning' }]);
    expect(findings[0]?.message).toContain('Such cells: 2.');
  });
});

test('a file begins as a workbook, also as an old one, or does not', () => {
  expect(beginsAsWorkbook(zippedWorkbook(PARTS))).toBe(true);
  expect(beginsAsWorkbook(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe(true);
  expect(beginsAsWorkbook(Buffer.from('Version,Entry.number'))).toBe(false);
});
