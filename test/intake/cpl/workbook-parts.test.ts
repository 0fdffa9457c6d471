import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../functions/intake/cpl/workbook.ts';
import {
  UnreadableWorkbook,
  WORKBOOK_LIMITS,
  type WorkbookLimits,
  workbookFinding,
  type WorkbookTroubleCode,
} from '../../../functions/intake/cpl/workbook-trouble.ts';
import { inFigures } from '../../../functions/domain/words/counted.ts';
import { listOf, PARTS, refusal, SOUND, withPart } from '../../support/broken-workbook.ts';
import { LIST_FILE, PUBLISHED_FILE, sheetXml, workbookXml, zippedWorkbook } from '../../support/cpl-workbook.ts';

const SHEETS = ['a', 'b', 'Central Products List', 'CPL - saveable in CSV'];
const STYLES = 'xl/styles.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** The list of a workbook with one row of cells, and with other files. */
const cellsOf = (cells: string, parts: Readonly<Record<string, string>> = {}): string =>
  listOf(
    zippedWorkbook({
      ...PARTS,
      [LIST_FILE]: sheetXml(`<row>${cells}</row>`),
      [PUBLISHED_FILE]: sheetXml(''),
      ...parts,
    }),
  );
const replaced = (file: string, what: string | RegExp, by: string): string => {
  const before = PARTS[file] ?? '';
  const after = before.replace(what, by);
  expect(after).not.toBe(before);
  return after;
};

describe('a text of a workbook', () => {
  const inline = (content: string): string => `<c t="inlineStr"><is>${content}</is></c>`;

  test('is what stands in its runs, and nothing that stands between them or says how it is pronounced', () => {
    const runs = '\n<r>\n<t>A</t>\n</r><rPh><r/><t>B</t></rPh>\n<r><t>C</t></r>\n';
    expect(cellsOf(`${inline(runs)}${inline('<t>D</t>\n')}${inline('<t>E</t>')}`)).toBe('AC,D,E');
    const shared = replaced('xl/sharedStrings.xml', /<si>.*<\/si>/, `<si>${runs}</si>\n<si>${runs}</si>`);
    expect(cellsOf('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>', { 'xl/sharedStrings.xml': shared })).toBe('AC,AC');
  });

  test('is the same on lines of its own', () => {
    expect(cellsOf('\n<c t="str">\n<v>a</v>\n</c>\n<c t="str">\n<v>b</v>\n</c>\n')).toBe('a,b');
  });

  test('and a value may be missing', () => {
    expect(cellsOf('<c t="s"><v/></c><c t="s"/><c t="b"/><c t="b"><v>true</v></c>')).toBe(',,,TRUE');
  });

  test('needs no table that sheets share', () => {
    const { 'xl/sharedStrings.xml': _, ...others } = PARTS;
    const none = { [LIST_FILE]: sheetXml(`<row>${inline('<t>a</t>')}</row>`), [PUBLISHED_FILE]: sheetXml('') };
    expect(listOf(zippedWorkbook({ ...others, ...none }))).toBe('a');
  });
});

describe('a cell', () => {
  test('stands in one of 16,384 columns, its row being said or not', () => {
    expect(cellsOf('<c r="B"><v>1</v></c><c r="$C$1"><v>2</v></c><c r="XFD1"/>')).toBe(',1,2');
    expect(refusal(withPart(LIST_FILE, sheetXml('<row><c r="XFE1"/></row>')))).toContain('cell XFE1 is not where');
  });

  test.each(['1A1', 'A1B', 'A0A', '1'])('does not stand in %s', (place) => {
    expect(refusal(withPart(LIST_FILE, sheetXml(`<row><c r="${place}"/></row>`)))).toContain(`cell ${place} is not`);
  });

  test('does not stand where another stands', () => {
    expect(refusal(withPart(LIST_FILE, sheetXml('<row><c r="A1"/><c r="A1"/></row>')))).toContain('cell A1 is not');
  });

  test('has the format of its style, the first one without a style, and the general one without a format', () => {
    const xfs = (...of: string[]) =>
      replaced(STYLES, /<cellXfs.*<\/cellXfs>/, `<cellXfs>${of.map((xf) => `<xf ${xf}</xf>`).join('')}</cellXfs>`);
    const styles = xfs('numFmtId="165"><alignment/>', 'numFmtId="2">', 'numFmtId="166">', '>');
    const parts = {
      [STYLES]: styles
        .replace('<numFmts', '<numFmts count="4"><numFmt numFmtId="166"/><x')
        .replace('<x count="2">', ''),
    };
    const cells = ['', ' s="1"', ' s="2"', ' s="9"'].map((style) => `<c${style}><v>1.5</v></c>`);
    expect(cellsOf(cells.join(''), parts)).toBe('000002,1.50,1.5,1.5');
    const zero = parts[STYLES].replace('numFmtId="166"', 'numFmtId="0" formatCode="00"');
    expect(cellsOf('<c s="3"><v>1</v></c>', { [STYLES]: zero })).toBe('01');
  });

  test('is counted where its formula has no result, in either sheet, and no other is', () => {
    const sheet = sheetXml('<row><c><f>A1</f><v>1</v></c><c/><c><f>A1</f></c></row>');
    const counted = (parts: Readonly<Record<string, string>>) =>
      readWorkbook(zippedWorkbook({ ...PARTS, ...parts })).findings.map(({ message }) => /\d+\.$/.exec(message)?.[0]);
    expect(counted({ [LIST_FILE]: sheet })).toEqual(['1.']);
    expect(counted({ [LIST_FILE]: sheet, [PUBLISHED_FILE]: sheet })).toEqual(['2.']);
  });
});

