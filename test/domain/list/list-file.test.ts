import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  chunksOf,
  compare,
  compareAll,
  csvOf,
  inWords,
  LABELS,
  list,
  numbered,
  row,
} from '../../support/compared-lists.ts';
import {
  type ListColumn,
  LIST_COLUMNS,
  listCsv,
  type ListCsvOptions,
  listLine,
} from '../../support/list-history/cpl-list-csv.ts';

const STAMP = { issue: '1.7', issuedOn: '2026-11-02' };
const LINES = [1, 2, 3].map((number) => listLine({ entryNumber: `00000${number}`, model: `000${number}` }));
const written = (options: ListCsvOptions = {}, lines = LINES): string => listCsv(lines, STAMP, options);
const refusals = ({ comparison }: Awaited<ReturnType<typeof compare>>) =>
  comparison.findings.filter(({ severity }) => severity === 'file').map(({ code, line }) => `${code} ${line}`);

describe('[R27] a list says the same, and is written back as it came,', () => {
  const reversed = LIST_COLUMNS.toReversed();
  const versionThird: readonly ListColumn[] = ['Entry.number', 'Entry.status', 'Version', ...LIST_COLUMNS.slice(3)];
  test.each<[string, string]>([
    ['with its columns in another order', written({ columns: reversed })],
    ['with its Version column third', written({ columns: versionThird })],
    ['with an extra column, whose values hold line breaks', written({ extraColumns: { Remark: () => 'a,\r\n"b"\n' } })],
    ['with labels in another case', written({ headers: { Version: ' VERSION ', 'Entry.number': 'entry.NUMBER' } })],
    ['with line feeds alone', written({ lineEnding: '\n' })],
    ['with a byte order mark', `\uFEFF${written()}`],
    ['with all values in quotes', written().replaceAll(/[^,\r\n]+/g, '"$&"')],
    [
      'with its first values in quotes and Version third',
      written({ columns: versionThird }).replaceAll(/^(\d{6})(?=,)/gm, '"$1"'),
    ],
    [
      'with all values in quotes and Version third',
      written({ columns: versionThird }).replaceAll(/[^,\r\n]+/g, '"$&"'),
    ],
  ])('%s', async (_what, csv) => {
    const before = await compare(written());
    const after = await compare(csv, before.kept);
    expect(inWords(after)).toEqual({ changes: [], counts: { unchanged: 3 }, findings: [] });
    if (!csv.includes('"Version')) expect(await csvOf(after.kept)).toBe(csv);
    const again = await compare(csv, after.kept);
    expect(inWords(again)).toEqual({ changes: [], counts: { unchanged: 3 }, findings: [] });
  });

  test('also where lines were carried over from one in another form', async () => {
    const remark = { extraColumns: { Remark: () => 'a\nb' }, columns: LIST_COLUMNS.toReversed() };
    const before = await compare(written());
    const without = await compare(written(remark, LINES.slice(1)), before.kept);
    const lines = (await csvOf(without.kept)).split('\r\n');
    expect(lines).toEqual(
      written(remark, LINES)
        .split('\r\n')
        .map((text) => text.replace(/(000001.*),"a\nb"/, '$1,')),
    );
    const back = await compare(written(), without.kept);
    expect(inWords(back)).toMatchObject({ counts: { unchanged: 3 }, changes: [] });
    expect(await csvOf(back.kept)).toBe(written());
  });

  test('cut into chunks of 1 to 7 bytes', async () => {
    const csv = written({ extraColumns: { Remark: () => 'é€😀\r\n"x"' } });
    const whole = await compare(csv);
    for (const chunkBytes of [1, 2, 3, 4, 5, 6, 7]) {
      const cut = await compare(csv, undefined, { chunkBytes });
      expect([cut.comparison, cut.changes]).toEqual([whole.comparison, whole.changes]);
      expect(Buffer.concat(cut.emitted).equals(Buffer.concat(whole.emitted))).toBe(true);
      const again = await compare(
        csv,
        { ...whole.kept, list: () => chunksOf(Buffer.concat(whole.emitted), chunkBytes) },
        { chunkBytes },
      );
      expect(inWords(again).counts).toEqual({ unchanged: 3 });
    }
  });

  test('without a line ending at its end, which is then given one', async () => {
    const compared = await compare(written().trimEnd());
    expect(await csvOf(compared.kept)).toBe(written());
    const shuffled = written({}, LINES.toReversed()).trimEnd();
    const limited = await compare(shuffled, undefined, { maxBytes: shuffled.length });
    expect(await csvOf(limited.kept)).toBe(written());
  });

  test('and its hash is that of all its bytes, in whatever order it is read', async () => {
    for (const csv of [written(), written({}, LINES.toReversed())]) {
      expect(accepted(await compare(csv)).sha256).toBe(createHash('sha256').update(csv).digest('hex'));
    }
  });
});

