import { describe, expect, test } from 'vitest';
import { compareList } from '../../../functions/domain/list/compare-list.ts';
import { WalkRecord } from '../../../functions/domain/list/walk-record.ts';
import { chunksOf, compare, csvOf, inWords, list, numbered } from '../../support/compared-lists.ts';
import { listCsv, listLine } from '../../support/list-history/cpl-list-csv.ts';
import { watchedStream } from '../../support/watched-stream.ts';

const STAMP = { issue: '1.7', issuedOn: '2026-11-02' };
const LINES = [1, 2, 3].map((number) => listLine({ entryNumber: `00000${number}`, model: `000${number}` }));
const written = (lines = LINES): string => listCsv(lines, STAMP);

describe('a list of which more differs than is remembered', () => {
  const many = Array.from({ length: 45 }, (_, at) =>
    listLine({ entryNumber: String(at + 1).padStart(6, '0'), model: String(1000 + at) }),
  );
  const long = listCsv(many, STAMP, { extraColumns: { Remarks: () => 'x'.repeat(200_000) } });

  test('is read again, and gives the same; that it has another length then is a fault', async () => {
    const streams = [Buffer.from(long), Buffer.from(long), Buffer.from(long), Buffer.from(long.slice(0, -1))];
    let opened = 0;
    const open = () => chunksOf(streams[(opened += 1) - 1] ?? Buffer.alloc(0), 65_536);
    const compared = await compare('', undefined, { list: open });
    expect([opened, inWords(compared).counts]).toEqual([2, { added: 45 }]);
    expect((await csvOf(compared.kept)) === long).toBe(true);
    await expect(compare('', undefined, { list: open })).rejects.toThrow('another length');
  });

  test.each([
    [30_000, true],
    [40_000, false],
  ])('is one of so many rows, though nothing of them has to be kept: of %i, all is remembered: %s', (rows, isWhole) => {
    const record = new WalkRecord();
    const row = { sound: false, entryKey: '', entryNumber: '', saysRemoved: false, findings: [], line: 2 } as const;
    for (let at = 0; at < rows; at += 1) record.unreadable(row, undefined);
    expect(record.isWhole).toBe(isWhole);
  });

  test('is closed again, and the accepted one too, where a change cannot be handed over', async () => {
    const { emitted } = await compare(written());
    const watched = watchedStream(Buffer.from(long), 65_536);
    const accepted = watchedStream(Buffer.concat(emitted), 50);
    const change = () => {
      throw new Error('Nobody takes it');
    };
    const short = () => [Buffer.from(written([...LINES, listLine({ entryNumber: '000009', model: '0009' })]))];
    for (const list of [watched.open, short]) {
      const kept = { list: accepted.open, models: 3, activeModels: 3, missingModels: 0 };
      const reading = compareList(
        { list, accepted: kept, maxBytes: 100_000_000 },
        { change, accepted: () => {}, acceptedAgain: () => {} },
      );
      await expect(reading).rejects.toThrow('Nobody takes it');
      expect([watched.left(), accepted.left()]).toEqual([0, 0]);
    }
  });
});

test('what was opened is closed, whether the list is accepted or refused', async () => {
  for (const csv of [written(), written(LINES.toReversed()), list(numbered(1), numbered(1)), 'x']) {
    const watched = watchedStream(Buffer.from(csv), 50);
    await compare('', undefined, { list: watched.open });
    expect(watched.left()).toBe(0);
  }
});

test('a list of many rows is kept in blocks, in order', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) =>
    listLine({
      entryNumber: String(at + 1).padStart(6, '0'),
      firmware: at.toString(16).toUpperCase().padStart(8, '0'),
    }),
  );
  let opened = 0;
  const open = () => chunksOf(Buffer.from(written(lines)), 64 * 1024 + (opened += 1));
  const compared = await compare('', undefined, { list: open });
  expect(opened).toBe(1);
  expect(compared.emitted.length).toBeGreaterThan(2);
  expect(await csvOf(compared.kept)).toBe(written(lines));
  const changed = lines.map((line, at) => (at % 500 === 7 ? { ...line, gbcs: 'GBCS Version 2.0' } : line));
  const next = await compare(listCsv(changed, { issue: '1.8', issuedOn: '2026-11-03' }), compared.kept, {
    chunkBytes: 4096,
  });
  expect(inWords(next).counts).toEqual({ gbcsOnly: 6, unchanged: 2994 });
});

test('a list of many rows out of order gives the same accepted list as in order', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) =>
    listLine({
      entryNumber: String(at + 1).padStart(6, '0'),
      firmware: at.toString(16).toUpperCase().padStart(8, '0'),
    }),
  );
  const inOrder = await compare(written(lines));
  const shuffled = await compare(written(lines.toReversed()).trimEnd(), undefined, { chunkBytes: 5000 });
  expect(Buffer.concat(shuffled.emitted).equals(Buffer.concat(inOrder.emitted))).toBe(true);
  expect(shuffled.changes.map(({ entry }) => entry)).toEqual(inOrder.changes.map(({ entry }) => entry));
});

