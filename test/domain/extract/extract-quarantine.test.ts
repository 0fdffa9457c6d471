import { expect, test } from 'vitest';
import { accepted, compare, csvOf, extract, row } from '../../support/extracts.ts';
import { watchedStream } from '../../support/watched-stream.ts';

const keyOf = (model: string) => `ESME/AB01/${model}/030B/0002012F`;

/** A sound row of a model, and rows that cannot be read: one says whose it is, the other only by its CPL Entry ID. */
const sound = (modelIdentifier: string, cplEntryId: string) => row({ modelIdentifier, cplEntryId });
const broken = (modelIdentifier: string, cplEntryId: string) => row({ modelIdentifier, cplEntryId, dateAdded: 'soon' });
const keyless = (modelIdentifier: string, cplEntryId: string) =>
  row({ modelIdentifier, cplEntryId, firmwareVersion: '2012F' });

/** What rows do to a list that other extracts made. */
async function judged(before: readonly (readonly string[])[], ...rows: readonly string[]) {
  let list;
  for (const extracted of before) list = (await compare(extract(...extracted), list)).snapshot;
  const compared = await compare(extract(...rows), list);
  const { counts, quarantined, disappeared, returned, stillMissing } = accepted(compared);
  return {
    unchanged: counts.unchanged,
    quarantined: quarantined.map(({ entryKey, line }) => `${line} ${entryKey}`),
    disappeared,
    returned,
    stillMissing,
    kept: (await csvOf(compared.snapshot)).split('\n').slice(1, -1).toSorted(),
  };
}

const LIST = [sound('010A', 'A'), sound('010B', 'B'), sound('010C', 'C')];
const NOTHING_GONE = { disappeared: [], returned: [], stillMissing: 0, kept: LIST };

test('a row that cannot be read belongs to the entry that its key names, whatever its CPL Entry ID', async () => {
  const found = await judged([LIST], broken('010A', 'C'), sound('010B', 'B'), sound('010C', 'C'));
  expect(found).toEqual({ ...NOTHING_GONE, unchanged: 3, quarantined: [`2 ${keyOf('010A')}`] });
  const other = await judged([LIST], broken('010A', 'C'), sound('010B', 'B'));
  expect(other).toMatchObject({ disappeared: [keyOf('010C')], quarantined: [`2 ${keyOf('010A')}`] });
});

test('one without a key belongs to the entry of its CPL Entry ID that has no sound row', async () => {
  const found = await judged([LIST], sound('010A', 'A'), keyless('010B', 'B'), sound('010C', 'C'));
  expect(found).toEqual({ ...NOTHING_GONE, unchanged: 3, quarantined: [`3 ${keyOf('010B')}`] });
  const taken = await judged([LIST], sound('010A', 'A'), sound('010B', 'B'), sound('010C', 'C'), keyless('010D', 'A'));
  expect(taken).toEqual({ ...NOTHING_GONE, unchanged: 3, quarantined: ['5 '] });
});

test("one that names nobody is nobody's, also where the list has entries without a CPL Entry ID", async () => {
  const list = [row({ modelIdentifier: '010A', cplEntryId: '' }), sound('010B', 'B'), sound('010C', 'C')];
  const found = await judged([list], keyless('010A', ''), keyless('010B', 'Z'), broken('010D', 'Y'), list[2] ?? '');
  expect(found).toMatchObject({
    unchanged: 1,
    quarantined: ['2 ', '3 ', `4 ${keyOf('010D')}`],
    disappeared: [keyOf('010A'), keyOf('010B')],
  });
});

test('several of one entry all get its key, and the entry counts once', async () => {
  const rows = [
    keyless('010A', 'A'),
    broken('010A', 'A'),
    keyless('010A', 'A'),
    broken('010B', ''),
    broken('010B', 'B'),
  ];
  const found = await judged([LIST], ...rows, sound('010C', 'C'));
  const [a, b] = [keyOf('010A'), keyOf('010B')];
  expect(found).toEqual({
    ...NOTHING_GONE,
    unchanged: 3,
    quarantined: [`2 ${a}`, `3 ${a}`, `4 ${a}`, `5 ${b}`, `6 ${b}`],
  });
});

test('of entries that share a CPL Entry ID, all are kept, and the first gives the row its key', async () => {
  const list = [sound('010C', 'C'), sound('010A', 'S'), sound('010B', 'S')];
  const found = await judged([list], keyless('010A', 'S'), sound('010C', 'C'));
  expect(found).toEqual({ ...NOTHING_GONE, kept: list, unchanged: 3, quarantined: [`2 ${keyOf('010A')}`] });
});

test('an entry that had disappeared is back with it, once, and only if it had', async () => {
  const [a, b] = [keyOf('010A'), keyOf('010B')];
  const [, , third = ''] = LIST;
  const found = await judged(
    [LIST, [third]],
    broken('010A', 'A'),
    broken('010A', 'A'),
    keyless('010B', 'B'),
    keyless('010B', 'B'),
    broken('010C', ''),
  );
  expect(found).toMatchObject({ unchanged: 3, returned: [a, b], stillMissing: 0, disappeared: [], kept: LIST });
  expect((await judged([LIST], broken('010A', 'A'), broken('010A', 'A'), third)).returned).toEqual([]);
});

test('an entry with a sound row besides is that of its sound row', async () => {
  const changed = row({ modelIdentifier: '010A', cplEntryId: 'A', gbcsVersion: '1.1' });
  const found = await judged([LIST, LIST.slice(1)], broken('010A', 'A'), changed, ...LIST.slice(1));
  expect(found).toMatchObject({
    unchanged: 2,
    returned: [keyOf('010A')],
    kept: [...LIST.slice(1), changed].toSorted(),
  });
});

test('an entry whose earlier line is superseded is linked by its last one', async () => {
  const lines = ['1.0', '1.1'].map((gbcsVersion) => row({ cplEntryId: gbcsVersion, gbcsVersion }));
  const [, last = ''] = lines;
  expect(await judged([lines], keyless('010A', '1.0'))).toMatchObject({
    quarantined: ['2 '],
    disappeared: [keyOf('010A')],
  });
  const found = await judged([lines], keyless('010A', '1.1'));
  expect(found).toMatchObject({ unchanged: 1, quarantined: [`2 ${keyOf('010A')}`], disappeared: [], kept: [last] });
});

test('without a list a row that cannot be read belongs to no entry', async () => {
  const found = await judged([], broken('010A', 'A'), keyless('010B', 'B'), sound('010C', 'C'));
  expect(found).toMatchObject({
    unchanged: 0,
    quarantined: [`2 ${keyOf('010A')}`, '3 '],
    disappeared: [],
    returned: [],
  });
});

test('what is opened of the list to find whose a row is, is closed', async () => {
  const { snapshot } = await compare(extract(...LIST));
  const watched = watchedStream(Buffer.concat(await Array.fromAsync(snapshot.records())), 100);
  const csv = extract(keyless('010B', 'B'), sound('010C', 'C'));
  const { comparison } = await compare(csv, { ...snapshot, records: watched.open });
  expect(comparison).toMatchObject({ disappeared: [keyOf('010A')], counts: { unchanged: 2 } });
  expect(watched.left()).toBe(0);
});
