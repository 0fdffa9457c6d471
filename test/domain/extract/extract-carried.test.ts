import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { AcceptedList } from '../../../functions/domain/extract/extract-accepted.ts';
import { compareExtract } from '../../../functions/domain/extract/extract-diff.ts';
import { acceptedEntries } from '../../../functions/domain/extract/extract-entries.ts';
import {
  BROKEN_OVER_LINES,
  CARRIED,
  INACTIVE,
  MISSING,
  readSnapshotHead,
  type Snapshot,
  WARNED,
} from '../../../functions/domain/extract/extract-snapshot.ts';
import { accepted, compare, csvOf, extract, LABELS, row } from '../../support/extracts.ts';

/** How a list is written: its header, and a row of the usual columns under it. */
type Form = { readonly header: string; readonly written: (line: string) => string };

const PLAIN: Form = { header: LABELS.join(','), written: (line) => line };
const REVERSED: Form = {
  header: LABELS.toReversed().join(','),
  written: (line) => line.split(',').toReversed().join(','),
};
const REMARKED: Form = { header: `Remark,${LABELS.join(',')}`, written: (line) => `seen,${line}` };

/** With two columns in each other's place, so that the bytes of a row can be read under either header. */
const SWAPPED: Form = {
  header: PLAIN.header.replace('ZigBee Certificate ID,DLMS', 'DLMS Certificate ID,ZigBee'),
  written: (line) => line.replace('ZIG-EXAMPLE-1,DLMS-EXAMPLE-1', 'DLMS-EXAMPLE-1,ZIG-EXAMPLE-1'),
};

const first = row({ cplEntryId: 'A' });
const second = row({ cplEntryId: 'B', modelIdentifier: '010B', zigbeeCertificateId: 'ZIG-B' });
const third = row({ cplEntryId: 'C', modelIdentifier: '010C', dlmsCertificateId: 'DLMS-C' });
const unreadable = row({ cplEntryId: 'B', modelIdentifier: '010B', dateAdded: 'soon' });

function under({ header, written }: Form, ...rows: readonly string[]): string {
  return [header, ...rows.map(written), ''].join('\n');
}

/** The headers of a list, and the values of its entries, as a row of the usual columns has them. */
async function keptIn(snapshot: Snapshot) {
  const index = Buffer.concat(await Array.fromAsync(snapshot.index()));
  const { headers } = readSnapshotHead(index.toString('utf8', 0, index.indexOf('\n')));
  const entries = await Array.fromAsync(acceptedEntries(snapshot, COLUMN_MAP));
  return {
    headers,
    entries: entries.map((entry) => COLUMN_MAP.columns.map(({ field }) => entry[field]).join(',')).toSorted(),
  };
}

/** The list that comes of some extracts, one after another. */
async function listAfter(...extracts: readonly string[]): Promise<Snapshot> {
  let list: Snapshot | undefined;
  for (const csv of extracts) list = (await compare(csv, list)).snapshot;
  if (list === undefined) throw new Error('There is no extract');
  return list;
}

