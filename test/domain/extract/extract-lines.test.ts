import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { acceptedEntries, acceptedEntryOf } from '../../../functions/domain/extract/extract-entries.ts';
import { accepted, compare, csvOf, extract, row } from '../../support/extracts.ts';
import { watchedStream } from '../../support/watched-stream.ts';

const KEY = 'ESME/AB01/010A/030B/0002012F';
const DUPLICATE =
  'A duplicate is refused and the accepted entry stays: remove this line, or correct what was meant to differ.';

/** A line of one of a few entries, which differ in their model. */
const line = (gbcsVersion: string, cplEntryId = 'A', modelIdentifier = '010A'): string =>
  row({ gbcsVersion, cplEntryId, modelIdentifier });

/** What an extract, which may end without a line ending, does to a list. */
async function change(list: readonly string[], lines: readonly string[], ending = '\n') {
  const before = list.length === 0 ? undefined : (await compare(extract(...list))).snapshot;
  const compared = await compare(extract(...lines).trimEnd() + ending, before, { chunkBytes: 100 });
  const { counts, findings } = accepted(compared);
  return {
    told: compared.lines.map(({ kind, entry }) => `${kind} ${entry.modelIdentifier} ${entry.gbcsVersion}`),
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    findings,
    kept: (await csvOf(compared.snapshot)).split('\n').slice(1, -1),
  };
}

