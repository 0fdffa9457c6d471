import { describe, expect, test } from 'vitest';
import { readCsvRows, readCsvTable, writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';

const MEBIBYTE = 1024 * 1024;

/** A small file as it is read, and what is found in it, as `line field code: message`. */
function read(file: string | Uint8Array, maxBytes = MEBIBYTE) {
  const log = new FindingLog();
  const { labels, rows } = readCsvTable(Buffer.from(file), maxBytes, log);
  return {
    labels,
    rows,
    findings: log.findings.map(({ line, field, code, message }) => `${line} ${field} ${code}: ${message}`),
  };
}
const findingsOf = (file: string | Uint8Array, maxBytes?: number): readonly string[] => read(file, maxBytes).findings;

describe('a small CSV file', () => {
  test('is its labels and its rows, each with the line on which it starts', () => {
    expect(read('a,b\n1,"2\n\n3"\n4,"say ""5"""\n"6",7')).toEqual({
      labels: ['a', 'b'],
      rows: [
        { line: 2, values: ['1', '2\n\n3'] },
        { line: 5, values: ['4', 'say "5"'] },
        { line: 6, values: ['6', '7'] },
      ],
      findings: [],
    });
  });

  test('may have more columns than the reader first has room for', () => {
    const labels = Array.from({ length: 300 }, (_, column) => `c${column}`);
    const values = labels.map((label, column) => (column % 3 === 0 ? `"${label}"` : label));
    expect(read(`${labels.join()}\n${values.join()}\n`)).toEqual({
      labels,
      rows: [{ line: 2, values: labels }],
      findings: [],
    });
  });

  test.each([1, 2, 3, 5, 64, 1000])('is the same in pieces of %i bytes, and its source is closed', async (size) => {
    const file = Buffer.from(`a,b\r\n${'é1,"2\r\n"\r\n'.repeat(50)}`);
    let closed = false;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      try {
        for (let at = 0; at < file.byteLength; at += size) yield file.subarray(at, at + size);
      } finally {
        closed = true;
      }
    }
    const rows: string[] = [];
    for await (const { line, values } of readCsvRows(pieces(), MEBIBYTE, new FindingLog()))
      rows.push(`${line} ${values.join('|')}`);
    expect(rows.slice(0, 3)).toEqual(['1 a|b', '2 é1|2\r\n', '4 é1|2\r\n']);
    expect([rows.length, rows.at(-1), closed]).toEqual([51, '100 é1|2\r\n', true]);
  });

  test('that ends in the middle of a file closes its source all the same', async () => {
    let closed = false;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('a,b\n1,2\n'.repeat(20));
      } finally {
        closed = true;
      }
    }
    const log = new FindingLog();
    for await (const row of readCsvRows(pieces(), 1000, log)) expect(row.values).toHaveLength(2);
    expect(log.findings.map(({ code }) => code)).toEqual(['CSV-TOO-LARGE']);
    expect(closed).toBe(true);
  });
});