test.each([30, 400, 70_000].flatMap((chunkBytes) => [true, false].map((isInOrder) => ({ chunkBytes, isInOrder }))))(
  'what is unchanged is found again on its line, though the accepted list comes in other pieces: $chunkBytes, $isInOrder',
  async ({ chunkBytes, isInOrder }) => {
    const numbers = Array.from({ length: 40 }, (_, at) => String(at + 1).padStart(6, '0'));
    const versions: Readonly<Record<string, string>> = { '000030': '2.0', '000040': '3.2' };
    const lines = numbers.map((entryNumber) =>
      listLine({
        entryNumber,
        model: entryNumber in versions ? 'B00D' : entryNumber.slice(2),
        gbcs: `GBCS Version ${versions[entryNumber] ?? '1.1'}`,
      }),
    );
    const remark = { extraColumns: { Remark: () => 'of\r\ntwo lines' } };
    const { kept, emitted } = await compare(listCsv(lines, STAMP, remark));
    const gone = ['000005', '000006', '000007', '000008', '000009'];
    const removed = lines.map((line) =>
      [...gone, '000040'].includes(line.entryNumber) ? { ...line, status: 'Removed' as const } : line,
    );
    let opened = 0;
    // The first time it is read in one piece, or the second one where it is read for the sake of the order.
    const whole = isInOrder ? 1 : 2;
    const list = () => chunksOf(Buffer.concat(emitted), (opened += 1) <= whole ? 70_000 : chunkBytes);
    const next = { issue: '1.8', issuedOn: '2026-11-03' };
    const rows = isInOrder ? removed : removed.toReversed();
    const { changes, kept: after } = await compare(listCsv(rows, next, remark), { ...kept, list });
    expect(changes.map(({ entry, line }) => [entry.entryNumber, line])).toEqual(
      [...gone, '000030'].map((number) => [number, 2 + 2 * (isInOrder ? Number(number) - 1 : 40 - Number(number))]),
    );
    expect(await csvOf(after)).toBe(listCsv(removed, next, remark));
  },
);

test('each change is waited for before the next one is handed over', async () => {
  const before = await compare(list(numbered(1), numbered(2), numbered(3)));
  const again = numbered(5, { modelIdentifier: '0001', gbcsVersion: 'GBCS Version 2.0' });
  const csv = list(numbered(1), numbered(2, { status: 'Removed' }), numbered(3), numbered(4), again);
  let handing = 0;
  const handed: string[] = [];
  await compareList(
    { list: () => [Buffer.from(csv)], accepted: before.kept, maxBytes: 1_000_000 },
    {
      change: async ({ entry }) => {
        handing += 1;
        expect(handing).toBe(1);
        await Promise.resolve();
        handed.push(entry.entryNumber);
        handing -= 1;
      },
      accepted: async () => Promise.resolve(),
      acceptedAgain: () => {},
    },
  );
  expect([handed, handing]).toEqual([['000002', '000004', '000005'], 0]);
});

describe('the next accepted list', () => {
  const before = [numbered(1), numbered(2), numbered(3)];
  const again = numbered(2, { modelIdentifier: '0009' });

  test.each<[string, readonly string[], number]>([
    [
      'is written once where lines have changed or are new',
      [numbered(1, { status: 'Removed' }), numbered(2), numbered(3), numbered(4)],
      0,
    ],
    ['is written once where a row cannot be read', [numbered(1), numbered(2, { status: 'x' }), numbered(3)], 0],
    ['is written again where a line is left out', [numbered(1), numbered(3)], 1],
    ['is written again where a number stands for another Device Model', [numbered(1), again, numbered(3)], 1],
    ['is written again where the list has to be sorted', [numbered(3), numbered(2), numbered(1)], 1],
  ])('%s', async (_what, rows, times) => {
    const { kept } = await compare(list(...before));
    let written = 0;
    const emitted: Uint8Array[] = [];
    const csv = list(...rows);
    const { outcome } = await compareList(
      { list: () => [Buffer.from(csv)], accepted: kept, maxBytes: 1_000_000 },
      {
        change: () => {},
        accepted: (block) => void emitted.push(Buffer.from(block)),
        acceptedAgain() {
          written += 1;
          emitted.length = 0;
        },
      },
    );
    expect([outcome, written]).toEqual(['compared', times]);
    const next = await compare(csv, { ...kept, list: () => emitted });
    expect(inWords(next).changes).toEqual([]);
  });
});

test('there is nothing to write back before a list was accepted', async () => {
  await expect(csvOf({ list: () => [], models: 0, activeModels: 0, missingModels: 0 })).rejects.toThrow(
    'accepted list',
  );
});

test.each([
  ['once, as the accepted one is,', [numbered(1, { status: 'Removed' }), numbered(2)], [1, 1]],
  [
    'once, and the accepted one again where a Device Model that has changed has several lines',
    [numbered(1), numbered(2), numbered(3, { modelIdentifier: '0001', gbcsVersion: 'GBCS Version 2.0' })],
    [1, 2],
  ],
])('a list of which little has changed is read %s', async (_what, rows, times) => {
  const { kept, emitted } = await compare(list(numbered(1), numbered(2)));
  const opened = [0, 0];
  const counting = (place: number, bytes: Uint8Array) => () => {
    opened[place] = (opened[place] ?? 0) + 1;
    return [bytes];
  };
  const accepted = { ...kept, list: counting(1, Buffer.concat(emitted)) };
  const { comparison } = await compare('', accepted, { list: counting(0, Buffer.from(list(...rows))) });
  expect([comparison.outcome, opened]).toEqual(['compared', times]);
});