describe('of an entry with several lines', () => {
  test.each<[string, string[], string[], string[], object]>([
    ['those behind the last that is the accepted one', ['1.0'], ['1.1', '1.0', '2.0'], ['2.0'], { gbcsOnly: 1 }],
    ['those behind the accepted one', ['1.0'], ['1.0', '1.1', '2.0'], ['1.1', '2.0'], { gbcsOnly: 1 }],
    ['none when the last is the accepted one', ['2.0'], ['1.0', '1.1', '2.0'], [], { unchanged: 1 }],
    ['all when none is', ['3.0'], ['1.0', '1.1'], ['1.0', '1.1'], { gbcsOnly: 1 }],
  ])('[R12] [R14] are told: %s', async (_name, list, lines, told, counts) => {
    const found = await change(
      list.map((version) => line(version)),
      lines.map((version) => line(version)),
    );
    expect(found.told).toEqual(told.map((version) => `gbcsOnly 010A ${version}`));
    expect(found.counts).toEqual(counts);
    expect(found.kept).toEqual(lines.map((version) => line(version)));
  });

  test('and of others, line by line between each other, each is told in the order of the file', async () => {
    const lines = ['1.0', '1.1'].flatMap((version) => [line(version, 'A'), line(version, 'B', '010B')]);
    const added = ['added 010A 1.0', 'added 010B 1.0', 'gbcsOnly 010A 1.1', 'gbcsOnly 010B 1.1'];
    expect(await change([], lines)).toMatchObject({ told: added, counts: { added: 2 }, kept: lines });
    expect(await change([], lines, '')).toMatchObject({ told: added, counts: { added: 2 }, kept: lines });
    const list = [line('1.1', 'B', '010B'), line('1.0', 'A')];
    expect(await change(list, lines)).toMatchObject({
      told: ['gbcsOnly 010A 1.1'],
      counts: { gbcsOnly: 1, unchanged: 1 },
    });
  });

  test('[R13] one that repeats another under a new CPL Entry ID is a duplicate, and not taken', async () => {
    const found = await change([line('1.0')], [line('1.0'), line('1.0', 'NEW')]);
    expect(found).toEqual({
      told: [],
      counts: { duplicate: 1 },
      kept: [line('1.0')],
      findings: [
        {
          code: 'CPL-DUPLICATE',
          severity: 'row',
          line: 3,
          field: 'CPL Entry ID',
          value: 'NEW',
          message: `The same entry with the same details is on line 2 under CPL Entry ID A. ${DUPLICATE}`,
        },
      ],
    });
    const changed = await change([line('1.0')], [line('1.1'), line('1.1', 'NEW')]);
    expect(changed).toMatchObject({ told: ['gbcsOnly 010A 1.1'], counts: { gbcsOnly: 1 }, kept: [line('1.1')] });
  });

  test('[R13] the last may be a duplicate of the accepted one, which then stays', async () => {
    const { told, counts, findings, kept } = await change([line('1.1')], [line('1.0'), line('1.1', 'NEW')]);
    expect([told, counts]).toEqual([[], { duplicate: 1 }]);
    expect(findings).toMatchObject([
      {
        line: 3,
        message: `The same entry with the same details is on the accepted list under CPL Entry ID A. ${DUPLICATE}`,
      },
    ]);
    expect(kept).toEqual([line('1.0'), line('1.1')]);
  });

  test('those that differ in more than the GBCS version refuse the file, and all that differs is named', async () => {
    const other = row({ gbcsVersion: '1.1', cpaCertificateId: 'CPA-2', imageCreator: 'Other' });
    const { comparison } = await compare(extract(row(), other));
    expect(comparison.findings).toEqual([
      {
        code: 'CPL-ENTRY-TWICE',
        severity: 'file',
        line: 3,
        field: 'CPA Certificate ID',
        value: KEY,
        message:
          'Lines 2 and 3 are the same entry but differ in CPA Certificate ID, Image Creator. Leave the one that holds: only the GBCS version may differ between lines of an entry.',
      },
    ]);
  });

  test('nothing else is told when they contradict one another', async () => {
    const lines = [
      line('1.0'),
      row({ cplEntryId: 'A', gbcsVersion: '1.1', imageCreator: 'Other' }),
      line('1.0', 'NEW'),
    ];
    const { comparison } = await compare(extract(...lines));
    expect(comparison).toMatchObject({ outcome: 'refused', findingsTotal: 1, findings: [{ code: 'CPL-ENTRY-TWICE' }] });
  });

  test('one that says what another says in another spelling repeats it, and is not taken', async () => {
    const found = await change([line('1.0')], [line('1.1'), line('GBCS v1.1'), line('2.0'), line('2.0', '')]);
    expect(found).toMatchObject({
      told: ['gbcsOnly 010A 1.1', 'gbcsOnly 010A 2.0'],
      counts: { gbcsOnly: 1 },
      kept: [line('1.1'), line('2.0')],
    });
    const repeated = found.findings.filter(({ code }) => code === 'CPL-LINE-REPEATED');
    expect(repeated.map(({ line: at, message }) => `${at}: ${message}`)).toEqual([
      '3: This line repeats line 2. It is not taken a second time: remove one of them.',
      '5: This line repeats line 4. It is not taken a second time: remove one of them.',
    ]);
  });

  test('those of a new entry are told as such beside a list, and with the value before each', async () => {
    const found = await change([line('1.0')], [line('1.0'), line('1.0', 'B', '010B'), line('1.1', 'B', '010B')]);
    expect(found).toMatchObject({ told: ['added 010B 1.0', 'gbcsOnly 010B 1.1'], counts: { added: 1, unchanged: 1 } });
    const { snapshot } = await compare(extract(line('1.0', 'OLD')));
    const { lines } = await compare(extract(line('0.9'), line('1.0', 'NEW'), line('1.1'), line('1.2')), snapshot);
    expect(lines).toMatchObject([
      { line: 4, entry: { gbcsVersion: '1.1' }, previous: { cplEntryId: 'OLD', gbcsVersion: '1.0' } },
      { line: 5, entry: { gbcsVersion: '1.2' }, previous: { cplEntryId: 'A', gbcsVersion: '1.1' } },
    ]);
  });

  test('the last is read to its end, where the extract ends without a line ending', async () => {
    const removed = (gbcsVersion: string) => row({ gbcsVersion, status: 'Removed', dateRemoved: '2018-06-01' });
    const others = Array.from({ length: 9 }, (_, model) => line('1.0', 'X', `0${model + 100}`));
    const found = await change([], [...others, removed('1.0'), removed('1.1')], '');
    expect(found.counts).toEqual({ added: 10 });
    expect(found.told.slice(9)).toEqual(['added 010A 1.0', 'gbcsOnly 010A 1.1']);
  });

  test('the extract is closed once they are read, wherever in it they are', async () => {
    const others = Array.from({ length: 40 }, (_, model) => line('1.0', 'X', `0${model + 100}`));
    const bytes = Buffer.from(extract(line('1.0'), line('1.1'), ...others));
    const watched = watchedStream(bytes, 500);
    expect(accepted(await compare('', undefined, { extract: watched.open })).counts.added).toBe(41);
    expect(watched.left()).toBe(0);
  });

  test('the last is its value on the accepted list, and what was opened to see that is closed', async () => {
    const { snapshot } = await compare(extract(line('1.0'), line('1.1')));
    const watched = watchedStream(Buffer.concat(await Array.fromAsync(snapshot.records())), 100);
    const list = { ...snapshot, records: watched.open };
    const entries = await Array.fromAsync(acceptedEntries(list, COLUMN_MAP));
    expect(entries.map(({ gbcsVersion }) => gbcsVersion)).toEqual(['1.1']);
    expect((await acceptedEntryOf(KEY, list, COLUMN_MAP))?.gbcsVersion).toBe('1.1');
    expect(watched.left()).toBe(0);
  });
});

test('behind a header that refuses the extract, what makes it unreadable is told as well', async () => {
  const csv = `${extract(row(), row({ status: 'Gone' })).replace('Status', 'State')}1,2\n"open`;
  const { comparison } = await compare(csv, undefined, { chunkBytes: 100 });
  expect(comparison.findings.filter(({ severity }) => severity === 'file').map(({ code }) => code)).toEqual([
    'CPL-COLUMN-MISSING',
    'CSV-RAGGED-ROW',
    'CSV-OPEN-QUOTE',
  ]);
});

test('[R27] a row is written back with the quotes it came in, needed or not', async () => {
  const quoted = row()
    .split(',')
    .map((value) => `"${value}"`)
    .join();
  expect(await csvOf((await compare(extract(quoted))).snapshot)).toBe(extract(quoted));
});
