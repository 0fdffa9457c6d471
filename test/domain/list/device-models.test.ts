import { describe, expect, test } from 'vitest';
import { acceptedLines } from '../../../functions/domain/list/accepted-models.ts';
import {
  accepted,
  compareAll,
  csvOf,
  inWords,
  list,
  numbered,
  row,
  type RowValues,
} from '../../support/compared-lists.ts';

const GBCS_2 = { gbcsVersion: 'GBCS Version 2.0' };
const REMOVED = { status: 'Removed' };

/** A line of the Device Model of number 1, under another number. */
const again = (number: number, values: RowValues = {}): string =>
  numbered(number, { modelIdentifier: '0001', ...values });

/** What the last of some lists, each given by its rows, did to the one before it. */
async function became(...lists: readonly (readonly string[])[]) {
  return inWords(await compareAll(...lists.map((rows) => list(...rows))));
}

describe('a Device Model with one line', () => {
  test('is added, also when it is first seen removed', async () => {
    expect(await became([numbered(1), numbered(2, REMOVED)])).toEqual({
      changes: ['added 000001 1.1', 'added 000002 1.1'],
      counts: { added: 2, addedRemoved: 1 },
      findings: [],
    });
  });

  test('is unchanged by another spelling, another issue and its extra columns', async () => {
    const respelt = numbered(1, {
      version: 'Version 1.8 Issued on 03-11-2026',
      status: ' current',
      manufacturerIdentifier: 'fa:01',
      firmwareVersion: '00:02:01:2f',
      smetsChtsVersion: 'SMETS V2.0 ',
      gbcsVersion: 'GBCS Version 1.1  ',
    });
    expect(await became([numbered(1)], [respelt])).toEqual({ changes: [], counts: { unchanged: 1 }, findings: [] });
  });

  test('[R14] that declares another GBCS version alone is changed in that alone; 1.1 and 1.10 are two versions', async () => {
    const compared = await compareAll(list(numbered(1)), list(numbered(1, { gbcsVersion: 'GBCS Version 1.10' })));
    expect(inWords(compared)).toMatchObject({ changes: ['gbcsOnly 000001 1.10'], counts: { gbcsOnly: 1 } });
    expect(accepted(compared)).toMatchObject({ changedInPlace: 1, losses: [], returned: [] });
  });

  test.each([
    ['SMETS version', { smetsChtsVersion: 'SMETS V3.1', ...GBCS_2 }],
    ['hash', { manufacturerImageHash: '' }],
    ['family of ESME', { deviceType: 'Twin Element Electricity Metering Equipment' }],
  ])('is changed by another %s, and the change says what it was', async (_what, values) => {
    const compared = await compareAll(list(numbered(1)), list(numbered(1, values)));
    expect(accepted(compared).counts).toMatchObject({ changed: 1, unchanged: 0 });
    expect(accepted(compared).changedInPlace).toBe(1);
    expect(compared.changes).toMatchObject([
      { kind: 'changed', line: 2, previous: { smetsChtsVersion: 'SMETS V2.0', variantFamily: 'single' } },
    ]);
  });

  test('is removed whatever else changes with it, and reinstated', async () => {
    const removed = numbered(1, { ...REMOVED, ...GBCS_2 });
    const once = await compareAll(list(numbered(1), numbered(2)), list(removed, numbered(2)));
    expect(inWords(once)).toEqual({
      changes: ['removed 000001 2.0'],
      counts: { removed: 1, unchanged: 1 },
      findings: [],
    });
    expect(accepted(once)).toMatchObject({
      activeBefore: 2,
      changedInPlace: 0,
      totals: { models: 2, activeModels: 1, missingModels: 0 },
    });
    expect(accepted(once).losses).toMatchObject([{ entryNumber: '000001', gbcsVersion: '1.1' }]);
    const back = await compareAll(list(numbered(1)), list(removed), list(numbered(1)));
    expect(inWords(back)).toMatchObject({ changes: ['reinstated 000001 1.1'], counts: { reinstated: 1 } });
    expect(accepted(back)).toMatchObject({ changedInPlace: 1, totals: { activeModels: 1 } });
  });

  test('that is removed already is unchanged by another version', async () => {
    expect(await became([numbered(1, REMOVED)], [numbered(1, { ...REMOVED, ...GBCS_2 })])).toMatchObject({
      changes: [],
      counts: { unchanged: 1 },
    });
  });
});

