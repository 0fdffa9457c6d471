import { describe, expect, test } from 'vitest';
import { readCsvRecords } from '../../../functions/domain/csv/csv-records.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';

function read(file: string | Uint8Array, maxBytes = 1_000_000) {
  const log = new FindingLog();
  const rows = readCsvRecords(Buffer.from(file), maxBytes, log);
  return { rows, findings: log.findings.map(({ line, code, message }) => `${line} ${code}: ${message}`) };
}

describe('the records of a CSV file without a header row', () => {
  test('may repeat labels, leave them out and differ in length; each has the line on which it starts', () => {
    expect(read('\uFEFFa,a,\r\n"two\nlines",b\r\n\r\n1,"say ""2""",3,4\r\n')).toEqual({
      rows: [
        { line: 1, values: ['a', 'a', ''] },
        { line: 2, values: ['two\nlines', 'b'] },
        { line: 5, values: ['1', 'say "2"', '3', '4'] },
      ],
      findings: [],
    });
  });

  test.each([
    ['', '1 CSV-EMPTY: Line 1, column 1, byte offset 0'],
    ['\uFEFF', '1 CSV-EMPTY'],
    ['a\0,\0', '1 CSV-UTF-16'],
    ['a,b\n"c\nd,e', '2 CSV-OPEN-QUOTE: Line 2, column 1, byte offset 4'],
    ['a,"b\nc"d', '1 CSV-TEXT-AFTER-QUOTE: Line 2, column 3, byte offset 7'],
    ['a\nb"', '2 CSV-BARE-QUOTE: Line 2, column 2, byte offset 3'],
    ['a\u0001', '1 CSV-CONTROL-CHARACTER'],
    [`a\n"${'b'.repeat(300_000)}`, '2 CSV-OPEN-QUOTE'],
    ['b'.repeat(300_000), '1 CSV-RECORD-TOO-LONG'],
  ])('%j refuses the file', (file, finding) => {
    const { findings } = read(file);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
  });

  test('refuse the file when they are not UTF-8 or beyond the limit', () => {
    expect(read(Buffer.from('a\n\u00e9', 'latin1')).findings[0]).toContain('2 CSV-NOT-UTF-8');
    expect(read('a,b', 2).findings[0]).toContain('1 CSV-TOO-LARGE: Line 1, column 1, byte offset 0');
    expect(read('a,b', 3).findings).toEqual([]);
    expect(read('\0a').findings[0]).toContain('1 CSV-UTF-16: Line 1, column 1, byte offset 0');
  });

  test('are at most 256 KiB long each, wherever they stand; a longer one says where it, or its open quote, begins', () => {
    const longest = 'b'.repeat(256 * 1024);
    expect(read(`${longest}\n${longest}\nc`).rows.map(({ values }) => values[0]?.length)).toEqual([
      longest.length,
      longest.length,
      1,
    ]);
    expect(read(`a\n${longest}b\nc`).findings[0]).toContain('2 CSV-RECORD-TOO-LONG: Line 2, column 1, byte offset 2');
    expect(read(`a\nb,"${longest}"`).findings[0]).toContain('2 CSV-OPEN-QUOTE: Line 2, column 3, byte offset 4');
  });
});

test('a file that cannot be read is read to its trouble, also where no finding is kept', () => {
  for (const text of ['a,b\n1,"2\n', 'a,b\n1\u00012\n3,4', 'a\r\rb', '']) {
    expect(readCsvRecords(Buffer.from(text), 1000, new FindingLog(0)).length).toBeLessThan(2);
  }
});
