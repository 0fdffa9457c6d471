import { inFigures } from '../../../functions/domain/words/counted.ts';
import { describe, expect, test } from 'vitest';
import type { WorkbookLimits } from '../../../functions/intake/cpl/workbook-trouble.ts';
import { LIST_FILE, sheetXml, workbookXml, zippedWorkbook } from '../../support/cpl-workbook.ts';
import { PARTS, RAW, refusal, withPart, withRaw } from '../../support/broken-workbook.ts';
import { cplCsv } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { putFile, rowsOf } from '../../support/lane-lists.ts';
import { rawZip } from '../../support/raw-zip.ts';

const withList = (rows: string): Uint8Array => withPart(LIST_FILE, sheetXml(rows));

describe('a file that is not a workbook is refused with its cause:', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'NOT-A-ZIP'],
    ['a text', Buffer.from('Version,Entry.number\r\n'), 'NOT-A-ZIP'],
    ['an old or encrypted workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'OLD-OR-LOCKED'],
    ['a workbook with encrypted files', withRaw({ flags: 1 }), 'OLD-OR-LOCKED'],
    ['an empty archive', rawZip([]), 'OTHER-KIND'],
    ['an archive of other files', zippedWorkbook({ 'list.csv': 'a,b' }), 'OTHER-KIND'],
    [
      'a relation to a file that is not there',
      rawZip(RAW.filter(({ name }) => name !== 'xl/workbook.xml')),
      'OTHER-KIND',
    ],
    ['a document', withPart('xl/workbook.xml', '<document xmlns="urn:word"/>'), 'OTHER-KIND'],
    [
      'a binary workbook',
      zippedWorkbook({ '_rels/.rels': PARTS['_rels/.rels']?.replace('.xml"', '.bin"') ?? '', 'xl/workbook.bin': '' }),
      'OTHER-KIND: .*binary workbook \\(.xlsb\\)',
    ],
  ])('%s', (_, bytes, cause) => {
    expect(refusal(bytes)).toMatch(new RegExp(`^CPL-WORKBOOK-${cause}`));
  });

  test('a workbook of another kind, with the sheets that it has and the one that is needed', () => {
    const one = withPart('xl/workbook.xml', workbookXml(['Sheet1', 'Central Products List']));
    expect(refusal(one)).toBe(
      'CPL-WORKBOOK-NO-LIST: This is a workbook of another kind: it has no sheet "CPL - saveable in CSV", and that sheet is the list. Its sheets are: "Sheet1", "Central Products List".',
    );
    const many = withPart('xl/workbook.xml', workbookXml(Array.from({ length: 12 }, (_, index) => `S${index}`)));
    expect(refusal(many)).toMatch(/"S9", and 2 more\.$/);
    expect(refusal(withPart('xl/workbook.xml', workbookXml([])))).toMatch(/Its sheets are: none\.$/);
  });
});

describe('a damaged workbook is refused with what is wrong:', () => {
  test.each([
    ['its end is cut off', zippedWorkbook(PARTS).subarray(0, -30), 'Its end is missing'],
    ['its beginning is cut off', cutFront(rawZip(RAW)), 'directory of its archive'],
    [
      'a directory that begins beyond the end',
      withNumber(({ end }) => end + 16, 0xfffffff0),
      'directory of its archive',
    ],
    ['a name that goes beyond the directory', withNumber(({ last }) => last + 28, 0xffff), 'directory of its archive'],
    ['a file that begins beyond the end', withNumber(({ last }) => last + 42, 0xfffffff0), 'directory of its archive'],
    ['a file that goes beyond the end', withNumber(({ last }) => last + 20, 0xffffff), 'directory of its archive'],
    [
      'two files of one name',
      rawZip([...RAW, { name: LIST_FILE.toUpperCase(), packed: Buffer.from('') }]),
      'two files',
    ],
    ['another method of packing', withRaw({ method: 12 }), 'method 12'],
    ['an archive of over 4 GiB', withRaw({ bytes: 0xffffffff }), 'over 4 GiB'],
    ['bytes that were changed', withRaw({ crc: 1 }), 'is not what was packed'],
    ['another size than claimed', withRaw({ bytes: 7 }), 'is not what was packed'],
    ['what cannot be unpacked', withRaw({ method: 8 }), 'cannot be unpacked'],
    ['a DOCTYPE', withPart(LIST_FILE, '<!DOCTYPE a [<!ENTITY b "c">]><a/>'), 'it has a DOCTYPE'],
    ['an entity', withList('<row><c t="str"><v>&b;</v></c></row>'), 'undefined entity'],
    ['an element that is not closed', withPart(LIST_FILE, '<worksheet>'), 'unclosed tag: worksheet'],
    ['nesting without end', withList('<a>'.repeat(100)), 'nested more than 64 deep'],
    ['another encoding', withPart(LIST_FILE, Buffer.from('<a>\u00e9</a>', 'latin1')), 'it is not UTF-8'],
    [
      'a sheet without its file',
      withPart('xl/_rels/workbook.xml.rels', '<a/>'),
      'document must contain a root element',
    ],
    ['a text that is not there', withList('<row r="7"><c t="s"><v>999</v></c></row>'), 'Row 7 has a cell with a text'],
    ['rows out of order', withList('<row r="2"/><row r="2"/>'), 'row 2 is not where it should be'],
    ['a row with a number of another form', withList('<row r="1e3"/>'), 'row 1e3 is not where it should be'],
    ['a row without a number', withList('<row r="x"/>'), 'row x is not where it should be'],
    ['cells out of order', withList('<row r="1"><c r="B1"/><c r="A1"/></row>'), 'cell A1 is not where it should be'],
    ['a cell in no column', withList('<row r="1"><c r="ZZZ1"/></row>'), 'cell ZZZ1 is not where it should be'],
    ['a cell in no place', withList('<row r="1"><c r="1"/></row>'), 'cell 1 is not where it should be'],
  ])('%s', (_, bytes, wrong) => {
    expect(refusal(bytes)).toMatch(/^CPL-WORKBOOK-DAMAGED: /);
    expect(refusal(bytes)).toContain(wrong);
  });
});

