import { describe, expect, test } from 'vitest';
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

const REMOVED = { status: 'Removed' };
const KEY = 'ESME/FA01/0001/030B/0002012F';
const again = (number: number, values: RowValues = {}): string =>
  numbered(number, { modelIdentifier: '0001', ...values });

async function became(...lists: readonly (readonly string[])[]) {
  return inWords(await compareAll(...lists.map((rows) => list(...rows))));
}

describe('a number that is no longer on the list', () => {
  test('is reported once, is no removal, and counts among the losses', async () => {
    const once = await compareAll(list(numbered(1), numbered(2)), list(numbered(2)));
    expect(inWords(once)).toEqual({
      changes: [],
      counts: { disappeared: 1, unchanged: 1 },
      findings: ['CPL-DISAPPEARED 0 000001'],
    });
    expect(accepted(once)).toMatchObject({
      disappeared: [KEY],
      losses: [{ entryNumber: '000001' }],
      activeBefore: 2,
      totals: { models: 2, activeModels: 1, missingModels: 1 },
    });
    const twice = await compareAll(list(numbered(1), numbered(2)), list(numbered(2)), list(numbered(2)));
    expect(inWords(twice)).toEqual({ changes: [], counts: { unchanged: 1 }, findings: [] });
    expect(accepted(twice)).toMatchObject({ disappeared: [], losses: [], totals: { models: 2, missingModels: 1 } });
    expect(await csvOf(twice.kept)).toBe(list(numbered(1), numbered(2)));
  });

  test('and is back is unchanged, and counts as one that can join again', async () => {
    const back = await compareAll(list(numbered(1), numbered(2)), list(numbered(2)), list(numbered(1), numbered(2)));
    expect(inWords(back)).toEqual({ changes: [], counts: { unchanged: 2 }, findings: [] });
    expect(accepted(back)).toMatchObject({
      returned: [KEY],
      totals: { models: 2, activeModels: 2, missingModels: 0 },
    });
  });

  test('and is back with other values, or as removed, is a change from what held', async () => {
    const before = [[numbered(1), numbered(2)], [numbered(2)]];
    const other = numbered(1, { gbcsVersion: 'GBCS Version 2.0' });
    expect(await became(...before, [other, numbered(2)])).toMatchObject({ changes: ['gbcsOnly 000001 2.0'] });
    const removed = numbered(1, REMOVED);
    expect(await became(...before, [removed, numbered(2)])).toMatchObject({ changes: ['removed 000001 1.1'] });
  });

  test('and was removed is remarked on once, and stays removed', async () => {
    const lists = [[numbered(1, REMOVED), numbered(2)], [numbered(2)], [numbered(2)]];
    expect(await became(...lists.slice(0, 2))).toEqual({
      changes: [],
      counts: { unchanged: 2 },
      findings: ['CPL-REMOVED-LINE-GONE 0 000001'],
    });
    expect(await became(...lists)).toEqual({ changes: [], counts: { unchanged: 1 }, findings: [] });
  });

  test('beside another Current line of its Device Model is remarked on, and that one holds', async () => {
    const later = again(2, { gbcsVersion: 'GBCS Version 2.0' });
    expect(await became([numbered(1), later], [numbered(1)])).toEqual({
      changes: ['gbcsOnly 000001 1.1'],
      counts: { gbcsOnly: 1 },
      findings: ['CPL-LINE-GONE 0 000002'],
    });
    expect(await became([numbered(1), later], [later])).toEqual({
      changes: [],
      counts: { unchanged: 1 },
      findings: ['CPL-LINE-GONE 0 000001'],
    });
  });

  test('beside a removed line of its Device Model has disappeared, and goes on to hold', async () => {
    const before = [numbered(1, REMOVED), again(2)];
    const once = await compareAll(list(...before), list(numbered(1, REMOVED)));
    expect(inWords(once)).toMatchObject({ counts: { disappeared: 1 }, findings: ['CPL-DISAPPEARED 0 000002'] });
    expect(
      await became(before, [numbered(1, REMOVED)], [numbered(1, { ...REMOVED, manufacturerImageHash: '' })]),
    ).toMatchObject({ changes: [], counts: {} });
    expect(await became(before, [numbered(1, REMOVED)], before)).toEqual({
      changes: [],
      counts: { unchanged: 1 },
      findings: [],
    });
  });
});