describe('a list without an optional column', () => {
  test('has no such value, with a remark', async () => {
    const columns = LIST_COLUMNS.filter((column) => column !== 'Manufacturer_Image.hash');
    const extraColumns = { Trial_ID: () => 'of the sender' };
    const compared = await compareAll(written(), written({ columns, extraColumns }));
    expect(inWords(compared)).toMatchObject({ counts: { changed: 3 }, findings: ['CPL-COLUMN-ABSENT 1 '] });
  });
});

test('all rows are of one issue where nothing but blanks around it differs', async () => {
  const version = 'Version 1.7 Issued on 02-11-2026';
  const blanks = [version, `${version} `, ` ${version}`, ` ${version} `];
  const [first = version, ...others] = blanks;
  for (const versions of [blanks, [...others, first]]) {
    const csv = list(...versions.map((text, at) => numbered(at + 1, { version: text })));
    expect(inWords(await compare(csv)).counts).toEqual({ added: 4 });
  }
});

test('a row of another issue is seen, wherever in its Version column that differs', async () => {
  const version = 'Version 2.051 Issued on 21-09-2022';
  const { kept } = await compare(list(numbered(1, { version }), numbered(2, { version })));
  for (let at = 0; at < version.length; at += 1) {
    const other = `${version.slice(0, at)}${version[at] === '1' ? '2' : '1'}${version.slice(at + 1)}`;
    const csv = list(numbered(1, { version }), numbered(2, { version: other }));
    expect(refusals(await compare(csv, kept))).toEqual(['CPL-TWO-ISSUES 3']);
  }
});

test('what a list out of order is found to be is counted once', async () => {
  const columns = LIST_COLUMNS.filter((column) => column !== 'Manufacturer_Image.hash');
  const { comparison } = await compare(written({ columns }, LINES.toReversed()));
  expect([comparison.findingsTotal, comparison.findings.map(({ code }) => code)]).toEqual([1, ['CPL-COLUMN-ABSENT']]);
});

describe('rows with nothing in them', () => {
  test.each([
    ['one', [numbered(1), '', numbered(2)], 3, /^1 row with nothing in it was passed over/],
    ['several', ['', numbered(1), ','.repeat(12), numbered(2)], 2, /^2 rows with nothing in them were passed over/],
    ['several, in a list out of order', [numbered(2), '', numbered(1)], 3, /^1 row with/],
  ])('are passed over with one remark: %s', async (_what, rows, line, message) => {
    const compared = await compare(list(...rows));
    expect(inWords(compared)).toMatchObject({ counts: { added: 2 } });
    expect(compared.comparison.findings).toMatchObject([{ code: 'CPL-BLANK-ROWS', severity: 'warning', line }]);
    expect(compared.comparison.findings[0]?.message).toMatch(message);
  });
});

