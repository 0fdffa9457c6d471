import { describe, expect, test } from 'vitest';
import { compare, LABELS, list, numbered } from '../../support/compared-lists.ts';

const SOUND = list(numbered(1), numbered(2));

/** What is said of a file that does not begin with the header of a list. */
async function cause(csv: string) {
  const { comparison } = await compare(csv, undefined, { chunkBytes: 100 });
  const findingsTotal = comparison.findings.length;
  expect(comparison).toMatchObject({ outcome: findingsTotal === 0 ? 'compared' : 'refused', findingsTotal });
  return comparison.findings.map(({ code, line, message }) => ({ code, line, message }));
}

describe('a file that does not begin with the header is refused with the one cause that a person sees:', () => {
  test.each([
    ['a separator line', `sep=,\n${SOUND}`, 'CPL-SEPARATOR-LINE', 1, 'Remove that line'],
    ['a line of PowerShell', `#TYPE System.Object\n${SOUND}`, 'CPL-TYPE-LINE', 1, '-NoTypeInformation'],
    ['semicolons', SOUND.replaceAll(',', ';'), 'CPL-SEMICOLONS', 1, 'separated by semicolons'],
    ['tabs', SOUND.replaceAll(',', '\t'), 'CPL-TABS', 1, 'separated by tabs'],
    ['an agreed list', 'trial_id,manufacturer_identifier\nT1,FA01\n', 'CPL-IS-AGREED-LIST', 1, 'agreed-list.csv'],
    ['a register', 'gbcs_version,recognised\n1.1,yes\n', 'CPL-IS-GBCS-REGISTER', 1, 'gbcs-register.csv'],
    [
      'a title above it',
      `Central Products List\n${SOUND}`,
      'CPL-HEADER-BELOW',
      2,
      'on line 2. Remove the row above it',
    ],
    [
      'a title and a blank row above it',
      `"Central Products List,\nas issued"\n\n${SOUND}`,
      'CPL-HEADER-BELOW',
      4,
      'on line 4. Remove the 3 rows above it',
    ],
    ['another file', 'name,colour\na,red\n', 'CPL-NO-HEADER', 1, 'names none of the columns'],
    ['a page of the web', '<html><body>Sign in</body></html>\n', 'CPL-NO-HEADER', 1, 'or the workbook'],
    ['a header too far down', `${'x\n'.repeat(30)}${SOUND}`, 'CPL-NO-HEADER', 1, 'names none of the columns'],
    ['blank rows above it', `\n${','.repeat(12)}\n${SOUND}`, 'CPL-HEADER-BELOW', 3, 'on line 3'],
    ['a header as far down as it is looked for', `${'x\n'.repeat(19)}${SOUND}`, 'CPL-HEADER-BELOW', 20, 'on line 20'],
    ['a header one row farther down', `${'x\n'.repeat(20)}${SOUND}`, 'CPL-NO-HEADER', 1, 'names none of the columns'],
    [
      'a row above it, and no more of its labels than distinguish it from a row of values',
      `A title\n${LABELS.slice(0, 5).join()}\n`,
      'CPL-HEADER-BELOW',
      2,
      'Remove the row above it',
    ],
    ['too few of its labels', `A title\n${LABELS.slice(0, 4).join()}\n`, 'CPL-NO-HEADER', 1, 'names none'],
    ['the separator line of another program', ` SEP=;\n${SOUND}`, 'CPL-SEPARATOR-LINE', 1, 'Remove that line'],
    ['a title in which sep= stands', `List with sep=;\n${SOUND}`, 'CPL-HEADER-BELOW', 2, 'Remove the row above it'],
    ['four labels between semicolons', 'a;b;c;d\n1;2;3;4\n', 'CPL-SEMICOLONS', 1, 'separated by semicolons'],
    ['no more than two semicolons', 'a;b;c\n1;2;3\n', 'CPL-NO-HEADER', 1, 'names none of the columns'],
    ['semicolons in a label between commas', 'a;b;c;d,e\n1,2\n', 'CPL-NO-HEADER', 1, 'names none of the columns'],
    [
      'an agreed list with blanks around its labels',
      'a, Trial_ID \n1,T1\n',
      'CPL-IS-AGREED-LIST',
      1,
      'agreed-list.csv',
    ],
    [
      'a register with blanks around its labels',
      ' recognised , gbcs_version \nyes,1.1\n',
      'CPL-IS-GBCS-REGISTER',
      1,
      'gbcs-register.csv',
    ],
    ['one label of a register', 'gbcs_version,colour\n1.1,red\n', 'CPL-NO-HEADER', 1, 'names none of the columns'],
    ['six labels between tabs', 'a\tb\tc\td\te\tf\n', 'CPL-TABS', 1, 'separated by tabs'],
    ['tabs below its first line', 'a,b\n1\t2\t3\t4\t5\t6\t7\n', 'CPL-NO-HEADER', 1, 'names none of the columns'],
    [
      'a label with a hidden character that is none of a list',
      'Na\u200Bme,colour\na,red\n',
      'CPL-NO-HEADER',
      1,
      'names none of the columns',
    ],
  ])('%s', async (_what, csv, code, line, words) => {
    expect(await cause(csv)).toEqual([{ code, line, message: expect.stringContaining(words) }]);
  });

  test.each([
    ['\u200B', 'a zero-width space (U+200B)'],
    ['\uFEFF', 'a byte order mark (U+FEFF)'],
    ['\u00A0', 'a no-break space (U+00A0)'],
    ['\u2063', 'an invisible character (U+2063)'],
  ])('a label with a character in it that cannot be seen, which is named (%#)', async (character, name) => {
    const csv = SOUND.replace('Entry.number', `Entry${character}.number`);
    const message = `A label of the header has ${name} in it, which cannot be seen: "Entry.number". Type the label again, or save the list again from the workbook.`;
    expect(await cause(csv)).toEqual([{ code: 'CPL-HIDDEN-CHARACTER', line: 1, message }]);
  });
});

