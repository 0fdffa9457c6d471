import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import type { ColumnMap } from '../../../functions/domain/cpl/cpl-columns.ts';
import type { ByteChunks } from '../../../functions/domain/csv/csv-window.ts';
import type { Snapshot } from '../../../functions/domain/extract/extract-snapshot.ts';
import { accepted, chunksOf, compare, extract, LABELS, row } from '../../support/extracts.ts';

/** The column map without its `Date Added`, which is then a column that nobody knows. */
const NARROW: ColumnMap = {
  ...COLUMN_MAP,
  columns: COLUMN_MAP.columns.filter(({ field }) => field !== 'dateAdded'),
};
const LIST = extract(row({ dateAdded: 'soon' }));

/** A snapshot whose head says another thing of one kind. */
async function withHead({ records, index }: Snapshot, from: string, to: string): Promise<Snapshot> {
  const bytes = Buffer.concat(await Array.fromAsync(index()));
  const changed = Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
  return { records, index: () => [changed] };
}

describe('rows of the same bytes are taken unread only where they mean the same', () => {
  test.each<[string, string, string, number]>([
    ['the rules and the map that the list was judged by', '', '', 0],
    ['other rules', '"rules":1', '"rules":0', 1],
    ['another version of the column map', '"columnMap":1', '"columnMap":0', 1],
  ])('under %s', async (_name, from, to, quarantined) => {
    const { snapshot } = await compare(LIST, undefined, { columnMap: NARROW });
    const again = await compare(LIST, await withHead(snapshot, from, to));
    expect(accepted(again).counts).toMatchObject({ unchanged: 1, quarantined });
  });

  /** Every other row is one that is quarantined if it is read. */
  const listed = (models: readonly number[]): string =>
    extract(
      ...models.map((model) =>
        row({ modelIdentifier: `0${model + 100}`, dateAdded: model % 2 === 0 ? '2017-11-06' : 'soon' }),
      ),
    );
  const MODELS = Array.from({ length: 300 }, (_, model) => model);

  test.each<[string, readonly number[], number]>([
    ['in the order of the list', MODELS, 0],
    ['in its order but for some that are left out', MODELS.filter((model) => model % 10 > 3), 0],
    ['in its order but for one that stands far ahead, and again in its place', [80, ...MODELS], 0],
    ['in another order, but for some until that is known', MODELS.toReversed(), 70],
  ])('and are, %s', async (_name, models, most) => {
    const { snapshot } = await compare(listed(MODELS), undefined, { columnMap: NARROW });
    const records = Buffer.concat(await Array.fromAsync(snapshot.records()));
    const inPieces = { ...snapshot, records: () => chunksOf(records, 700) };
    const { counts } = accepted(await compare(listed(models), inPieces, { chunkBytes: 300 }));
    expect(counts.unchanged).toBe(new Set(models).size);
    expect(counts.quarantined).toBeLessThanOrEqual(most);
  });

  test('and not under another header', async () => {
    const list = extract(row({ zigbeeCertificateId: 'Z', dlmsCertificateId: 'D' }));
    const labels = LABELS.join(',');
    const swapped = labels.replace(
      'ZigBee Certificate ID,DLMS Certificate ID',
      'DLMS Certificate ID,ZigBee Certificate ID',
    );
    const { comparison, lines } = await compare(list.replace(labels, swapped), (await compare(list)).snapshot);
    expect(comparison).toMatchObject({ counts: { changed: 1, unchanged: 0 } });
    expect(lines).toMatchObject([{ entry: { zigbeeCertificateId: 'D', dlmsCertificateId: 'Z' } }]);
  });
});

describe('what a comparison reads', () => {
  const LONG = extract(...Array.from({ length: 40 }, (_, model) => row({ modelIdentifier: `0${model + 100}` })));

  /** How often the extract and the accepted list were opened, and how many of these were not closed. */
  async function readingOf(csv: string, list?: Snapshot, options: { readonly maxExtractBytes?: number } = {}) {
    const counted = { extract: 0, records: 0, left: 0 };
    async function* watched(what: 'extract' | 'records', chunks: ByteChunks) {
      counted[what] += 1;
      counted.left += 1;
      try {
        yield* chunks;
      } finally {
        counted.left -= 1;
      }
    }
    const snapshot = list && { ...list, records: () => watched('records', list.records()) };
    const { comparison } = await compare('', snapshot, {
      ...options,
      extract: () => watched('extract', chunksOf(Buffer.from(csv), 500)),
    });
    return { outcome: comparison.outcome, ...counted };
  }

  test('is closed, whatever it comes to, and an extract that is refused is read once', async () => {
    const { snapshot } = await compare(LONG);
    const changed = LONG.replaceAll('CPA-EXAMPLE-1', 'CPA-2');
    expect(await readingOf(LONG)).toMatchObject({ outcome: 'compared', extract: 2, left: 0 });
    expect(await readingOf(changed, snapshot)).toMatchObject({ outcome: 'compared', left: 0 });
    const fewer = LONG.split('\n').slice(0, 9).join('\n');
    expect(await readingOf(fewer, snapshot)).toMatchObject({ outcome: 'compared', left: 0 });
    expect(await readingOf(changed.split('\n').slice(9).join('\n'), snapshot)).toMatchObject({
      outcome: 'refused',
      extract: 1,
      left: 0,
    });
    expect(await readingOf(`${LONG}1,2\n`, snapshot)).toMatchObject({ outcome: 'refused', extract: 1, left: 0 });
    expect(await readingOf(LONG, snapshot, { maxExtractBytes: 2000 })).toMatchObject({
      outcome: 'refused',
      extract: 1,
      left: 0,
    });
    expect(await readingOf(`a"\n${LONG}`, snapshot)).toMatchObject({ outcome: 'refused', extract: 1, left: 0 });
  });

  test('is the extract alone and once, where it is refused for its form, also when entries have several lines', async () => {
    const several = extract(row(), row({ gbcsVersion: '1.1' }));
    expect(await readingOf(several)).toMatchObject({ outcome: 'compared', extract: 3, left: 0 });
    expect(await readingOf(`${several}1,2\n`)).toMatchObject({ outcome: 'refused', extract: 1, left: 0 });
  });
});
