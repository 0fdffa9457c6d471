import { describe, expect, test } from 'vitest';
import { compare, compareAll, LABELS, list, numbered, type RowValues } from '../../support/compared-lists.ts';

const REMOVED = { status: 'Removed' };
const GBCS_2 = { gbcsVersion: 'GBCS Version 2.0' };
const again = (number: number, values: RowValues = {}): string =>
  numbered(number, { modelIdentifier: '0001', ...values });

const KEY = 'ESME/FA01/0001/030B/0002012F';
const FIRST = { number: '000001', key: KEY };
const SECOND = { number: '000002', key: KEY };
const NUMBER = { severity: 'warning', field: 'Entry.number' };

describe('what is remarked on a line says which entry it is about, and what to do:', () => {
  test.each<[string, readonly (readonly string[])[], object]>([
    [
      'it is gone without a removal',
      [[numbered(1), numbered(3)], [numbered(3)]],
      {
        ...NUMBER,
        code: 'CPL-DISAPPEARED',
        line: 0,
        value: '000001',
        message: `Entry number 000001 (${KEY}) is no longer on the list and was never marked Removed. That is not a removal: the entry stays as it was. Send it again, or mark it Removed.`,
        entry: FIRST,
      },
    ],
    [
      'it was marked Removed and is gone',
      [[numbered(1, REMOVED), numbered(3)], [numbered(3)]],
      {
        ...NUMBER,
        code: 'CPL-REMOVED-LINE-GONE',
        line: 0,
        value: '000001',
        message: `Entry number 000001 (${KEY}), which was marked Removed, is no longer on the list. Numbers are never deleted: check the list.`,
        entry: FIRST,
      },
    ],
    [
      'it is gone, and others of its Device Model are there',
      [[numbered(1), again(2, GBCS_2)], [again(2, GBCS_2)]],
      {
        ...NUMBER,
        code: 'CPL-LINE-GONE',
        line: 0,
        value: '000001',
        message: `Entry number 000001 (${KEY}) is no longer on the list; other lines of the Device Model are. Numbers are never deleted: check the list.`,
        entry: FIRST,
      },
    ],
    [
      'it repeats another one',
      [[numbered(1)], [numbered(1), again(2)]],
      {
        code: 'CPL-DUPLICATE',
        severity: 'row',
        line: 3,
        field: 'Entry.number',
        value: '000002',
        message:
          'This line repeats all of entry number 000001. The DSP refuses duplicates, so it is not sent a second time: remove the line, or correct what was meant to differ.',
        entry: SECOND,
      },
    ],
    [
      'it says under a new number what a removed one has said',
      [[numbered(1)], [numbered(1, REMOVED), again(2)]],
      {
        ...NUMBER,
        code: 'CPL-RENUMBERED',
        line: 3,
        value: '000002',
        message:
          'This line says the same as entry number 000001, which no longer holds: nothing is sent. A number is given once; check why the entry has another one.',
        entry: SECOND,
      },
    ],
    [
      'its number was that of another Device Model, as long as that one is not on the list',
      [
        [numbered(1, { modelIdentifier: '0BAD', ...REMOVED }), numbered(3)],
        [numbered(1), numbered(3)],
      ],
      {
        ...NUMBER,
        code: 'CPL-NUMBER-REUSED',
        line: 2,
        value: '000001',
        message: `Entry number 000001 stood for ESME/FA01/0BAD/030B/0002012F and stands for ${KEY} now. A number is given once: the old Device Model counts as missing, the new one as a new line. Check both.`,
        entry: FIRST,
      },
    ],
    [
      'its model is listed under two other device types',
      [
        [
          again(1, { deviceType: 'Gas Smart Meter' }),
          again(2, { deviceType: 'Communications Hub', smetsChtsVersion: 'CHTS V1.0' }),
        ],
        [
          again(1, { deviceType: 'Gas Smart Meter' }),
          again(2, { deviceType: 'Communications Hub', smetsChtsVersion: 'CHTS V1.0' }),
          again(3),
        ],
      ],
      {
        code: 'CPL-MODEL-TWO-TYPES',
        severity: 'warning',
        line: 4,
        field: 'Device_Model.model_identifier',
        value: '0001',
        message:
          'Model 0001 of manufacturer FA01 is listed as ESME here and also as GSME (entry number 000001), CH (entry number 000002). The DSP has refused such an entry and all that followed it: check the model.',
        entry: { number: '000003', key: KEY },
      },
    ],
    [
      'it has nothing in it',
      [[numbered(1), '', numbered(2)]],
      {
        code: 'CPL-BLANK-ROWS',
        severity: 'warning',
        line: 3,
        field: '',
        value: '',
        message: '1 row with nothing in it was passed over. Nothing has to be done.',
      },
    ],
  ])('%s', async (_what, lists, finding) => {
    const { comparison } = await compareAll(...lists.map((rows) => list(...rows)));
    expect(comparison.outcome).toBe('compared');
    expect(comparison.findings).toContainEqual(finding);
  });
});