test('a label with such a character around it, or in place of a blank, is understood', async () => {
  const csv = SOUND.replace('Entry.number', '\u00A0Entry.number\uFEFF').replace('GBCS Version.', 'GBCS\u00A0Version.');
  expect(await cause(csv)).toEqual([]);
});

test.each([
  ['has other labels', SOUND.replace('Entry.number', 'Number'), 'CPL-COLUMN-MISSING'],
  ['has a column without a name', `${LABELS.join()},\n${numbered(1)},x\n`, 'CSV-HEADER-UNNAMED'],
])('a header that %s is refused for what is missing from it', async (_what, csv, code) => {
  expect((await cause(csv)).map((finding) => finding.code)).toContain(code);
});

test.each([
  ['begins as another format does', '%PDF-1.7\n%x\n', 'CSV-OTHER-FORMAT'],
  ['begins with a blank row and has no header', '\nname,colour\na,red\n', 'CSV-HEADER-BLANK'],
  ['has five labels between tabs, which few tables have', 'a\tb\tc\td\te\n', 'CSV-CONTROL-CHARACTER'],
  [
    'has a hidden character around one label and another label misspelt',
    SOUND.replace('Entry.status', '\u00A0Entry.status').replace('Entry.number', 'Number'),
    'CPL-COLUMN-MISSING',
  ],
])('a file that %s is refused for just that', async (_what, csv, code) => {
  expect((await cause(csv)).map((finding) => finding.code)).toEqual([code]);
});

describe('what such a file is refused for shows its first row, column by column,', () => {
  test.each([
    ['with commas', 'name, colour\na,red\n', 'name, colour'],
    ['with tabs', 'a\tb\tc\td\te\tf\n', 'a,b,c,d,e,f'],
    ['with tabs, from Windows', 'a\tb\tc\td\te\tf\r\n1\t2\t3\t4\t5\t6\r\n', 'a,b,c,d,e,f'],
    ['with tabs, of one row without an end', 'a\tb\tc\td\te\tf', 'a,b,c,d,e,f'],
    ['cut after 200 characters', `${'1234567890'.repeat(20)}x,b\n1,2\n`, '1234567890'.repeat(20)],
  ])('%s', async (_what, csv, value) => {
    const { comparison } = await compare(csv);
    expect(comparison.findings).toMatchObject([{ severity: 'file', line: 1, field: '', value }]);
  });
});
