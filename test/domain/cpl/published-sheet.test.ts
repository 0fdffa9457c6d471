import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublishedSheet, readPublishedSheet } from '../../../functions/domain/cpl/published-sheet.ts';
import { readCsvRecords } from '../../../functions/domain/csv/csv-records.ts';
import { writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { readWorkbook } from '../../../functions/intake/cpl/workbook.ts';
import { cplWorkbook } from '../../support/cpl-workbook.ts';
import {
  FIRST_ENTRY_LINE,
  METER,
  METER_CERTIFICATES,
  PUBLISHED_COLUMNS,
  publishedCells,
  readRows,
  recordsOf,
} from '../../support/published-rows.ts';

describe('the published sheet', () => {
  test('brings the certificates of each entry, and passes over the rows that explain the columns', () => {
    expect(readRows([METER])).toEqual({ certificates: [METER_CERTIFICATES], findings: [] });
  });

  test('is the same from a CSV file, whose cells hold line breaks, and from a workbook', () => {
    const cells = publishedCells([METER, { ...METER, 'Entry.number': '000002' }]);
    const log = new FindingLog();
    const csv = cells.map((values) => `${writeCsvRecord(values).replace(/,+$/, '')}\r\n`).join('');
    const fromCsv = readPublishedSheet(readCsvRecords(Buffer.from(csv), 1_000_000, log));
    const { workbook } = readWorkbook(cplWorkbook({ listRows: [['Version']], publishedRows: cells }));
    const fromWorkbook = readPublishedSheet(workbook?.published ?? []);
    expect(log.findings).toEqual([]);
    expect(fromCsv.certificates.get('000001')).toEqual(METER_CERTIFICATES);
    expect(fromCsv.certificates).toEqual(fromWorkbook.certificates);
    expect(fromCsv.findings).toEqual(fromWorkbook.findings);
  });

  test('has its columns in any order, with others between them', () => {
    expect(readRows([METER], PUBLISHED_COLUMNS.toReversed())).toEqual({
      certificates: [METER_CERTIFICATES],
      findings: [],
    });
    const cells = publishedCells([METER]).map((values) => ['extra', ...values]);
    expect(readPublishedSheet(recordsOf([['A title'], ...cells])).findings).toEqual([]);
  });

  test('may have groups over several columns that are written once, as merged cells are saved', () => {
    const [groups = [], ...rest] = publishedCells([METER]);
    const merged = groups.map((group, index) => (group === groups[index - 1] ? '' : group));
    expect(readPublishedSheet(recordsOf([merged, ...rest])).certificates.get('000001')).toEqual(METER_CERTIFICATES);
  });

  test('is recognised by its two header rows', () => {
    const records = recordsOf(publishedCells([METER]));
    expect(isPublishedSheet(records.slice(0, 2))).toBe(true);
    expect(isPublishedSheet(records.slice(1))).toBe(false);
    expect(
      isPublishedSheet(
        recordsOf([
          ['Version', 'Entry.number'],
          ['Version 9.001', '000001'],
        ]),
      ),
    ).toBe(false);
    expect(isPublishedSheet(recordsOf([['Data Group'], ['Data Attributes']]))).toBe(false);
    expect(isPublishedSheet(recordsOf([['', 'Data Group'], ['Data Attribute']]))).toBe(false);
    expect(isPublishedSheet(recordsOf([['Data Groups'], ['Data Attribute']]))).toBe(false);
    expect(isPublishedSheet(recordsOf([['Data Group']]))).toBe(false);
    expect(isPublishedSheet([])).toBe(false);
  });

  test('has its header rows among the first twenty', () => {
    const below = (titles: number) =>
      isPublishedSheet(recordsOf([...Array.from({ length: titles }, () => ['A title']), ...publishedCells([METER])]));
    expect([below(19), below(20)]).toEqual([true, false]);
  });

  test('may have rows that end before its header does, and blanks in cells', () => {
    const [groups = [], attributes = [], ...rows] = publishedCells([METER], PUBLISHED_COLUMNS.toReversed());
    const withoutEnd = (cells: readonly string[]) => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
    expect(readPublishedSheet(recordsOf([groups, attributes, ...rows.map(withoutEnd), [' '], ['x']]))).toMatchObject({
      certificates: new Map([['000001', METER_CERTIFICATES]]),
      findings: [{ code: 'CERT-ENTRY-NUMBER', line: 7, value: '' }],
    });
  });

  test('has an entry in a row with a label too, if it has a number', () => {
    const label = 'Data Group.Data Attribute';
    expect(
      readRows([
        { ...METER, [label]: 'new' },
        { [label]: ' ', 'Entry.number': 'x' },
      ]),
    ).toEqual({
      certificates: [METER_CERTIFICATES],
      findings: [`row ${FIRST_ENTRY_LINE + 1} CERT-ENTRY-NUMBER Entry.number`],
    });
  });

  test('may have a column twice, of which the first counts', () => {
    const cells = publishedCells(
      [METER, { ...METER, 'Entry.number': '1000000' }],
      [...PUBLISHED_COLUMNS, 'Entry.number'],
    );
    const [groups = [], attributes = [], ...rows] = cells;
    const blanked = rows.map((row) => [...row.slice(0, -1), '']);
    expect([...readPublishedSheet(recordsOf([groups, attributes, ...blanked])).certificates.keys()]).toEqual([
      '000001',
      '1000000',
    ]);
  });
});

describe('a published sheet that cannot be used', () => {
  test('without its two header rows is refused', () => {
    const { certificates, findings } = readPublishedSheet(recordsOf([['Entry.number'], ['000001']]));
    expect(certificates.size).toBe(0);
    expect(findings).toEqual([
      {
        code: 'CERT-LAYOUT',
        severity: 'file',
        line: 1,
        field: '',
        value: '',
        message:
          'The header of the published sheet is missing: one row that begins with "Data Group", and below it one that begins with "Data Attribute". Send the sheet with both.',
      },
    ]);
  });

  test.each([
    ['DLMS', '"DLMS_Certificate.identification_number", "DLMS_Certificate.DLMS_version"'],
    ['CPA_Certificate.exp', '"CPA_Certificate.expiry_date"'],
  ])('without some of its columns is refused, and they are named: %s', (missing, names) => {
    const columns = PUBLISHED_COLUMNS.filter((column) => !column.startsWith(missing));
    const { certificates, findings } = readPublishedSheet(recordsOf(publishedCells([METER], columns)));
    expect(certificates.size).toBe(0);
    const message = `The published sheet lacks columns: ${names}. Add them and send it again.`;
    expect(findings).toMatchObject([{ code: 'CERT-LAYOUT', severity: 'file', line: 1, message }]);
  });

  test('without any entry is refused', () => {
    expect(readRows([])).toEqual({ certificates: [], findings: ['file 3 CERT-NO-ENTRIES'] });
    expect(readPublishedSheet(recordsOf(publishedCells([]).slice(0, 2))).findings).toMatchObject([
      {
        code: 'CERT-NO-ENTRIES',
        line: 1,
        message:
          'The published sheet has no entry with a number of six digits below its header. Send the whole sheet again.',
      },
    ]);
  });

  test('whose entry numbers are all shortened is refused', () => {
    const { certificates, findings } = readRows([{ ...METER, 'Entry.number': '1' }]);
    expect(certificates).toEqual([]);
    expect(findings).toEqual(['file 3 CERT-NO-ENTRIES', `row ${FIRST_ENTRY_LINE} CERT-ENTRY-NUMBER Entry.number`]);
  });

  test('has rows that are ignored: a number of the wrong form, none, and one that was there already', () => {
    const other = { ...METER, 'ZSE_Certificate.identification_number': 'ZIG-2' };
    const { certificates, findings } = readRows([
      METER,
      { ...METER, 'Entry.number': '2' },
      { ...METER, 'Entry.number': '' },
      {},
      other,
    ]);
    expect(
      readPublishedSheet(recordsOf(publishedCells([METER, METER, { 'Entry.number': '2' }]))).findings,
    ).toMatchObject([
      { message: `Entry 000001 is already on line ${FIRST_ENTRY_LINE}. This row is ignored.` },
      {
        message:
          'The entry number is not six digits. A spreadsheet may have removed its zeros: format the column as text. This row is ignored.',
      },
    ]);
    expect(certificates).toEqual([METER_CERTIFICATES]);
    expect(findings).toEqual([
      `row ${FIRST_ENTRY_LINE + 1} CERT-ENTRY-NUMBER Entry.number`,
      `row ${FIRST_ENTRY_LINE + 2} CERT-ENTRY-NUMBER Entry.number`,
      `row ${FIRST_ENTRY_LINE + 4} CERT-ENTRY-TWICE Entry.number`,
    ]);
  });
});

test('any cells give certificates or findings, and every entry stands under its own number', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '',
      '000001',
      '000002',
      '1',
      '[E] a',
      '[R] b',
      '[E]',
      '01/02/2031',
      '31/02/2031',
      '#N/A',
      'N/A',
      'SMETS V1.2',
    ),
    fc.string({ maxLength: 8 }),
  );
  const row = fc.array(value, { maxLength: PUBLISHED_COLUMNS.length + 2 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.boolean(), (rows, headed) => {
      const { certificates, findings } = readPublishedSheet(
        recordsOf(headed ? [...publishedCells([]), ...rows] : rows),
      );
      for (const [number, entry] of certificates) expect(entry.entryNumber).toBe(number);
      if (certificates.size === 0) expect(findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