describe('a number under which another Device Model stands', () => {
  const reused = numbered(1, { modelIdentifier: '0BAD' });

  test('is reported: the old one has disappeared, the new one is added', async () => {
    const compared = await compareAll(list(numbered(1), numbered(2)), list(reused, numbered(2)));
    expect(inWords(compared)).toEqual({
      changes: ['added 000001 1.1'],
      counts: { added: 1, disappeared: 1, unchanged: 1 },
      findings: ['CPL-DISAPPEARED 0 000001', 'CPL-NUMBER-REUSED 2 000001'],
    });
    expect(accepted(compared)).toMatchObject({ disappeared: [KEY], totals: { models: 3, activeModels: 2 } });
  });

  test('may get its old one back, and both were there', async () => {
    expect(await became([numbered(1)], [reused], [reused])).toEqual({
      changes: [],
      counts: { unchanged: 1 },
      findings: [],
    });
    expect(await became([numbered(1)], [reused], [numbered(1)])).toEqual({
      changes: [],
      counts: { disappeared: 1, unchanged: 1 },
      findings: ['CPL-DISAPPEARED 0 000001', 'CPL-NUMBER-REUSED 2 000001'],
    });
  });

  test('is new, and not reported, where two others are missing under it already', async () => {
    const [other, third] = [numbered(9), numbered(1, { modelIdentifier: '0DAD' })];
    const found = await became([numbered(1), other], [reused, other], [other], [third, other]);
    expect(found).toEqual({ changes: ['added 000001 1.1'], counts: { added: 1, unchanged: 1 }, findings: [] });
  });

  test('keeps the new one where a row under another number cannot be read but is of the old one', async () => {
    const damaged = again(5, { smetsChtsVersion: 'soon' });
    const found = await became([numbered(1), numbered(2)], [reused, numbered(2), damaged], [reused, numbered(2)]);
    expect(found).toEqual({ changes: [], counts: { unchanged: 2 }, findings: [] });
  });
});

