import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { LIST_COLUMNS, listCsv, listLine } from './cpl-list-csv.ts';
import { publishedCsv, syntheticCertificates } from './published-csv.ts';

const stamp = { issue: '2.051', issuedOn: '2022-09-21' };

describe('the csv of a list', () => {
  test('has the stamp, the number and the concatenated model in a row', () => {
    const [header, row] = listCsv([listLine({ hash: '' })], stamp).split('\r\n');
    expect(header).toBe(LIST_COLUMNS.join(','));
    expect(row).toBe(
      'Version 2.051 Issued on 21-09-2022,000001,Current,Single Element Electricity Metering Equipment,FA01,B00D,01,0A,B00D010A,0A0001C7,SMETS V2.0,GBCS Version 1.1,',
    );
  });

  test('has other columns, headers, cells, line endings and blanks when asked', () => {
    const lines = Array.from({ length: 100 }, (_, at) => listLine({ entryNumber: String(at + 1).padStart(6, '0') }));
    const csv = listCsv(lines, stamp, {
      columns: ['GBCS Version.version_number', 'Entry.number'],
      extraColumns: { Remark: ({ model }) => `"${model}",` },
      headers: { 'Entry.number': 'Number' },
      cells: ({ entryNumber }) => (entryNumber === '000007' ? { 'Entry.number': '7' } : {}),
      lineEnding: '\n',
      trailingBlanks: true,
    });
    const [header, ...rows]: string[][] = parse(csv);
    expect(header).toEqual(['GBCS Version.version_number', 'Number', 'Remark']);
    expect(rows[6]?.slice(1)).toEqual(['7', '"B00D",']);
    expect(csv).not.toContain('\r');
    expect(rows.filter(([gbcs]) => gbcs?.endsWith(' '))).toHaveLength(21);
  });
});

describe('the published sheet', () => {
  test('has two header rows, explanations over two lines, and rows that begin with an empty cell', () => {
    const rows: string[][] = parse(publishedCsv([listLine({ entryNumber: '000006' })]));
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([21]));
    expect(rows.slice(0, 3).map((row) => row[0])).toEqual(['Data Group', 'Data Attribute', 'Notes']);
    expect(rows[2]?.[1]).toContain('\n');
    expect(rows.at(-1)?.slice(0, 13).join('|')).toBe(
      '|000006|Current|Single Element Electricity Metering Equipment|FA:01|B0:0D|01|0A|0A:00:01:C7|SMETS V2.0|GBCS Version 1.1|[R] SYN-CPA-000006|Security Characteristics version 1.3',
    );
    expect(rows.at(-1)?.[13]).toBe('15/07/2031');
  });

  test('has no certificates for SMETS1, and no CPA certificate for a PPMID', () => {
    const smets1 = listLine({ smetsChts: 'SMETS V1.2', gbcs: 'GBCS Version 0.0', hash: '' });
    expect(syntheticCertificates(smets1)).toEqual({});
    const ppmid = listLine({ deviceType: 'Pre-Payment Interface Device', hash: '' });
    expect(publishedCsv([ppmid])).toContain('GBCS Version 1.1,,Not Relevant,,,,SYN-ZSE-000001,');
    const bare = publishedCsv([ppmid], () => ({}));
    expect(bare).toContain('GBCS Version 1.1,,,,,,,,,,');
  });
});