describe('[R27] a record that is kept from list to list keeps the header that it was written under', () => {
  test.each<[string, readonly string[]]>([
    ['is left out', []],
    ['cannot be read', [unreadable]],
  ])('while its row %s and all else stays the same', async (_name, instead) => {
    const list = await listAfter(under(PLAIN, first, second), under(REVERSED, first, ...instead));
    const again = await compare(under(REVERSED, first, ...instead), list);
    const onceMore = await compare(under(REVERSED, first, ...instead), again.snapshot);
    for (const { snapshot } of [{ snapshot: list }, again, onceMore]) {
      expect(await keptIn(snapshot)).toEqual({ headers: [REVERSED.header, PLAIN.header], entries: [first, second] });
      expect(await csvOf(snapshot)).toBe(under(REVERSED, first, second));
    }
  });

  test('also beside another one that was written under a third', async () => {
    const two = [under(PLAIN, first, second, third), under(REVERSED, first, third)];
    const list = await listAfter(...two, under(REMARKED, first), under(REMARKED, first));
    const entries = [first, second, third];
    expect(await keptIn(list)).toEqual({
      headers: [REMARKED.header, REVERSED.header, PLAIN.header],
      entries,
    });
  });

  test('and the header goes when no record is under it any more', async () => {
    const before = [under(PLAIN, first, second), under(REVERSED, first), under(REVERSED, first, second)];
    const list = await listAfter(...before, under(REVERSED, first, second));
    expect(await keptIn(list)).toEqual({ headers: [REVERSED.header], entries: [first, second] });
    const without = await listAfter(under(PLAIN, first), under(REVERSED, first), under(REVERSED, first));
    expect(await keptIn(without)).toEqual({ headers: [REVERSED.header], entries: [first] });
  });

  test('and only that header, where nothing else is kept', async () => {
    const all = [under(PLAIN, second), under(REVERSED, unreadable), under(REVERSED, unreadable)];
    expect(await keptIn(await listAfter(...all))).toEqual({
      headers: [REVERSED.header, PLAIN.header],
      entries: [second],
    });
    const other = await listAfter(...all, under(REMARKED, unreadable, third));
    expect(await keptIn(other)).toEqual({ headers: [REMARKED.header, PLAIN.header], entries: [second, third] });
  });

  test('[R13] when its line comes again under a new CPL Entry ID, alone or as the last of several', async () => {
    const duplicate = first.replace('A,ESME', 'NEW,ESME');
    const earlier = row({ cplEntryId: 'A', gbcsVersion: '0.9' });
    const alone = await compare(under(REVERSED, duplicate), await listAfter(under(PLAIN, first)));
    expect(await keptIn(alone.snapshot)).toEqual({ headers: [REVERSED.header, PLAIN.header], entries: [first] });
    expect(accepted(alone).findings[0]?.message).toContain('details is on the accepted list under CPL Entry ID A.');
    expect(accepted(await compare(under(REVERSED, duplicate), alone.snapshot)).activeBefore).toBe(1);
    for (const lines of [[duplicate], [earlier, duplicate]]) {
      const csv = under(REVERSED, third, ...lines);
      const once = await listAfter(under(PLAIN, first, third), csv);
      const twice = await listAfter(under(PLAIN, first, third), csv, csv);
      for (const list of [once, twice])
        expect(await keptIn(list)).toEqual({ headers: [REVERSED.header, PLAIN.header], entries: [first, third] });
      const without = await listAfter(under(PLAIN, first, second, third), csv);
      expect((await keptIn(without)).entries).toEqual([first, second, third]);
    }
  });
});

test('[R27] the bytes of a record that is kept mean what its own header says, also where the order is another', async () => {
  const rows = Array.from({ length: 80 }, (_, model) => row({ modelIdentifier: `0${model + 100}` }));
  const list = await listAfter(
    under(PLAIN, first, ...rows),
    under(SWAPPED, ...rows, first.replace('2017-11-06', 'soon')),
  );
  const csv = [SWAPPED.header, ...rows.toReversed().map(SWAPPED.written), first, ''].join('\n');
  const { comparison, lines } = await compare(csv, list);
  expect(comparison).toMatchObject({ counts: { unchanged: 80, changed: 1 } });
  expect(lines).toMatchObject([
    { entry: { cplEntryId: 'A', zigbeeCertificateId: 'DLMS-EXAMPLE-1', dlmsCertificateId: 'ZIG-EXAMPLE-1' } },
  ]);
});

test('an entry stays missing until it is back, readable or not, and can then disappear again', async () => {
  const list = await listAfter(extract(first, second, third), extract(first, third), extract(first, third));
  const back = await compare(extract(first, unreadable, third), list);
  expect(accepted(back)).toMatchObject({
    returned: ['ESME/AB01/010B/030B/0002012F'],
    stillMissing: 0,
    disappeared: [],
    counts: { unchanged: 3, disappeared: 0, quarantined: 1 },
  });
  const gone = await compare(extract(first, third), back.snapshot);
  expect(accepted(gone)).toMatchObject({
    returned: [],
    stillMissing: 0,
    becomingInactive: 1,
    counts: { disappeared: 1 },
  });
  const still = await compare(extract(first), gone.snapshot);
  expect(accepted(still)).toMatchObject({ stillMissing: 1, becomingInactive: 1, counts: { disappeared: 1 } });
});

test('an inactive entry that disappears does not become inactive by that', async () => {
  const withdrawn = row({ modelIdentifier: '010B', status: 'Withdrawn', dateRemoved: '2018-06-01' });
  const list = await listAfter(extract(first, withdrawn));
  const { comparison } = await compare(extract(first), list);
  expect(comparison).toMatchObject({ activeBefore: 1, becomingInactive: 0, counts: { disappeared: 1 } });
});

