import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { acceptedEntries, acceptedEntryOf } from '../../../functions/domain/extract/extract-entries.ts';
import type { Snapshot } from '../../../functions/domain/extract/extract-snapshot.ts';
import { accepted, compare, csvOf, extract, LABELS, row } from '../../support/extracts.ts';

const KEY = 'ESME/AB01/010A/030B/0002012F';

async function listOf(...rows: readonly string[]): Promise<Snapshot> {
  return (await compare(extract(...rows))).snapshot;
}

/** What an extract does to a list: kind and GBCS version of each line that is told, and the counts that are not 0. */
async function change(list: Snapshot | undefined, ...rows: readonly string[]) {
  const compared = await compare(extract(...rows), list);
  const { counts } = accepted(compared);
  return {
    told: compared.lines.map(({ kind, entry }) => `${kind} ${entry.gbcsVersion}`),
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  };
}

describe('an extract is compared entry by entry with the accepted list', () => {
  test('an entry that the list does not have is added, also when it is first seen inactive', async () => {
    expect(await change(undefined, row(), row({ modelIdentifier: '010B', status: 'Expired' }))).toEqual({
      told: ['added 1.0', 'added 1.0'],
      counts: { added: 2 },
    });
  });

  test('the same entry in another spelling is unchanged', async () => {
    const list = await listOf(row());
    const respelt = row({ firmwareVersion: '0002012f', gbcsVersion: 'GBCS v1.0', dateAdded: '06/11/2017' });
    expect(await change(list, respelt)).toEqual({ told: [], counts: { unchanged: 1 } });
  });

  test('an unknown column and the CPL Entry ID alone are no change', async () => {
    const list = await listOf(row({ cplEntryId: '' }));
    const csv = [`${LABELS.join(',')},Remark`, `${row()},new`, ''].join('\n');
    expect(accepted(await compare(csv, list)).counts).toMatchObject({ unchanged: 1, changed: 0, duplicate: 0 });
  });

  test('[R13] the same entry under a new CPL Entry ID is a duplicate, refused, and the accepted one stays', async () => {
    const list = await listOf(row());
    const compared = await compare(extract(row({ cplEntryId: 'CPL-0099' })), list);
    expect(accepted(compared).counts).toMatchObject({ duplicate: 1, unchanged: 0 });
    expect(compared.lines).toEqual([]);
    expect(accepted(compared).findings).toMatchObject([{ code: 'CPL-DUPLICATE', line: 2, value: 'CPL-0099' }]);
    expect(await csvOf(compared.snapshot)).toBe(extract(row()));
  });

  test('[R13] a resubmission beside the accepted line is a duplicate too', async () => {
    const list = await listOf(row());
    expect(await change(list, row(), row({ cplEntryId: 'CPL-0099' }))).toEqual({ told: [], counts: { duplicate: 1 } });
  });

  test('[R14] a line whose only change is the GBCS version is accepted, also under a new CPL Entry ID', async () => {
    const list = await listOf(row());
    expect(await change(list, row({ gbcsVersion: '1.1', cplEntryId: 'CPL-0099' }))).toEqual({
      told: ['gbcsOnly 1.1'],
      counts: { gbcsOnly: 1 },
    });
  });

  test('4.1 and 4.10 are two GBCS versions', async () => {
    const list = await listOf(row({ gbcsVersion: '4.1' }));
    expect((await change(list, row({ gbcsVersion: '4.10' }))).counts).toEqual({ gbcsOnly: 1 });
  });

  test.each(['Removed', 'Withdrawn', 'Cancelled', 'Expired'])(
    'an active entry that becomes %s is removed, whatever else changes',
    async (status) => {
      const list = await listOf(row());
      const line = row({ status, gbcsVersion: '1.1', dateRemoved: '2018-06-01' });
      expect(await change(list, line)).toEqual({ told: ['removed 1.1'], counts: { removed: 1 } });
    },
  );

  test('an inactive entry that is active again is reinstated', async () => {
    const list = await listOf(row({ status: 'Withdrawn', dateRemoved: '2018-06-01' }));
    expect(await change(list, row())).toEqual({ told: ['reinstated 1.0'], counts: { reinstated: 1 } });
  });

  test('any other difference is a change, with the value before it', async () => {
    const { lines } = await compare(extract(row({ cpaCertificateId: 'CPA-2' })), await listOf(row()));
    expect(lines).toMatchObject([
      {
        kind: 'changed',
        line: 2,
        entry: { cpaCertificateId: 'CPA-2' },
        previous: { cpaCertificateId: 'CPA-EXAMPLE-1' },
      },
    ]);
  });
});

