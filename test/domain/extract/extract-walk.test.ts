import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { ByteWindow } from '../../../functions/domain/csv/csv-window.ts';
import { AcceptedList } from '../../../functions/domain/extract/extract-accepted.ts';
import { type Snapshot, SnapshotWriter } from '../../../functions/domain/extract/extract-snapshot.ts';
import { WalkBeside } from '../../../functions/domain/extract/extract-walk.ts';
import { compare, extract, LABELS, row } from '../../support/extracts.ts';

const rows = Array.from({ length: 300 }, (_, model) => row({ modelIdentifier: `0${model + 100}` }));

const opened = (snapshot: Snapshot): Promise<AcceptedList> => AcceptedList.open(snapshot, COLUMN_MAP);

async function listOf(...lines: readonly string[]): Promise<AcceptedList> {
  return opened((await compare(extract(...lines))).snapshot);
}

/** The record that a walk through the whole list stands on after lines with these matches. */
async function standsOn(...matches: readonly number[]): Promise<number> {
  const walk = new WalkBeside(await listOf(...rows));
  for (const match of matches) walk.keepInStep(match);
  return walk.record;
}

describe('a walk beside an extract follows it', () => {
  test('to the next record, and to one that is up to 64 further ahead', async () => {
    expect(await standsOn(0)).toBe(1);
    expect(await standsOn(64)).toBe(65);
    expect(await standsOn(50, 100, 160)).toBe(161);
  });

  test('to one that is further ahead only when the one behind it follows at once', async () => {
    expect(await standsOn(65)).toBe(0);
    expect(await standsOn(65, 66)).toBe(67);
    expect(await standsOn(65, 65)).toBe(0);
    expect(await standsOn(65, 67)).toBe(0);
  });

  test('not back, nor to where there is none', async () => {
    expect(await standsOn(10, 3)).toBe(11);
    expect(await standsOn(10, -1)).toBe(11);
  });

  test('not to a value that was kept from the list before, which stands behind the others', async () => {
    const [first = '', second = '', ...others] = rows.slice(0, 9);
    const before = await compare(extract(first, second, ...others));
    const walk = new WalkBeside(await opened((await compare(extract(...others), before.snapshot)).snapshot));
    walk.keepInStep(8);
    expect(walk.record).toBe(0);
    walk.keepInStep(6);
    expect(walk.record).toBe(7);
  });

  test('line by line through an entry with several, of which the last one counts', async () => {
    const lines = ['1.0', '1.1'].map((gbcsVersion) => row({ modelIdentifier: '010B', gbcsVersion }));
    const list = await listOf(...lines, row());
    const walk = new WalkBeside(list);
    await walk.fill();
    const [key, other] = [list.keys.get(1), list.keys.get(2)];
    expect([walk.isOn(key), walk.isOn(other)]).toEqual([false, false]);
    walk.keepInStep(1, key);
    expect([walk.record, walk.isOn(key), walk.isOn(other)]).toEqual([1, true, false]);
    walk.keepInStep(1, key);
    expect([walk.record, walk.isOn(key), walk.isOn(other)]).toEqual([2, false, true]);
    expect([...walk.met.keys()]).toEqual([1]);
  });
});

describe('an extract is in another order than the list', () => {
  const ELSEWHERE = [200, 150, 100, 250];

  async function walkAfter(lines: number, matches: readonly number[] = ELSEWHERE): Promise<WalkBeside> {
    const walk = new WalkBeside(await listOf(...rows));
    for (let line = 0; line < lines; line += 1) walk.keepInStep(matches[line % matches.length] ?? -1);
    return walk;
  }

  test.each<[string, readonly number[]]>([
    ['stand elsewhere', ELSEWHERE],
    ['are not on it', [-1]],
  ])('once 32 lines in a row %s', async (_name, matches) => {
    expect((await walkAfter(31, matches)).isAstray).toBe(false);
    expect((await walkAfter(32, matches)).isAstray).toBe(true);
  });

  test('also where the lines are behind the walk', async () => {
    const walk = await walkAfter(0);
    walk.keepInStep(40);
    for (let line = 0; line < 32; line += 1) walk.keepInStep(39 - line);
    expect(walk.isAstray).toBe(true);
  });

  test('until a line is at its place or near it, and then not before the next 32', async () => {
    for (const ahead of [0, 1, 64]) {
      const walk = await walkAfter(0);
      walk.keepInStep(20);
      for (const match of [...Array.from({ length: 32 }, () => -1), walk.record + ahead]) walk.keepInStep(match);
      expect(walk.isAstray).toBe(false);
      for (let line = 0; line < 31; line += 1) walk.keepInStep(-1);
      expect(walk.isAstray).toBe(false);
      walk.keepInStep(-1);
      expect(walk.isAstray).toBe(true);
    }
  });

  test('still when it goes on far ahead, until a line is where it is expected', async () => {
    const walk = await walkAfter(32);
    walk.keepInStep(170);
    walk.keepInStep(171);
    expect([walk.record, walk.isAstray]).toEqual([172, true]);
    walk.keepInStep(172);
    expect([walk.record, walk.isAstray]).toEqual([173, false]);
  });
});