describe('what refuses a list says why, and what to do:', () => {
  const FILE = { severity: 'file', field: 'Version' };
  const LIST = { severity: 'file', line: 2, field: '', value: '' };
  test.each<[string, readonly string[], object]>([
    [
      'an entry number stands twice',
      [numbered(1), numbered(1)],
      {
        code: 'CPL-NUMBER-TWICE',
        severity: 'file',
        line: 3,
        field: 'Entry.number',
        value: '000001',
        message: 'Entry number 000001 stands on two rows, so it is not known which one holds. Leave the right one.',
      },
    ],
    [
      'its issue cannot be read',
      [numbered(1, { version: '2.051' })],
      {
        ...FILE,
        code: 'CPL-ISSUE-UNREADABLE',
        line: 2,
        value: '2.051',
        message:
          'The issue of the list cannot be read, so its order is not known. Every row says, for instance, "Version 2.051 Issued on 21-09-2022": restore it and send the list again.',
      },
    ],
    [
      'two issues are in it',
      [numbered(1), numbered(2, { version: 'Version 1.8 Issued on 03-11-2026' })],
      {
        ...FILE,
        code: 'CPL-TWO-ISSUES',
        line: 3,
        value: 'Version 1.8 Issued on 03-11-2026',
        message:
          'The first row is of "Version 1.7 Issued on 02-11-2026" and this one is not: two lists are joined in one file. Send each issue in a file of its own.',
      },
    ],
    [
      'its header is repeated',
      [numbered(1), LABELS.join()],
      {
        ...FILE,
        code: 'CPL-HEADER-REPEATED',
        line: 3,
        value: 'Version',
        message: 'The header is repeated here: two files are joined in one. Send each list in a file of its own.',
      },
    ],
    [
      'no row can be read',
      [numbered(1, { status: 'x' })],
      {
        ...LIST,
        code: 'CPL-NO-ROW-READABLE',
        message:
          'Not one row of the list can be read: the columns seem to hold something else than their header says. Save the list again from the workbook.',
      },
    ],
    [
      'all entry numbers are shortened',
      [numbered(1, { entryNumber: '1' })],
      {
        ...LIST,
        code: 'CPL-NUMBERS-SHORTENED',
        message:
          'Every entry number has lost its leading zeros: the list was opened and saved by a spreadsheet. Save it again from the workbook, with the columns as text.',
      },
    ],
  ])('%s', async (_what, rows, finding) => {
    const { comparison } = await compare(list(...rows));
    expect(comparison.outcome).toBe('refused');
    expect(comparison.findings.filter(({ severity }) => severity === 'file')).toEqual([finding]);
  });

  test('a column is named as the list names it', async () => {
    const header = (text: string) => text.replace('Version', 'VERSION');
    const unreadable = await compare(header(list(numbered(1, { version: '2.051' }))));
    const joined = await compare(
      header(list(numbered(1), numbered(2, { version: 'Version 1.8 Issued on 03-11-2026' }))),
    );
    for (const { comparison } of [unreadable, joined])
      expect(comparison.findings).toMatchObject([{ field: 'VERSION' }]);
  });
});