describe('a workbook that holds too much is refused:', () => {
  test.each<[keyof WorkbookLimits, number, string]>([
    ['parts', 5, 'Files in the archive'],
    ['partBytes', 200, 'Bytes of one file in the archive'],
    ['smallPartBytes', 300, 'Bytes of relations or styles in the archive'],
    ['totalBytes', 2_000, 'Bytes of all files in the archive'],
    ['sharedStrings', 10, 'Texts in the workbook'],
    ['cellCharacters', 12, 'Characters in one cell'],
    ['rows', 19, 'Rows of one sheet'],
    ['cells', 59, 'Cells of one sheet'],
    ['listBytes', 500, 'Bytes of the list as CSV'],
  ])('%s', (limit, value, words) => {
    expect(refusal(zippedWorkbook(PARTS), { [limit]: value })).toBe(
      `CPL-WORKBOOK-TOO-LARGE: The workbook holds more than a list of products can need, so it is not read. ${words}: the limit is ${inFigures(value)}.`,
    );
  });

  test('empty cells before one in the last column count', () => {
    const rows = Array.from({ length: 10 }, (_, row) => `<row><c r="XFD${row + 1}"><v>1</v></c></row>`);
    expect(refusal(withList(rows.join('')), { cells: 100_000 })).toContain('Cells of one sheet');
  });

  test('a long text in a cell itself counts too', () => {
    expect(refusal(withList(`<row><c t="str"><v>${'a'.repeat(40_000)}</v></c></row>`))).toContain('in one cell');
  });
});

/** An archive with another number in the end of its directory, or in the entry of the last file. */
function withNumber(placeOf: (at: { end: number; last: number }) => number, value: number): Uint8Array {
  const archive = Buffer.from(zippedWorkbook(PARTS));
  const end = archive.lastIndexOf('PK\u0005\u0006');
  archive.writeUInt32LE(value, placeOf({ end, last: archive.lastIndexOf('PK\u0001\u0002') }));
  return archive;
}

function cutFront(archive: Buffer): Buffer {
  return Buffer.concat([archive.subarray(0, 4), archive.subarray(200)]);
}

describe('a file under a name of a workbook that is none is refused with that one cause:', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'name,colour\na,red\n'],
    ['a page of the web', '<html><body>Sign in</body></html>'],
    ['bytes without a meaning', Uint8Array.from({ length: 3000 }, (_, index) => (index * 37 + 11) % 256)],
  ])('%s', async (_, content) => {
    for (const name of ['cpl/list.xlsx', 'cpl/list.XLSM']) {
      const upload = await putFile(new FakeLane(), name, content);
      expect(upload).toMatchObject({
        decision: 'refused',
        findings: [{ code: 'CPL-WORKBOOK-NOT-A-ZIP', severity: 'file' }],
        findingsTotal: 1,
      });
    }
  });

  test('a list saved as csv under such a name is read as what it is', async () => {
    const upload = await putFile(new FakeLane(), 'cpl/list.xlsx', cplCsv(rowsOf(2)));
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 2 } });
  });
});

describe('a file of the inbox is refused with that one cause:', () => {
  test('a workbook that was cut off', async () => {
    const upload = await putFile(new FakeLane(), 'cpl/list.xlsx', zippedWorkbook(PARTS).subarray(0, -30));
    expect(upload).toMatchObject({ decision: 'refused', findings: [{ code: 'CPL-WORKBOOK-DAMAGED' }] });
  });

  test('a workbook of more than 64 MiB, which is not read', async () => {
    const lane = new FakeLane();
    lane.inbox.pieceBytes = 1024 * 1024;
    const huge = Buffer.alloc(64 * 1024 * 1024 + 1);
    huge.set(zippedWorkbook(PARTS));
    expect(await putFile(lane, 'cpl/list.xlsx', huge)).toMatchObject({
      decision: 'refused',
      findings: [
        { code: 'CPL-FILE-TOO-LARGE', message: expect.stringContaining('A workbook of more than 67,108,864') },
      ],
    });
  });

  test('the lock of a program that has the list open', async () => {
    const lock = ',user,host,29.11.2026 10:00,file:///home/user/4;\n';
    expect(await putFile(new FakeLane(), 'cpl/list.csv', lock)).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CPL-SYSTEM-FILE', severity: 'file' }],
      findingsTotal: 1,
    });
  });
});