describe('a row that cannot be read', () => {
  test('is quarantined, with each list, and the line under its number keeps its value', async () => {
    const damaged = numbered(1, { smetsChtsVersion: 'SMETS' });
    for (const lists of [[[damaged]], [[damaged], [damaged]]]) {
      const compared = await compareAll(
        list(numbered(1), numbered(2)),
        ...lists.map((rows) => list(...rows, numbered(2))),
      );
      expect(inWords(compared)).toEqual({
        changes: [],
        counts: { unchanged: 2, quarantined: 1 },
        findings: ['CPL-SMETS-FORM 2 SMETS'],
      });
      expect(accepted(compared).quarantined).toEqual([{ entryKey: KEY, line: 2 }]);
      expect(await csvOf(compared.kept)).toBe(list(numbered(1), numbered(2)));
    }
  });

  test('is of no Device Model that is known where neither its number nor its identity can be read', async () => {
    const damaged = row({ entryNumber: 'x', firmwareVersion: '' });
    const compared = await compareAll(list(damaged, numbered(2)));
    expect(accepted(compared).quarantined).toEqual([{ entryKey: '', line: 2 }]);
    expect(inWords(compared).counts).toEqual({ added: 1, quarantined: 1 });
  });

  test('that says Removed removes the entry of its number, whatever else is wrong with it', async () => {
    const damaged = numbered(1, { ...REMOVED, firmwareVersion: '2012F', gbcsVersion: '' });
    const compared = await compareAll(list(numbered(1), numbered(2)), list(damaged, numbered(2)));
    expect(inWords(compared)).toEqual({
      changes: ['removed 000001 1.1'],
      counts: { removed: 1, unchanged: 1 },
      findings: ['CPL-FIRMWARE-SHORTENED 2 2012F', 'CPL-GBCS-MISSING 2 '],
    });
    expect(compared.changes).toMatchObject([{ entry: { status: 'Removed', firmwareVersion: '0002012F' } }]);
    expect(await csvOf(compared.kept)).toBe(list(numbered(1, REMOVED), numbered(2)));
    const before = [
      [numbered(1), numbered(2)],
      [damaged, numbered(2)],
    ];
    expect(await became(...before, [damaged, numbered(2)])).toMatchObject({
      changes: [],
      counts: { unchanged: 2 },
      findings: ['CPL-FIRMWARE-SHORTENED 2 2012F', 'CPL-GBCS-MISSING 2 '],
    });
  });

  test('that says Removed removes an entry that is missing too', async () => {
    const damaged = numbered(1, { ...REMOVED, gbcsVersion: '' });
    const found = await became([numbered(1), numbered(2)], [numbered(2)], [damaged, numbered(2)]);
    expect(found).toMatchObject({ changes: ['removed 000001 1.1'], counts: { removed: 1, unchanged: 1 } });
  });

  test('under an unknown number removes nothing', async () => {
    const damaged = again(3, { ...REMOVED, gbcsVersion: '' });
    const found = await became([numbered(1), numbered(2)], [numbered(1), numbered(2), damaged]);
    expect(found).toMatchObject({ changes: [], counts: { unchanged: 2, quarantined: 1 } });
  });

  test.each(['1', '1.0'])('whose number is shortened to %s is of that number all the same', async (entryNumber) => {
    const compared = await compareAll(list(numbered(1), numbered(2)), list(numbered(1, { entryNumber }), numbered(2)));
    expect(inWords(compared)).toEqual({
      changes: [],
      counts: { unchanged: 2, quarantined: 1 },
      findings: [`CPL-NUMBER-SHORTENED 2 ${entryNumber}`],
    });
    const shuffled = await compareAll(list(numbered(1), numbered(2)), list(numbered(2), numbered(1, { entryNumber })));
    expect(inWords(shuffled).counts).toEqual({ unchanged: 2, quarantined: 1 });
  });

  test('whose number is not one leaves the lines of its Device Model as they are', async () => {
    const damaged = numbered(1, { entryNumber: '#REF!' });
    const compared = await compareAll(list(numbered(1), numbered(2)), list(damaged, numbered(2)));
    expect(inWords(compared)).toMatchObject({ changes: [], counts: { unchanged: 2, quarantined: 1 } });
    expect(accepted(compared)).toMatchObject({ disappeared: [], quarantined: [{ entryKey: KEY, line: 2 }] });
  });

  test('does not keep what another line of its Device Model loses from being sent', async () => {
    const later = again(3, { gbcsVersion: 'GBCS Version 2.0' });
    const removed = again(3, { ...REMOVED, gbcsVersion: 'GBCS Version 2.0' });
    const damaged = numbered(1, { entryNumber: '#REF!' });
    const compared = await compareAll(list(numbered(1), later), list(damaged, removed));
    const counts = { gbcsOnly: 1, quarantined: 1 };
    expect(inWords(compared)).toMatchObject({ changes: ['gbcsOnly 000001 1.1'], counts });
    expect(compared.changes.map(({ line }) => line)).toEqual([0]);
  });

  test('under the number of the line that holds leaves it holding, whatever changes in others of its Device Model', async () => {
    const later = again(2, { gbcsVersion: 'GBCS Version 2.0' });
    const changed = [numbered(1, { manufacturerImageHash: '' }), again(2, { gbcsVersion: 'soon' })];
    const counts = { unchanged: 1, quarantined: 1 };
    expect(await became([numbered(1), later], changed)).toMatchObject({ changes: [], counts });
  });

  test.each([
    ['under its number', { smetsChtsVersion: 'soon' }],
    ['under no number', { entryNumber: '#REF!' }],
  ])(
    '%s does not bring back a line that is missing, whatever changes in others of its Device Model',
    async (_, bad) => {
      const compared = await compareAll(
        list(numbered(1, REMOVED), again(2), numbered(9)),
        list(numbered(1, REMOVED), numbered(9)),
        list(numbered(1, { ...REMOVED, manufacturerImageHash: '' }), again(2, bad), numbered(9)),
      );
      expect(inWords(compared)).toMatchObject({ changes: [], counts: { unchanged: 1, quarantined: 1 } });
      expect(accepted(compared)).toMatchObject({ returned: [], disappeared: [], totals: { missingModels: 1 } });
    },
  );
});

test('a remark on a row is given when the line is new, changed or back, not with each list', async () => {
  const lower = numbered(1, { manufacturerImageHash: '5eed'.repeat(16) });
  const remark = 'CPL-HASH-LOWER-CASE 2 ' + '5eed'.repeat(16);
  expect((await became([lower])).findings).toEqual([remark]);
  expect((await became([lower], [lower])).findings).toEqual([]);
  const other = numbered(9);
  expect((await became([lower, other], [other], [lower, other])).findings).toEqual([remark]);
  const changed = numbered(1, { manufacturerImageHash: '5eed'.repeat(16), gbcsVersion: 'GBCS Version 2.0' });
  expect((await became([lower], [changed])).findings).toEqual([remark]);
});