describe('what is wrong with a file is reported with its place and what to do', () => {
  test.each<[string | Uint8Array, string]>([
    ['', '1  CSV-EMPTY: Line 1, column 1, byte offset 0: the file has no bytes in it. Send the whole file again.'],
    [
      'a,b\n',
      '2  CSV-NO-ROWS: Line 2, column 1, byte offset 4: the file ends after its header. Send the whole file again.',
    ],
    [
      '\na,b\n1,2\n',
      '1  CSV-HEADER-BLANK: Line 1, column 1, byte offset 0: the first line is blank. Begin the file with its header.',
    ],
    [
      'a,b\n1\n',
      '2  CSV-RAGGED-ROW: Line 2, column 1, byte offset 4: this row has another number of fields than the header. It has 1, the header has 2.',
    ],
    [
      'a,\n1,2\n',
      '1  CSV-HEADER-UNNAMED: Line 1, column 3, byte offset 2: a column of the header has no name. Name it or remove it.',
    ],
    [
      'a, \n1,2\n',
      '1   CSV-HEADER-UNNAMED: Line 1, column 3, byte offset 2: a column of the header has no name. Name it or remove it.',
    ],
    [
      ',b,\n1,2,3\n',
      '1  CSV-HEADER-UNNAMED: Line 1, column 1, byte offset 0: a column of the header has no name. Name it or remove it.',
    ],
    [
      'a,b,a \n1,2,3\n',
      '1 a CSV-HEADER-DOUBLED: Line 1, column 5, byte offset 4: two columns of the header have the same name. Remove or rename one of them.',
    ],
    [
      'a,b\n1,2"3\n',
      '2 b CSV-BARE-QUOTE: Line 2, column 4, byte offset 7: a quote stands inside a value that does not begin with one. Put the whole value in quotes and double the quotes in it.',
    ],
    [
      'a,b\n1,"2"3\n',
      '2 b CSV-TEXT-AFTER-QUOTE: Line 2, column 6, byte offset 9: text follows a closing quote. Double each quote that is part of the value.',
    ],
    [
      'a,b\n"1\n2",3\u0001\n',
      '2 b CSV-CONTROL-CHARACTER: Line 3, column 5, byte offset 11: there is a control character here. Remove it.',
    ],
    [
      'a,b\n"12\n3",4\u0001\n',
      '2 b CSV-CONTROL-CHARACTER: Line 3, column 5, byte offset 12: there is a control character here. Remove it.',
    ],
    [
      'a,b\n1,2,3\u0001\n',
      '2  CSV-CONTROL-CHARACTER: Line 2, column 6, byte offset 9: there is a control character here. Remove it.',
    ],
    [
      'a,b\n1,\r2\n',
      '2 b CSV-BARE-CR: Line 2, column 3, byte offset 6: a carriage return stands here without a line feed. End each line with LF or CRLF, or put the value in quotes.',
    ],
    [
      'a,b\n1,"2\n',
      '2 b CSV-OPEN-QUOTE: Line 2, column 3, byte offset 6: a quote is opened here and never closed: the file is cut off, or a quote in a value is not doubled.',
    ],
  ])('case %#', (file, findings) => {
    expect(findingsOf(file)).toEqual([findings]);
  });

  test.each([
    ['\u001F\u008Brest', 'a gzip file'],
    ['PK\u0003\u0004rest', 'a zip archive or an Excel workbook'],
    ['\u00D0\u00CF\u0011\u00E0rest', 'an old Excel workbook'],
    ['%PDF-1.7 and so on', 'a PDF'],
  ])('case %#: another format is named', (file, format) => {
    expect(findingsOf(Buffer.from(file, 'latin1'))).toEqual([expect.stringContaining(`CSV-OTHER-FORMAT`)]);
    expect(findingsOf(Buffer.from(file, 'latin1'))[0]).toContain(
      `Save the list as "CSV UTF-8" and send it again; a gzip file needs a name that ends in .csv.gz. It begins as ${format} does.`,
    );
  });

  test.each([
    ['with a mark, the low byte first', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le')],
    ['with a mark, the high byte first', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le').swap16()],
    ['of one character', Buffer.from('a', 'utf16le')],
    ['without a mark, the low byte first', Buffer.from('a,b\n1,2\n', 'utf16le')],
    ['without a mark, the high byte first', Buffer.from('a,b\n1,2\n', 'utf16le').swap16()],
  ])('UTF-16 is reported as UTF-16, %s', (_name, file) => {
    expect(findingsOf(file)).toEqual([
      expect.stringContaining('CSV-UTF-16: Line 1, column 1, byte offset 0: the file is UTF-16.'),
    ]);
  });

  test.each([
    [[0xff, 0x61, 0x2c, 0x62], 'CSV-NOT-UTF-8'],
    [[0xfe, 0x61, 0x2c, 0x62], 'CSV-NOT-UTF-8'],
    [[0x61, 0xfe, 0x2c, 0x62], 'CSV-NOT-UTF-8'],
    [[0x61, 0xff, 0x2c, 0x62], 'CSV-NOT-UTF-8'],
    [[0x30], 'CSV-NO-ROWS'],
    [[0x61, 0, 0, 0x62], 'CSV-CONTROL-CHARACTER'],
  ])('what only begins like UTF-16 is reported as what it is: %j', (bytes, code) => {
    expect(findingsOf(Buffer.from(bytes))[0]).toContain(code);
  });

  test.each([
    ['\u0080', 2],
    ['é', 2],
    ['߿', 2],
    ['ࠀ', 3],
    ['€', 3],
    ['�', 3],
    ['𐀀', 4],
    ['😀', 4],
    ['\u007F'.replace('\u007F', '~'), 1],
  ])('a byte that is not UTF-8 is found behind %s, of %i bytes', (character, bytes) => {
    expect(Buffer.byteLength(character)).toBe(bytes);
    const file = Buffer.concat([Buffer.from(`a,b\n${character}${character},`), Buffer.from([0xff]), Buffer.from('\n')]);
    expect(findingsOf(file)[0]).toContain(`byte offset ${4 + 2 * bytes + 1}: the bytes here are not UTF-8.`);
  });

  test('a record of 256 KiB is read, and one of one byte more is too long', () => {
    const most = 256 * 1024;
    const file = (length: number): string => `a,b\n1,${'x'.repeat(length - 2)}\n`;
    expect(findingsOf(file(most))).toEqual([]);
    expect(findingsOf(file(most + 1))).toEqual([
      '2  CSV-RECORD-TOO-LONG: Line 2, column 1, byte offset 4: this record is longer than 256 KiB. Check that each line ends where it should.',
    ]);
  });

  test('a file of as many bytes as the limit is read, and one more is too large', () => {
    const file = 'a,b\n1,2\n';
    expect(findingsOf(file, file.length)).toEqual([]);
    expect(findingsOf(file, file.length - 1)).toEqual([
      '1  CSV-TOO-LARGE: Line 1, column 1, byte offset 0: the file is larger than the limit. Split nothing: ask DCC operations to raise the limit. The limit is 7 bytes.',
    ]);
  });

  test('of doubled labels a hundred are reported with their place, and all are counted', () => {
    const log = new FindingLog();
    readCsvTable(
      Buffer.from(`${Array.from({ length: 104 }, () => 'a').join()}\n${'1,'.repeat(103)}1\n`),
      MEBIBYTE,
      log,
    );
    expect([log.findings.length, log.total]).toEqual([100, 103]);
  });
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  ['a\tb', '"a\tb"'],
  ['', ''],
])('the value %j is written as %j', (value, written) => {
  expect(writeCsvRecord([value])).toBe(written);
});