describe('an entry with several lines', () => {
  const first = row({ gbcsVersion: '1.0' });
  const second = row({ gbcsVersion: '1.1' });
  const third = row({ gbcsVersion: '2.0' });

  test('[R12][R14] is told line by line when it is new, and counted once', async () => {
    expect(await change(undefined, first, second)).toEqual({
      told: ['added 1.0', 'gbcsOnly 1.1'],
      counts: { added: 1 },
    });
  });

  test('[R12] is told from the accepted line on', async () => {
    const list = await listOf(first);
    expect(await change(list, first, second, third)).toEqual({
      told: ['gbcsOnly 1.1', 'gbcsOnly 2.0'],
      counts: { gbcsOnly: 1 },
    });
  });

  test('is unchanged when its last line is the accepted one', async () => {
    const list = await listOf(second);
    expect(await change(list, first, second)).toEqual({ told: [], counts: { unchanged: 1 } });
  });

  test('goes back to an earlier line that stands alone again, and is unchanged when all stand there again', async () => {
    const list = await listOf(first, second);
    expect(await change(list, first)).toEqual({ told: ['gbcsOnly 1.0'], counts: { gbcsOnly: 1 } });
    expect(await change(list, first, second)).toEqual({ told: [], counts: { unchanged: 1 } });
  });

  test('is told as a whole when no line is the accepted one', async () => {
    const list = await listOf(third);
    expect(await change(list, first, second)).toEqual({
      told: ['gbcsOnly 1.0', 'gbcsOnly 1.1'],
      counts: { gbcsOnly: 1 },
    });
  });

  test('refuses the file when more than the GBCS version differs, naming both lines', async () => {
    const other = row({ gbcsVersion: '1.1', cpaCertificateId: 'CPA-2' });
    const { comparison, lines } = await compare(extract(row(), row({ modelIdentifier: '010B' }), other));
    expect(comparison.outcome).toBe('refused');
    expect(comparison.findings).toMatchObject([{ code: 'CPL-ENTRY-TWICE', severity: 'file', line: 4, value: KEY }]);
    expect(comparison.findings[0]?.message).toMatch(/^Lines 2 and 4 .* CPA Certificate ID/);
    expect(lines).toEqual([]);
  });

  test('that repeats a line of the list far ahead of its place is told of it, and is unchanged', async () => {
    const rows = Array.from({ length: 100 }, (_, model) => row({ modelIdentifier: `0${model + 100}` }));
    const { comparison } = await compare(extract(rows[80] ?? '', ...rows), await listOf(...rows));
    expect(comparison).toMatchObject({
      counts: { unchanged: 100 },
      findings: [{ code: 'CPL-LINE-REPEATED', line: 83 }],
    });
  });

  test('that repeats a line is told of it, and accepted', async () => {
    const compared = await compare(extract(row(), row()));
    expect(accepted(compared).findings).toMatchObject([{ code: 'CPL-LINE-REPEATED', severity: 'warning', line: 3 }]);
    expect(accepted(compared).counts).toMatchObject({ added: 1, duplicate: 0 });
  });
});

