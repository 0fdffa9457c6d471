import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsvRows, writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { damaged, readInChunks, wellFormed } from '../../fuzz/csv-fuzz.ts';

async function codesOf(bytes: Uint8Array | string, chunk = 1024): Promise<readonly string[]> {
  const { findings } = await readInChunks(Buffer.from(bytes), [chunk]);
  return findings.map(({ code }) => code);
}

async function messageOf(bytes: Uint8Array | string): Promise<string> {
  const { findings } = await readInChunks(Buffer.from(bytes), [7]);
  return findings[0]?.message ?? '';
}

describe('a CSV file is read strictly', () => {
  test('every well-formed file is read as csv-parse reads it, however it is cut into chunks', async () => {
    await fc.assert(wellFormed, { numRuns: 500 });
  });

  test('a damaged file is refused wherever csv-parse refuses it, and never read otherwise', async () => {
    await fc.assert(damaged, { numRuns: 1000 });
  });

  test('a byte order mark, CRLF and a missing final newline are accepted', async () => {
    const { records } = await readInChunks(Buffer.from('\uFEFFa,b\r\n1,"2\r\n\t3"'), [1]);
    expect(records).toEqual([
      ['a', 'b'],
      ['1', '2\r\n\t3'],
    ]);
  });

  const REFUSED: readonly (readonly [what: string, bytes: string | Uint8Array, code: string])[] = [
    ['zero bytes', '', 'CSV-EMPTY'],
    ['a byte order mark alone', '\uFEFF', 'CSV-EMPTY'],
    ['a header alone', 'a,b\n', 'CSV-NO-ROWS'],
    ['a header without its newline', 'a,b', 'CSV-NO-ROWS'],
    ['an open quote', 'a,b\n1,"2\n', 'CSV-OPEN-QUOTE'],
    ['a file that is cut off inside quotes', 'a,b\n1,"2', 'CSV-OPEN-QUOTE'],
    ['text after a closing quote', 'a,b\n1,"2"3\n', 'CSV-TEXT-AFTER-QUOTE'],
    ['a bare quote', 'a,b\n1,2"3\n', 'CSV-BARE-QUOTE'],
    ['a row with a field too few', 'a,b\n1\n', 'CSV-RAGGED-ROW'],
    ['a row with a field too many', 'a,b\n1,2,3\n', 'CSV-RAGGED-ROW'],
    ['a blank line before the header', '\na,b\n1,2\n', 'CSV-HEADER-BLANK'],
    ['a header with rows of nothing alone', 'a,b\n\n,\n', 'CSV-NO-ROWS'],
    ['a doubled header column', 'a,a\n1,2\n', 'CSV-HEADER-DOUBLED'],
    ['a header column without a name', 'a,\n1,2\n', 'CSV-HEADER-UNNAMED'],
    ['NUL', 'a,b\n1,2\0\n', 'CSV-CONTROL-CHARACTER'],
    ['a control character inside quotes', 'a,b\n1,"2\u0001"\n', 'CSV-CONTROL-CHARACTER'],
    ['DEL', 'a,b\n1,2\u007F\n', 'CSV-CONTROL-CHARACTER'],
    ['TAB outside quotes', 'a,b\n1,2\t3\n', 'CSV-CONTROL-CHARACTER'],
    ['a carriage return alone', 'a,b\n1,2\r3,4\n', 'CSV-BARE-CR'],
    ['a carriage return at the end of the file', 'a,b\n1,2\r', 'CSV-BARE-CR'],
    ['UTF-16 with its mark', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), 'CSV-UTF-16'],
    ['UTF-16 without its mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'CSV-UTF-16'],
    ['big-endian UTF-16', Buffer.from('a,b\n1,2\n', 'utf16le').swap16(), 'CSV-UTF-16'],
    ['a byte that is not UTF-8', Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), 'CSV-NOT-UTF-8'],
    ['the lowest byte that is not ASCII, alone', Buffer.from('612c620a312c800a', 'hex'), 'CSV-NOT-UTF-8'],
    ['half a character', Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from('€').subarray(0, 2)]), 'CSV-NOT-UTF-8'],
    ['a surrogate written as UTF-8', Buffer.from('612c620a312ceda0800a', 'hex'), 'CSV-NOT-UTF-8'],
  ];

  test.each(REFUSED)('%s is refused', async (_what, bytes, code) => {
    expect(await codesOf(bytes)).toEqual([code]);
    expect(await codesOf(bytes, 1)).toEqual([code]);
  });

  test('a file over the size limit is refused', async () => {
    const findings = new FindingLog();
    const rows = readCsvRows([Buffer.from('a,b\n1,2\n3,4\n')], 8, findings);
    while ((await rows.next()).done !== true);
    expect(findings.findings.map(({ code }) => code)).toEqual(['CSV-TOO-LARGE']);
  });

  test.each(['a,b\n\n1,2\n', 'a,b\n1,2\n\n', 'a,b\n,\n1,2\n,', 'a,b\n"",\r\n1,2', 'a,b\r\n,,,\r\n1,2\r\n'])(
    'rows with nothing in them are passed over: %j',
    async (csv) => {
      const { records, findings } = await readInChunks(Buffer.from(csv), [3]);
      expect([records, findings]).toEqual([
        [
          ['a', 'b'],
          ['1', '2'],
        ],
        [],
      ]);
    },
  );

  test('a character that chunks split is one character', async () => {
    expect((await readInChunks(Buffer.from('a,b\n€,😀\n'), [1])).records[1]).toEqual(['€', '😀']);
  });

  test('the message says line, column and byte offset of what is wrong', async () => {
    expect(await messageOf('a,b\n1,2\n"x\ny",€ "z"\n')).toMatch(/^Line 4, column 6, byte offset 18: a quote stands/);
  });

  test('the finding names the line on which the record starts, and the column', async () => {
    const { findings } = await readInChunks(Buffer.from('a,b\n1,2\n"x\ny",€ "z"\n'), [3]);
    expect(findings).toMatchObject([{ line: 3, field: 'b', severity: 'file' }]);
  });

  test('what leaves the end of a record known is all named at once', async () => {
    expect(await codesOf('a,b\n1\n\n1,2\u0001\n1,2\n3"\n')).toEqual([
      'CSV-RAGGED-ROW',
      'CSV-CONTROL-CHARACTER',
      'CSV-BARE-QUOTE',
    ]);
  });
});

test('what is written is read as it was', async () => {
  const cells = fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\t', '€') }), {
    minLength: 2,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      cells.filter((values) => values.join('') !== ''),
      async (values) => {
        const header = values.map((_, column) => `c${column}`).join(',');
        const { records } = await readInChunks(Buffer.from(`${header}\n${writeCsvRecord(values)}\n`), [5]);
        expect(records[1]).toEqual(values);
      },
    ),
  );
});