describe('a record of the list and what comes next in an extract', () => {
  const line = Buffer.from(`${row()}\n`);
  const notFinished = async (bytes: Uint8Array): Promise<ByteWindow> => {
    const window = ByteWindow.over([bytes]);
    await window.fill();
    return window;
  };

  test('are compared byte for byte once both are there', async () => {
    const walk = new WalkBeside(await listOf(row()));
    expect(walk.meet(await notFinished(line.subarray(1)))).toBe('extract-starved');
    expect(walk.meet(ByteWindow.on(line.subarray(1)))).toBe('differs');
    expect(walk.meet(ByteWindow.on(line))).toBe('accepted-starved');
    await walk.fill();
    expect(walk.meet(ByteWindow.on(line))).toBe('equal');
    expect(walk.meet(ByteWindow.on(Buffer.from(line.toString().toLowerCase())))).toBe('differs');
  });

  test('are the same only under the header of the list, and a list that is over has none', async () => {
    const before = await compare(extract(row(), row({ modelIdentifier: '010B' })));
    const turned = [LABELS.toReversed().join(), row().split(',').toReversed().join(), ''].join('\n');
    const list = await opened((await compare(turned, before.snapshot)).snapshot);
    const walk = new WalkBeside(list);
    const [own, kept] = [list.contents.get(0), list.contents.get(1)];
    expect([walk.isOwn, walk.hasContent(0, own), walk.hasContent(0, kept)]).toEqual([true, true, false]);
    walk.advance();
    expect([walk.isOwn, walk.hasContent(1, kept)]).toEqual([false, false]);
    walk.advance();
    expect([walk.record, walk.isOwn, walk.isOn({ high: 0, low: 0 })]).toEqual([2, false, false]);
  });
});

describe('a record beside which a line was met that differs', () => {
  test('is kept, if its bytes were there', async () => {
    const walk = new WalkBeside(await listOf(row(), row({ modelIdentifier: '010B' })));
    walk.keepInStep(0);
    await walk.fill();
    walk.keepInStep(1);
    expect([...walk.met].map(([record, bytes]) => [record, bytes.toString()])).toEqual([
      [1, `${row({ modelIdentifier: '010B' })}\n`],
    ]);
  });

  test('is kept as long as all that are kept have no more than 16 MiB', async () => {
    const chunks: { readonly records: Uint8Array[]; readonly index: Uint8Array[] } = { records: [], index: [] };
    const writer = new SnapshotWriter(
      {
        snapshotRecords: (chunk) => void chunks.records.push(Buffer.from(chunk)),
        snapshotIndex: (chunk) => void chunks.index.push(Buffer.from(chunk)),
      },
      { columnMap: 1, csv: { byteOrderMark: false, lineEnding: '\n' }, headers: [LABELS.join()] },
    );
    const quarter = Buffer.alloc(4 * 1024 * 1024, '\n');
    for (let record = 0; record < 6; record += 1) writer.store(quarter, 0, record < 4 ? quarter.length : 1, 0, 0, 0);
    await writer.close();
    const walk = new WalkBeside(
      await opened({ records: () => [Buffer.concat(chunks.records)], index: () => chunks.index }),
    );
    await walk.fill();
    for (let record = 0; record < 6; record += 1) walk.keepInStep(record);
    expect([...walk.met].map(([record, { length }]) => [record, length])).toEqual(
      [0, 1, 2, 3].map((record) => [record, quarter.length]),
    );
  });
});