describe('a Device Model with several lines', () => {
  test('holds by its highest-numbered Current line, and is added once', async () => {
    const compared = await compareAll(list(numbered(1), again(2, GBCS_2), again(3, REMOVED)));
    expect(inWords(compared)).toMatchObject({ changes: ['added 000002 2.0'], counts: { added: 1 } });
  });

  test('[R14] listed again under a later GBCS version is changed in that alone', async () => {
    expect(await became([numbered(1)], [numbered(1), again(2, GBCS_2)])).toEqual({
      changes: ['gbcsOnly 000002 2.0'],
      counts: { gbcsOnly: 1 },
      findings: [],
    });
  });

  test('listed again under later SMETS and GBCS versions is changed, though not in place', async () => {
    const compared = await compareAll(
      list(numbered(1)),
      list(numbered(1), again(2, { ...GBCS_2, smetsChtsVersion: 'SMETS V3.1' })),
    );
    expect(inWords(compared)).toMatchObject({ changes: ['changed 000002 2.0'], counts: { changed: 1 } });
    expect(accepted(compared)).toMatchObject({ changedInPlace: 0, losses: [] });
  });

  test('is unchanged by a change of a line that does not hold', async () => {
    const before = [numbered(1), again(2, GBCS_2)];
    const changed = numbered(1, { smetsChtsVersion: 'SMETS V3.1' });
    expect(await became(before, [changed, again(2, GBCS_2)])).toMatchObject({ changes: [], counts: { unchanged: 1 } });
    const removed = numbered(1, REMOVED);
    expect(await became(before, [removed, again(2, GBCS_2)])).toMatchObject({ changes: [], counts: { unchanged: 1 } });
  });

  test('falls back to the line before when the one that holds is removed', async () => {
    expect(await became([numbered(1), again(2, GBCS_2)], [numbered(1), again(2, { ...REMOVED, ...GBCS_2 })])).toEqual({
      changes: ['gbcsOnly 000001 1.1'],
      counts: { gbcsOnly: 1 },
      findings: [],
    });
  });

  test('is removed once its last Current line is', async () => {
    const before = [numbered(1, REMOVED), again(2, GBCS_2)];
    const found = await became(before, [numbered(1, REMOVED), again(2, { ...REMOVED, ...GBCS_2 })]);
    expect(found).toMatchObject({ changes: ['removed 000002 2.0'], counts: { removed: 1 } });
  });

  test('of which all are gone goes on to hold by the one that held; the others are dropped', async () => {
    const compared = await compareAll(list(numbered(1), again(2, GBCS_2), numbered(9)), list(numbered(9)));
    expect(inWords(compared)).toEqual({
      changes: [],
      counts: { disappeared: 1, unchanged: 1 },
      findings: ['CPL-DISAPPEARED 0 000002', 'CPL-LINE-GONE 0 000001'],
    });
    expect(await csvOf(compared.kept)).toBe(list(again(2, GBCS_2), numbered(9)));
  });

  test('that was removed is reinstated by a new number', async () => {
    const found = await became([numbered(1, REMOVED)], [numbered(1, REMOVED), again(2)]);
    expect(found).toEqual({ changes: ['reinstated 000002 1.1'], counts: { reinstated: 1 }, findings: [] });
  });

  test('[R13] a new line that repeats the one that holds is a duplicate: reported, not sent', async () => {
    const twice = [numbered(1), again(2)];
    expect(await became([numbered(1)], twice)).toEqual({
      changes: [],
      counts: { duplicate: 1 },
      findings: ['CPL-DUPLICATE 3 000002'],
    });
    expect(await became([numbered(1)], twice, twice)).toEqual({ changes: [], counts: { unchanged: 1 }, findings: [] });
  });

  test('[R13] a duplicate holds once its original is removed', async () => {
    const twice = [numbered(1), again(2)];
    const original = await compareAll(list(numbered(1)), list(...twice), list(numbered(1, REMOVED), again(2)));
    expect(inWords(original)).toEqual({ changes: [], counts: { unchanged: 1 }, findings: [] });
    expect(accepted(original).totals.activeModels).toBe(1);
  });

  test('[R13] a line that repeats an older one, not the one that holds, is a change', async () => {
    const found = await became([numbered(1), again(2, GBCS_2)], [numbered(1), again(2, GBCS_2), again(3)]);
    expect(found).toEqual({ changes: ['gbcsOnly 000003 1.1'], counts: { gbcsOnly: 1 }, findings: [] });
  });

  test('[R13] two new lines that repeat each other are one addition and a duplicate', async () => {
    expect(await became([numbered(1), again(2)])).toEqual({
      changes: ['added 000002 1.1'],
      counts: { added: 1 },
      findings: ['CPL-DUPLICATE 3 000002'],
    });
  });
});

