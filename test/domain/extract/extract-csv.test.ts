import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import { snapshotToCsv } from '../../../functions/domain/extract/extract-csv.ts';
import { compare, csvOf, extract, LABELS, row, SOUND_ROW } from '../../support/extracts.ts';

const entry = (number: number, more: Parameters<typeof row>[0] = {}) => ({
  firmwareVersion: number.toString(16).toUpperCase().padStart(8, '0'),
  ...more,
});

describe('an accepted list, written back', () => {
  test('[R27] is the extract byte for byte, in pieces of 256 KiB', async () => {
    const list = extract(...Array.from({ length: 2500 }, (_, number) => row(entry(number))));
    const { snapshot } = await compare(list);
    const sizes: number[] = [];
    for await (const piece of snapshotToCsv(snapshot, COLUMN_MAP)) sizes.push(piece.byteLength);
    expect(await csvOf(snapshot)).toBe(list);
    const line = row(entry(0)).length + 1;
    const [header = 0, first = 0, second = 0, ...rest] = sizes;
    expect(header).toBe(LABELS.join().length + 1);
    for (const full of [first, second]) {
      expect(full).toBeGreaterThanOrEqual(256 * 1024);
      expect(full).toBeLessThan(256 * 1024 + line);
    }
    expect(rest).toHaveLength(1);
  });

  test.each([
    ['\uFEFF', '\r\n'],
    ['', '\r\n'],
    ['\uFEFF', '\n'],
  ])('[R27] has the byte order mark and the line endings that came: case %#', async (mark, ending) => {
    const list = mark + extract(row(entry(1)), row(entry(2))).replaceAll('\n', ending);
    expect(await csvOf((await compare(list)).snapshot)).toBe(list);
  });

  test('[R27] has a row that was kept from a list under another header, column by column: by meaning, else by name', async () => {
    const first = [
      writeCsvRecord([...LABELS, 'Colour', 'Gone']),
      `${row(entry(1))},red,x`,
      `${row(entry(2))},blue,y`,
      '',
    ];
    const before = await compare(first.join('\n'));
    const labels = [
      ...LABELS.map((label) => (label === 'GBCS Version' ? 'GBCS' : label)),
      ' colour ',
      'New',
    ].toReversed();
    const bad = `,,${row(entry(1, { manufacturerImageHash: 'XY' }))
      .split(',')
      .toReversed()
      .join()}`;
    const good = `,,${row(entry(2)).split(',').toReversed().join()}`;
    const after = await compare([writeCsvRecord(labels), bad, good, ''].join('\n'), before.snapshot);
    const kept = ['', 'red', ...Object.values({ ...SOUND_ROW, ...entry(1) }).toReversed()];
    expect(await csvOf(after.snapshot)).toBe([writeCsvRecord(labels), good, writeCsvRecord(kept), ''].join('\n'));
  });

  test('closes what it reads from', async () => {
    const { snapshot } = await compare(extract(row(entry(1))));
    let open = 0;
    const watched = {
      ...snapshot,
      async *records() {
        open += 1;
        try {
          yield* snapshot.records();
        } finally {
          open -= 1;
        }
      },
    };
    for await (const piece of snapshotToCsv(watched, COLUMN_MAP)) expect(piece.byteLength).toBeGreaterThan(0);
    expect(open).toBe(0);
  });
});