describe('a list is refused, and emits nothing, when', () => {
  const second = { version: 'Version 1.8 Issued on 03-11-2026' };
  test.each<[string, string, string[]]>([
    ['another issue follows in it', list(numbered(2), numbered(1, second)), ['CPL-TWO-ISSUES 3']],
    ['two issues are in it', list(numbered(1), numbered(2, second), numbered(3, second)), ['CPL-TWO-ISSUES 3']],
    [
      'the last entry number stands twice',
      list(...[1, 2, 3, 3].map((number) => numbered(number))),
      ['CPL-NUMBER-TWICE 5'],
    ],
    ['its issue cannot be read', list(numbered(1, { version: '2.051' })), ['CPL-ISSUE-UNREADABLE 2']],
    ['its issue is empty', list(numbered(1, { version: '' }), numbered(2)), ['CPL-ISSUE-UNREADABLE 2']],
    [
      'its date of issue is not a day',
      list(numbered(1, { version: 'Version 1.7 Issued on 31-11-2026' })),
      ['CPL-ISSUE-UNREADABLE 2'],
    ],
    ['an entry number stands twice', list(numbered(1), numbered(2), numbered(1)), ['CPL-NUMBER-TWICE 4']],
    ['it is two files in one', list(numbered(1), LABELS.join(), numbered(2)), ['CPL-HEADER-REPEATED 3']],
    ['its header is there twice', list(LABELS.join(), numbered(1)), ['CPL-HEADER-REPEATED 2']],
    ['no row can be read', list(row({ entryNumber: 'x' }), numbered(2, { status: 'x' })), ['CPL-NO-ROW-READABLE 2']],
    [
      'all its entry numbers are shortened',
      list(...[1, 2].map((number) => numbered(number, { entryNumber: `${number}` }))),
      ['CPL-NUMBERS-SHORTENED 2'],
    ],
    [
      'all its entry numbers are shortened, also those of removed entries',
      list(...[1, 2].map((number) => numbered(number, { entryNumber: `${number}`, status: 'Removed' }))),
      ['CPL-NUMBERS-SHORTENED 2'],
    ],
    [
      'all its entry numbers are shortened, and more is wrong with its rows',
      list(numbered(1, { entryNumber: '1', status: 'x' })),
      ['CPL-NUMBERS-SHORTENED 2'],
    ],
    [
      'all its entry numbers are shortened, and more is wrong with what is removed',
      list(numbered(1, { entryNumber: '1', status: 'Removed', gbcsVersion: '' })),
      ['CPL-NUMBERS-SHORTENED 2'],
    ],
    [
      'nothing but Removed can be read',
      list(numbered(1, { status: 'Removed', gbcsVersion: '' })),
      ['CPL-NO-ROW-READABLE 2'],
    ],
    [
      'a column is missing, and a row is ragged',
      list(numbered(1), 'x').replace('Entry.status', 'State'),
      ['CPL-COLUMN-MISSING 1', 'CSV-RAGGED-ROW 3'],
    ],
    ['it has no row', list(), ['CSV-NO-ROWS 2']],
    ['it has nothing but rows with nothing in them', list(',,', ''), ['CSV-NO-ROWS 4']],
    ['a column is missing', list(numbered(1)).replace('Entry.status', 'State'), ['CPL-COLUMN-MISSING 1']],
    ['a row is ragged', list(`${numbered(1)},`), ['CSV-RAGGED-ROW 2']],
  ])('%s', async (_what, csv, findings) => {
    const before = await compare(list(numbered(1), numbered(2), numbered(3)));
    const compared = await compare(csv, before.kept);
    expect(compared.comparison.outcome).toBe('refused');
    expect(refusals(compared)).toEqual(findings);
    expect([compared.changes, compared.emitted]).toEqual([[], []]);
  });

  test('an entry number stands twice in a list out of order', async () => {
    const compared = await compare(list(numbered(3), numbered(1), numbered(3)));
    expect(refusals(compared)).toEqual(['CPL-NUMBER-TWICE 4']);
  });

  test('its issue is known all the same, where it can be read', async () => {
    const { comparison } = await compare(list(numbered(1), numbered(1)));
    expect(comparison).toMatchObject({ outcome: 'refused', issue: { issue: '1.7', issuedOn: '2026-11-02' } });
    expect((await compare('')).comparison).toMatchObject({ outcome: 'refused', issue: undefined });
  });
});

describe('a long list is read no further than it must be, when', () => {
  const total = async (rows: readonly string[]) => {
    const { comparison } = await compare(list(numbered(1), ...rows), undefined, { maxFindings: 1 });
    return [comparison.outcome, comparison.findings[0]?.code, comparison.findingsTotal];
  };

  test('a row is ragged: only so many more are read', async () => {
    expect(await total(Array.from({ length: 20_000 }, () => 'x'))).toEqual(['refused', 'CSV-RAGGED-ROW', 10_001]);
  });

  test('fifty thousand rows cannot be read', async () => {
    const unreadable = row({ entryNumber: 'x' });
    const tooMany = {
      code: 'CPL-ROWS-UNREADABLE',
      severity: 'file',
      line: 50_002,
      field: '',
      value: '',
      message:
        '50,000 rows cannot be read, as far as this one: the list was spoiled as a whole. Save it again from the workbook.',
    };
    const csv = list(numbered(1), ...Array.from({ length: 70_000 }, () => unreadable));
    const { comparison } = await compare(csv, undefined, { maxFindings: 1 });
    expect(comparison).toMatchObject({ outcome: 'refused', findings: [tooMany] });
    expect(comparison.findingsTotal).toBeLessThan(62_000);
  });
});

test('what a list says is measured against all findings, of which only so many are kept', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => numbered(at + 1, { status: 'x' }));
  const { comparison } = await compare(list(...rows, numbered(21)), undefined, { maxFindings: 5 });
  expect([comparison.findings.length, comparison.findingsTotal]).toEqual([5, 20]);
});