describe('an identical line under a new number', () => {
  test.each([
    ['was removed', numbered(1, REMOVED)],
    ['is gone', numbered(9)],
  ])('beside one that %s is unchanged, with a remark', async (_what, instead) => {
    const found = await became([numbered(1), numbered(9)], [...new Set([instead, again(2), numbered(9)])]);
    expect(found.changes).toEqual([]);
    expect(found.counts).toEqual({ unchanged: 2 });
    expect(found.findings).toMatchObject([expect.stringMatching(/^CPL-RENUMBERED \d 000002$/)]);
  });
});

test('[R12] changes come in the order of entry numbers, whatever the order of Device Models and rows', async () => {
  const before = list(numbered(1), numbered(2), numbered(3));
  const rows = [
    numbered(1, GBCS_2),
    numbered(2, REMOVED),
    numbered(3),
    again(4, { hardwareRevision: '0C' }),
    numbered(5),
  ];
  const inOrder = await compareAll(before, list(...rows));
  expect(inWords(inOrder).changes).toEqual([
    'gbcsOnly 000001 2.0',
    'removed 000002 1.1',
    'added 000004 1.1',
    'added 000005 1.1',
  ]);
  const shuffled = await compareAll(before, list(...[4, 1, 3, 0, 2].map((place) => rows[place] ?? '')));
  expect(inWords(shuffled)).toEqual(inWords(inOrder));
  expect(shuffled.changes.map(({ line }) => line)).toEqual([5, 3, 4, 2]);
});

test('each line keeps the issue that first had it, also while it is missing', async () => {
  const issue = (minor: number) => ({ version: `Version 1.${minor} Issued on 02-11-2026` });
  const { kept } = await compareAll(
    list(numbered(1, issue(7)), numbered(2, issue(7))),
    list(numbered(1, issue(8)), again(3, { ...issue(8), ...GBCS_2 })),
    list(numbered(1, { ...issue(9), ...GBCS_2 }), numbered(2, issue(9)), again(3, { ...issue(9), ...GBCS_2 })),
  );
  const lines = await Array.fromAsync(acceptedLines(kept.list));
  expect(lines.map(({ entry, issue: first }) => `${entry.entryNumber} ${first}`)).toEqual([
    '000001 1.7',
    '000002 1.7',
    '000003 1.8',
  ]);
});

test('one model under two device types of a manufacturer is remarked on, on the new line', async () => {
  const gas = { deviceType: 'Gas Smart Meter', modelIdentifier: '0001' };
  const compared = await compareAll(list(numbered(1)), list(numbered(1), numbered(2, gas)));
  expect(accepted(compared).findings).toMatchObject([
    { code: 'CPL-MODEL-TWO-TYPES', severity: 'warning', line: 3, value: '0001' },
  ]);
  expect(accepted(compared).findings[0]?.message).toContain(
    'listed as GSME here and also as ESME (entry number 000001)',
  );
  const other = { ...gas, manufacturerIdentifier: 'FA02' };
  expect(await became([numbered(1)], [numbered(1), numbered(2, other)])).toMatchObject({ findings: [] });
  expect(
    await became([numbered(1)], [numbered(1), row({ ...gas, entryNumber: '000002', firmwareVersion: '0F000001' })]),
  ).toMatchObject({ findings: ['CPL-MODEL-TWO-TYPES 3 0001'] });
});