describe('what an extract leaves open keeps its value', () => {
  const other = row({ modelIdentifier: '010B', cplEntryId: 'CPL-0002' });

  test('a quarantined row leaves its entry unchanged', async () => {
    const list = await listOf(row(), other);
    const { comparison, lines, snapshot } = await compare(extract(row({ dateAdded: '31/02/2018' }), other), list);
    expect(comparison).toMatchObject({
      counts: { unchanged: 2, quarantined: 1, disappeared: 0 },
      quarantined: [{ entryKey: KEY, line: 2 }],
    });
    expect(lines).toEqual([]);
    expect(await csvOf(snapshot)).toContain(row());
  });

  test('a firmware version that lost its zeros does not make its entry disappear', async () => {
    const list = await listOf(row(), other);
    const { comparison } = await compare(extract(row({ firmwareVersion: '2012F' }), other), list);
    expect(comparison).toMatchObject({
      counts: { unchanged: 2, quarantined: 1 },
      quarantined: [{ entryKey: KEY, line: 2 }],
      disappeared: [],
    });
  });

  test('an entry that disappears is no removal, and is counted once', async () => {
    const list = await listOf(row(), other);
    const once = await compare(extract(other), list);
    expect(once.comparison).toMatchObject({
      counts: { unchanged: 1, disappeared: 1, removed: 0 },
      disappeared: [KEY],
      activeBefore: 2,
      becomingInactive: 1,
    });
    expect(once.lines).toEqual([]);
    const twice = await compare(extract(other), once.snapshot);
    expect(twice.comparison).toMatchObject({
      counts: { unchanged: 1, disappeared: 0 },
      disappeared: [],
      stillMissing: 1,
      becomingInactive: 0,
    });
    const back = await compare(extract(other, row({ gbcsVersion: '1.1' })), twice.snapshot);
    expect(back.comparison).toMatchObject({ counts: { unchanged: 1, gbcsOnly: 1 }, returned: [KEY], stillMissing: 0 });
    const same = await compare(extract(other, row()), twice.snapshot);
    expect(same.comparison).toMatchObject({ counts: { unchanged: 2 }, returned: [KEY], stillMissing: 0 });
    expect((await compare(extract(other), same.snapshot)).comparison).toMatchObject({ disappeared: [KEY] });
  });

  test('entries that become inactive and active ones that disappear are what the removal guard counts', async () => {
    const gone = row({ modelIdentifier: '010C', status: 'Expired' });
    const list = await listOf(row(), other, gone, row({ modelIdentifier: '010D' }));
    const { comparison } = await compare(extract(row({ status: 'Expired' }), other), list);
    expect(comparison).toMatchObject({ activeBefore: 3, becomingInactive: 2, counts: { removed: 1, disappeared: 2 } });
  });
});

describe('[R27] the accepted list can be written back in the very format it came in', () => {
  test('byte for byte, with its mark, its line endings, its quotes and its unknown columns', async () => {
    const lines = [`Remark,${LABELS.join(',')}`, `"kept, ""so""",${row()}`, `x,${row({ modelIdentifier: '010b' })}`];
    const csv = `\uFEFF${lines.join('\r\n')}\r\n`;
    expect(await csvOf((await compare(csv)).snapshot)).toBe(csv);
  });

  test('a value kept from a list under another header is written under this one', async () => {
    const list = await listOf(row(), row({ modelIdentifier: '010B' }));
    const labels = ['Remark', ...LABELS].reverse();
    const written = `${row({ modelIdentifier: '010B' }).split(',').reverse().join(',')},seen`;
    const { snapshot } = await compare([labels.join(','), written, ''].join('\n'), list);
    const kept = `${row().split(',').reverse().join(',')},`;
    expect(await csvOf(snapshot)).toBe([labels.join(','), written, kept, ''].join('\n'));
  });
});

test('the entries of an accepted list are its current values, each once, those that disappeared included', async () => {
  const list = await listOf(row({ modelIdentifier: '010B' }), row(), row({ gbcsVersion: '1.1' }));
  const { snapshot } = await compare(extract(row({ gbcsVersion: '1.1' })), list);
  const entries = await Array.fromAsync(acceptedEntries(snapshot, COLUMN_MAP));
  expect(entries.map(({ modelIdentifier, gbcsVersion }) => `${modelIdentifier} ${gbcsVersion}`)).toEqual([
    '010A 1.1',
    '010B 1.0',
  ]);
  const one = await acceptedEntryOf('ESME/AB01/010A/030B/0002012F', snapshot, COLUMN_MAP);
  expect(one).toMatchObject({ modelIdentifier: '010A', gbcsVersion: '1.1' });
  expect(await acceptedEntryOf('ESME/AB01/010C/030B/0002012F', snapshot, COLUMN_MAP)).toBeUndefined();
});