test('of what is compared, only what is removed becomes inactive', async () => {
  const changed = [first, second].map((line) => line.replace('CPA-EXAMPLE-1', 'CPA-2'));
  const { comparison } = await compare(extract(...changed, third), await listAfter(extract(first, second)));
  expect(comparison).toMatchObject({ counts: { changed: 2, added: 1 }, activeBefore: 2, becomingInactive: 0 });
});

test('what the index says of a record stays while it is kept, beside that it is kept or missing', async () => {
  const marked = row({ cplEntryId: '', modelIdentifier: '010B', status: 'Expired', manufacturerName: 'Two\nlines' });
  const broken = marked.replace('2017-11-06', 'soon');
  const extracts = [extract(first, marked), extract(first), extract(first), extract(first, broken)];
  const { keys, contents } = await AcceptedList.open(await listAfter(extract(first, marked)), COLUMN_MAP);
  const marks = INACTIVE | WARNED | BROKEN_OVER_LINES;
  const gone = marks | CARRIED | MISSING;
  for (const [at, flags] of [marks, gone, gone, marks | CARRIED].entries()) {
    const list = await AcceptedList.open(await listAfter(...extracts.slice(0, at + 1)), COLUMN_MAP);
    expect([list.flags.get(1), list.warnings.get(1)]).toEqual([flags, 1]);
    expect([list.keys.get(1), list.contents.get(1)]).toEqual([keys.get(1), contents.get(1)]);
  }
});

test('warnings of a record that is kept are told again when its row is back as it was', async () => {
  const warned = row({ cplEntryId: '', modelIdentifier: '010B' });
  const list = await listAfter(extract(first, warned), extract(first), extract(first));
  const back = await compare(extract(first, warned), list);
  expect(accepted(back).findings).toMatchObject([{ code: 'CPL-ENTRY-ID-MISSING', line: 3 }]);
  const still = await compare(extract(first, warned), back.snapshot);
  expect(accepted(still).findings).toMatchObject([{ code: 'CPL-ENTRY-ID-MISSING', line: 3 }]);
});

test('an extract that is longer at its second reading is a fault', async () => {
  const readings = [extract(first), extract(first, second)];
  const reading = () => [Buffer.from(readings.shift() ?? '')];
  const comparing = compare('', undefined, { extract: reading });
  await expect(comparing).rejects.toThrow('The extract has another length than when it was judged');
});

test('two entries that have the same fingerprint are a fault that names them', async () => {
  const indexOf = async (csv: string) => Buffer.concat(await Array.fromAsync((await listAfter(csv)).index()));
  const list = await listAfter(extract(first));
  const [index, other] = [await indexOf(extract(first)), await indexOf(extract(second))];
  const key = index.indexOf('\n') + 1 + 4;
  other.copy(index, key, key, key + 8);
  const comparing = compare(extract(second), { ...list, index: () => [index] });
  await expect(comparing).rejects.toThrow(
    'ESME/AB01/010A/030B/0002012F and ESME/AB01/010B/030B/0002012F share a print',
  );
});

test('records that are kept are handed over as they come, in the blocks that were handed over before', async () => {
  const remark = 'x'.repeat(70_000);
  const rows = Array.from({ length: 20 }, (_, model) => `${row({ modelIdentifier: `0${model + 100}` })},${remark}`);
  const header = `${LABELS.join(',')},Remark`;
  const list = await listAfter([header, ...rows, ''].join('\n'));
  const blocks = new Map<ArrayBufferLike, number>();
  await compareExtract(
    {
      extract: () => [Buffer.from([header, rows[0], ''].join('\n'))],
      accepted: list,
      columnMap: COLUMN_MAP,
      maxExtractBytes: 1e9,
    },
    {
      entryLine: () => {},
      snapshotRecords: async ({ buffer }) => {
        blocks.set(buffer, (blocks.get(buffer) ?? 0) + 1);
        await setImmediate();
      },
      snapshotIndex: () => {},
    },
  );
  const handedOver = [...blocks.values()];
  expect(handedOver.length).toBeLessThanOrEqual(3);
  expect(handedOver.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(4);
});
