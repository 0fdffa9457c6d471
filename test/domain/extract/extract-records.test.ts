import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { AcceptedList } from '../../../functions/domain/extract/extract-accepted.ts';
import { ExtractRecords, FATE, Sightings } from '../../../functions/domain/extract/extract-records.ts';
import { compare, extract, row } from '../../support/extracts.ts';

const COUNT = 40;

/** The print that a record of its own has here. */
const keyOf = (record: number) => ({ high: 1000 + record, low: 2000 + record });
const contentOf = (record: number) => ({ high: 3000 + record, low: 4000 + record });

/** Records of which some have prints of their own, and the others those of the accepted record of the same number. */
function recordsWith(accepted: AcceptedList | undefined, isPrinted: (record: number) => boolean): ExtractRecords {
  const records = new ExtractRecords(accepted);
  for (let record = 0; record < COUNT; record += 1) {
    records.add(10, 2 + record, record, FATE.same, 0);
    if (isPrinted(record)) records.print(record, keyOf(record), contentOf(record));
  }
  return records;
}

async function acceptedList(): Promise<AcceptedList> {
  const rows = Array.from({ length: COUNT }, (_, model) => row({ modelIdentifier: `0${model + 100}` }));
  return AcceptedList.open((await compare(extract(...rows))).snapshot, COLUMN_MAP);
}

const forwards = Array.from({ length: COUNT }, (_, record) => record);

describe('a record has its own prints or those of its accepted value', () => {
  test.each<[string, (record: number) => boolean]>([
    ['each has its own', () => true],
    ['none has', () => false],
    ['some have', (record) => record % 3 === 1],
    ['the first ones have', (record) => record < 5],
    ['the last ones have', (record) => record > 30],
    ['one has', (record) => record === 17],
  ])('in whatever order they are asked for, when %s', async (_name, isPrinted) => {
    const accepted = await acceptedList();
    const orders = [
      forwards,
      forwards.toReversed(),
      forwards.map((record) => (record * 7) % COUNT),
      forwards.map((record) => (record % 2 === 0 ? record : COUNT - record)),
      forwards.flatMap((record) => [record, record]),
    ];
    for (const order of orders) {
      const records = recordsWith(accepted, isPrinted);
      for (const record of order) {
        const [key, content] = isPrinted(record)
          ? [keyOf(record), contentOf(record)]
          : [accepted.keys.get(record), accepted.contents.get(record)];
        expect([record, records.keyOf(record), records.contentOf(record)]).toEqual([record, key, content]);
        const copied = new Uint32Array(6);
        records.copyPrints(record, copied);
        expect([...copied]).toEqual([0, key.high, key.low, content.high, content.low, 0]);
      }
    }
  });

  test('an added one is found by its key only when it was remembered, the first of each entry', () => {
    const records = new ExtractRecords(undefined);
    for (const record of [0, 1, 2, 3]) {
      records.add(10, 2 + record, -1, FATE.added, 0);
      if (record === 1) continue;
      records.print(record, keyOf(record), contentOf(record));
      if (record !== 2) records.rememberAdded();
    }
    expect(forwards.slice(0, 4).map((record) => records.findAdded(keyOf(record)))).toEqual([0, -1, -1, 3]);
  });

  test('and its line and its accepted record, however far they are from where they would be', () => {
    const records = new ExtractRecords(undefined);
    const lines = [3, 4, 9, 70_009, 70_010];
    const matches = [100_000, -1, 0, 2, -1];
    for (const [record, line] of lines.entries())
      records.add(record, line, matches[record] ?? 0, FATE.compared, record);
    expect(lines.map((_, record) => records.lineOf(record))).toEqual(lines);
    expect(lines.map((_, record) => records.matchOf(record))).toEqual(matches);
    expect(lines.map((_, record) => records.lengths.get(record))).toEqual([0, 1, 2, 3, 4]);
    expect(records.count).toBe(5);
  });
});

test('an accepted record is seen by its first record, or only quarantined, or not at all', () => {
  const sightings = new Sightings();
  sightings.note(3, 0);
  sightings.note(5, 70_000);
  for (const accepted of [3, 4]) sightings.noteQuarantined(accepted);
  expect([3, 4, 5, 6].map((accepted) => sightings.of(accepted))).toEqual([0, -1, 70_000, -1]);
  expect([3, 4, 5, 6].map((accepted) => sightings.isQuarantined(accepted))).toEqual([false, true, false, false]);
  expect([3, 4, 5, 6].map((accepted) => sightings.isUnseen(accepted))).toEqual([false, false, false, true]);
});
