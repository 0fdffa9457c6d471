import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CplField } from '../../../functions/domain/cpl/cpl-columns.ts';
import { writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import type { Snapshot } from '../../../functions/domain/extract/extract-snapshot.ts';
import { compare, csvOf, LABELS, SOUND_ROW } from '../../support/extracts.ts';
import { compareSimply, type SimpleList } from '../../support/simple-comparison.ts';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';

/** A row as a generator makes it: one of a few entries, sound or broken, in some spelling. */
const rowOf = (entries: number) =>
  fc.record({
    entry: fc.nat({ max: entries - 1 }),
    id: fc.constantFrom('A', 'A', 'A', 'B', ''),
    gbcs: fc.constantFrom('1.0', '1.0', '1.1', '2.0'),
    inactive: fc.integer({ min: 0, max: 9 }).map((n) => n > 8),
    certificate: fc.integer({ min: 0, max: 9 }).map((n) => (n > 8 ? 'CPA-2' : 'CPA-1')),
    broken: fc.constantFrom('', '', '', '', '', '', 'firmware', 'date'),
    spelling: fc.constantFrom('plain', 'plain', 'plain', 'quoted', 'lower', 'lines', 'note'),
  });
type Row = ReturnType<typeof rowOf> extends fc.Arbitrary<infer R> ? R : never;

const extractOf = (rows: fc.Arbitrary<Row[]>) =>
  fc.record({
    rows,
    order: fc.constantFrom('entry', 'entry', 'as-is'),
    columns: fc.constantFrom('map', 'map', 'map', 'reversed', 'fewer'),
    ending: fc.constantFrom('\n', '\n', '\r\n'),
    finalNewline: fc.boolean(),
    byteOrderMark: fc.boolean(),
    chunkBytes: fc.integer({ min: 1, max: 900 }),
  });
type Generated = ReturnType<typeof extractOf> extends fc.Arbitrary<infer R> ? R : never;

function csv(generated: Generated): string {
  const labels = [...LABELS, 'Remark'].filter((label) => generated.columns !== 'fewer' || label !== 'Image Creator');
  if (generated.columns === 'reversed') labels.reverse();
  const sorted =
    generated.order === 'entry' ? [...generated.rows].sort((one, other) => one.entry - other.entry) : generated.rows;
  const lines = sorted.map((made) => line(made, labels));
  const text = [writeCsvRecord(labels), ...lines].join(generated.ending);
  return (generated.byteOrderMark ? '\uFEFF' : '') + text + (generated.finalNewline ? generated.ending : '');
}

function line(made: Row, labels: readonly string[]): string {
  const values: Record<string, string> = {};
  const fields: Partial<Record<CplField, string>> = {
    cplEntryId: made.id === '' ? '' : `CPL-${made.entry}-${made.id}`,
    modelIdentifier: (0x0a00 + made.entry).toString(16),
    gbcsVersion: made.spelling === 'lower' ? `v${made.gbcs}` : made.gbcs,
    status: made.inactive ? 'Withdrawn' : 'Current',
    dateRemoved: made.broken === 'date' ? '31/02/2020' : made.inactive ? '2020-02-01' : '',
    cpaCertificateId: made.certificate,
    manufacturerName: made.spelling === 'lines' ? 'Example\r\nMetering "Ltd",\nLeeds' : 'Example Metering',
    firmwareVersion: made.broken === 'firmware' ? '2012F' : made.spelling === 'lower' ? '0002012f' : '0002012F',
  };
  for (const column of COLUMN_MAP.columns) values[column.label] = fields[column.field] ?? SOUND_ROW[column.field];
  values['Remark'] = made.spelling === 'note' ? 'seen' : '';
  const written = labels.map((label) => values[label] ?? '');
  return made.spelling === 'quoted'
    ? written.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')
    : writeCsvRecord(written);
}

async function agree(history: readonly Generated[]): Promise<void> {
  let list: SimpleList = new Map();
  let snapshot: Snapshot | undefined;
  for (const generated of history) {
    const text = csv(generated);
    const expected = compareSimply(text, list);
    const made = await compare(text, snapshot, { chunkBytes: generated.chunkBytes });
    const { comparison } = made;
    expect(comparison.outcome).toBe(expected.outcome);
    const told = comparison.findings.filter(({ code }) => code !== 'CPL-COLUMN-ABSENT');
    if (comparison.outcome === 'refused' || expected.outcome === 'refused') {
      const refusing = told.filter(({ severity }) => severity === 'file');
      expect(refusing.map((finding) => `${finding.line} ${finding.code}`).sort()).toEqual(expected.findings);
      expect(made.lines).toEqual([]);
      continue;
    }
    const { next, told: expectedLines, findings, ...rest } = expected;
    expect(made.lines).toEqual(expectedLines);
    expect(told.map((finding) => `${finding.line} ${finding.code}`).sort()).toEqual(findings);
    expect({
      outcome: 'compared',
      counts: comparison.counts,
      quarantined: comparison.quarantined,
      disappeared: [...comparison.disappeared].sort(),
      stillMissing: comparison.stillMissing,
      returned: [...comparison.returned].sort(),
      activeBefore: comparison.activeBefore,
      becomingInactive: comparison.becomingInactive,
    }).toEqual(rest);
    list = next;
    snapshot = made.snapshot;
    if (list.size > 0 && history.every(({ columns }) => columns !== 'fewer')) await restates(snapshot);
  }
}

/** A list that is written back and sent again changes nothing (R27), unless a column it holds was dropped. */
async function restates(snapshot: Snapshot): Promise<void> {
  const again = await compare(await csvOf(snapshot), snapshot);
  expect(again.comparison.outcome).toBe('compared');
  expect(again.lines).toEqual([]);
  expect(await csvOf(again.snapshot)).toBe(await csvOf(snapshot));
}

const RUNS = 400;

test('[R10][R12][R13][R14] the byte-first comparison agrees with the plain one on every history of extracts', async () => {
  const extracts = extractOf(fc.array(rowOf(6), { minLength: 1, maxLength: 9 }));
  await fc.assert(fc.asyncProperty(fc.array(extracts, { minLength: 1, maxLength: 5 }), agree), { numRuns: RUNS });
});

test('it agrees on long extracts too, in whatever order their rows come', async () => {
  const unique = { minLength: 60, maxLength: 150, selector: ({ entry }: Row) => entry };
  const extracts = extractOf(fc.uniqueArray(rowOf(200), unique));
  await fc.assert(fc.asyncProperty(fc.array(extracts, { minLength: 2, maxLength: 4 }), agree), { numRuns: RUNS / 20 });
});