describe('the sheets of a workbook', () => {
  test('give the numbers of the entries by the label of their column', () => {
    const rows = ['<c t="str"><v>Entry.number</v></c>', '<c><v>7</v></c>', '<c/><c t="str"><v>000001</v></c>'];
    rows[0] = `<c t="str"><v>Version</v></c>${rows[0]}`;
    const list = sheetXml(rows.map((row) => `<row>${row}</row>`).join(''));
    const { workbook } = readWorkbook(withPart(LIST_FILE, list));
    expect(workbook?.entryNumbers).toEqual(new Set(['Entry.number', '', '000001']));
  });

  test('count their days from 1900 unless the workbook says otherwise', () => {
    const day = (properties: string) =>
      cellsOf('<c s="1"><v>1</v></c>', { 'xl/workbook.xml': workbookXml(SHEETS, properties) });
    expect(['', '<workbookPr/>', '<workbookPr date1904="true"/>'].map(day)).toEqual([
      '01/01/1900',
      '01/01/1900',
      '02/01/1904',
    ]);
  });

  test('may have no name, and are named when the list is missing, ten of them', () => {
    const of = (count: number) => workbookXml(Array.from({ length: count }, (_, index) => `S${index}`));
    expect(refusal(withPart('xl/workbook.xml', of(1).replace('name="S0" ', '')))).toMatch(/Its sheets are: ""\.$/);
    expect(refusal(withPart('xl/workbook.xml', of(10)))).toMatch(/"S9"\.$/);
  });

  test('are found by the one id that is of another namespace', () => {
    const ids = replaced('xl/workbook.xml', /r:id="rId4"/, 'id="rId1" x:uid="rId1" xmlns:x="urn:x" $&');
    expect(listOf(withPart('xl/workbook.xml', ids))).toBe(SOUND);
    const without = replaced('xl/workbook.xml', 'r:id="rId1"', '');
    expect(listOf(withPart('xl/workbook.xml', without))).toBe(SOUND);
  });

  test('lie in the folder that the workbook lies in', () => {
    const moved = Object.entries(PARTS).map(([name, xml]) => [name.replace(/^xl\//, 'x/l/'), xml]);
    const root = { '_rels/.rels': replaced('_rels/.rels', 'xl/workbook', 'x/l/workbook') };
    expect(listOf(zippedWorkbook({ ...Object.fromEntries(moved), ...root }))).toBe(SOUND);
  });

  test.each([
    '<Other Id="rId4" Type="urn:a/worksheet" Target="x"/>',
    '<Relationship/>',
    '<Relationship Id="rId9" Type="urn:a/worksheet" Target="http://["/>',
  ])('are not lost by a relation like %s', (relation) => {
    expect(listOf(withPart(RELATIONS, replaced(RELATIONS, '</Relationships>', `${relation}$&`)))).toBe(SOUND);
  });
});

describe('a workbook that holds as much as is allowed is read, and one that holds more is not:', () => {
  test.each<[keyof WorkbookLimits, number]>([
    ['parts', 10],
    ['sharedStrings', 44],
    ['cellCharacters', 13],
    ['rows', 20],
    ['cells', 60],
    ['listBytes', Buffer.byteLength(SOUND) + 2],
    [
      'totalBytes',
      ['_rels/.rels', 'xl/workbook.xml', RELATIONS, STYLES, 'xl/sharedStrings.xml', LIST_FILE, PUBLISHED_FILE].reduce(
        (sum, name) => sum + Buffer.byteLength(PARTS[name] ?? ''),
        0,
      ),
    ],
  ])('%s: %i', (limit, most) => {
    expect(listOf(zippedWorkbook(PARTS), { [limit]: most })).toBe(SOUND);
    expect(refusal(zippedWorkbook(PARTS), { [limit]: most - 1 })).toContain(`the limit is ${inFigures(most - 1)}.`);
  });

  test('elements that are nested 64 deep, however many came before', () => {
    const nested = (depth: number) =>
      withPart(LIST_FILE, sheetXml(`${'<a/>'.repeat(100)}${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`));
    expect(listOf(nested(62))).toBe('');
    expect(refusal(nested(63))).toContain('elements are nested more than 64 deep');
  });

  test('characters in one tag, however many there are in all', () => {
    const tokenCharacters = 100_000;
    const tag = (characters: number) => `<c x="${'x'.repeat(characters)}"/>`;
    expect(listOf(withPart(LIST_FILE, sheetXml(`<row>${tag(30_000).repeat(10)}</row>`)), { tokenCharacters })).toBe('');
    expect(refusal(withPart(LIST_FILE, sheetXml(`<row>${tag(300_000)}</row>`)), { tokenCharacters })).toContain(
      'Characters in one tag or text: the limit is 100,000.',
    );
  });

  test('there is room for 200,000 rows', () => {
    const mebibyte = 1_048_576;
    expect(WORKBOOK_LIMITS).toEqual({
      parts: 1_000,
      partBytes: 128 * mebibyte,
      smallPartBytes: 8 * mebibyte,
      totalBytes: 256 * mebibyte,
      tokenCharacters: mebibyte,
      sharedStrings: 2_000_000,
      cellCharacters: 32_767,
      rows: 200_000,
      cells: 5_000_000,
      listBytes: 64 * mebibyte,
    });
  });
});

test.each<[WorkbookTroubleCode, string]>([
  [
    'CPL-WORKBOOK-NOT-A-ZIP',
    'The file is not an Excel workbook. Save the list as an Excel workbook (.xlsx or .xlsm), or as "CSV UTF-8", and send it again.',
  ],
  [
    'CPL-WORKBOOK-OLD-OR-LOCKED',
    'The file is an Excel workbook of the old kind (.xls), or it is protected by a password. Save it as .xlsx without a password to open it, and send it again.',
  ],
  [
    'CPL-WORKBOOK-DAMAGED',
    'The workbook is damaged. Open it in a spreadsheet program, save it as .xlsx, and send it again.',
  ],
  [
    'CPL-WORKBOOK-OTHER-KIND',
    'The file is a zip archive, but not an Excel workbook (.xlsx or .xlsm). Save the list as one and send it again.',
  ],
  [
    'CPL-WORKBOOK-NO-CERTIFICATES',
    'The workbook has no sheet "Central Products List", so the certificates stay as they are.',
  ],
  [
    'CPL-WORKBOOK-NOT-CALCULATED',
    'Some cells hold a formula whose result was not saved; they count as empty. Open the workbook in a spreadsheet program, save it, and send it again.',
  ],
])('the sender of a workbook reads what is wrong and what to do: %s', (code, message) => {
  expect(workbookFinding(code)).toMatchObject({ code, message });
  expect(new UnreadableWorkbook(code)).toMatchObject({ name: 'UnreadableWorkbook', message });
});

describe('a file of a workbook', () => {
  test('that is not well-formed is refused with its name and the reason, which has no place', () => {
    expect(refusal(withPart(LIST_FILE, '<worksheet>'))).toMatch(
      /Its file xl\/worksheets\/sheet4\.xml cannot be read: unclosed tag: worksheet\.$/,
    );
  });

  test('is UTF-8 to its last byte, wherever a character is cut in reading', () => {
    const accents = (offset: number) =>
      sheetXml(`<row><c t="str"><v>${'x'.repeat(offset)}${'é'.repeat(30_000)}</v></c></row>`);
    for (const offset of [0, 1]) {
      const filled = accents(offset).replace('<row>', `<!--${'x'.repeat(40_000)}--><row>`);
      expect(listOf(withPart(LIST_FILE, filled))).toBe(`${'x'.repeat(offset)}${'é'.repeat(30_000)}`);
    }
    const cut = Buffer.concat([Buffer.from(PARTS[LIST_FILE] ?? ''), Buffer.from([0xc3])]);
    expect(refusal(withPart(LIST_FILE, cut))).toContain('it is not UTF-8');
  });
});
