import { describe, expect, test } from 'vitest';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { type ColumnMap, layOutColumns } from '../../../functions/domain/cpl/cpl-columns.ts';
import { CsvReader } from '../../../functions/domain/csv/csv-reader.ts';
import { ByteWindow } from '../../../functions/domain/csv/csv-window.ts';
import { AcceptedList } from '../../../functions/domain/extract/extract-accepted.ts';
import { ExtractScan } from '../../../functions/domain/extract/extract-scan.ts';
import {
  BROKEN_OVER_LINES,
  INACTIVE,
  type Snapshot,
  WARNED,
} from '../../../functions/domain/extract/extract-snapshot.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { accepted, chunksOf, compare, csvOf, extract, LABELS, row } from '../../support/extracts.ts';

type Values = Parameters<typeof row>[0];

const modelled = (model: number, values: Values = {}): string => row({ modelIdentifier: `0${model + 100}`, ...values });
const keyOf = (model: number): string => `ESME/AB01/0${model + 100}/030B/0002012F`;
const MODELS = Array.from({ length: 200 }, (_, model) => model);
const between = (from: number, to: number): readonly number[] => MODELS.slice(from, to + 1);

/** An order that is none of the list's: more than enough rows for that to be known, then all that is special, then the rest. */
const ELSEWHERE = [
  165,
  ...between(90, 149).toReversed(),
  ...between(150, 170).toReversed(),
  ...between(171, 199).toReversed(),
  ...between(0, 89).toReversed(),
];

describe('what the list says of a row holds in whatever order the rows come', () => {
  const special: ReadonlyMap<number, readonly string[]> = new Map([
    [150, [modelled(150, { cplEntryId: '' })]],
    [151, [modelled(151, { manufacturerName: 'Two\n\nlines' })]],
    [152, [modelled(152, { status: 'Expired' })]],
    [153, ['1.0', '1.1'].map((gbcsVersion) => modelled(153, { gbcsVersion }))],
  ]);
  const rowsOf = (models: readonly number[], changed: ReadonlyMap<number, readonly string[]> = new Map()) =>
    extract(...models.flatMap((model) => changed.get(model) ?? special.get(model) ?? [modelled(model)]));

  /** A list with rows of every kind: 154 disappeared, and 155 came under another CPL Entry ID and was kept. */
  async function list(): Promise<Snapshot> {
    const first = await compare(rowsOf(MODELS));
    const again = new Map([
      [154, []],
      [155, [modelled(155, { cplEntryId: 'CPL-0099' })]],
    ]);
    return (await compare(rowsOf(MODELS, again), first.snapshot)).snapshot;
  }

  test.each<[string, readonly number[]]>([
    ['its own', [...MODELS, 165]],
    ['another', ELSEWHERE],
  ])('%s', async (_name, models) => {
    const changed = new Map([
      [156, [modelled(156, { cpaCertificateId: 'CPA-2' })]],
      [157, [modelled(157), modelled(300)]],
    ]);
    const made = await compare(rowsOf(models, changed), await list());
    expect(made.comparison).toMatchObject({
      counts: { unchanged: 199, changed: 1, added: 1, gbcsOnly: 0, duplicate: 0, quarantined: 0, disappeared: 0 },
      returned: [keyOf(154)],
      activeBefore: 199,
      becomingInactive: 0,
      stillMissing: 0,
    });
    const { findings } = made.comparison;
    expect(findings.map(({ code }) => code).sort()).toEqual(['CPL-ENTRY-ID-MISSING', 'CPL-LINE-REPEATED']);
    const repeated = findings.find(({ code }) => code === 'CPL-LINE-REPEATED');
    expect(repeated).toMatchObject({ severity: 'warning', value: keyOf(165) });
    expect(repeated?.message).toMatch(
      /^This line repeats line \d+\. It is not taken a second time: remove one of them\.$/,
    );
    const taken = rowsOf(
      models.filter((model, place) => models.indexOf(model) === place),
      changed,
    );
    expect(await csvOf(made.snapshot)).toBe(taken);

    const next = await compare(taken, made.snapshot);
    expect(next.comparison).toMatchObject({ counts: { unchanged: 201 }, returned: [], activeBefore: 200 });
    const gone = await compare(rowsOf([0]), next.snapshot);
    expect(gone.comparison).toMatchObject({ activeBefore: 200, becomingInactive: 199, counts: { disappeared: 200 } });
  });
});

test('the list says of each row whether it is inactive, carries warnings or is broken over lines', async () => {
  const { snapshot } = await compare(
    extract(
      row(),
      row({ modelIdentifier: '010B', status: 'Expired' }),
      row({ modelIdentifier: '010C', cplEntryId: '' }),
      row({ modelIdentifier: '010D', manufacturerName: 'Two\nlines' }),
    ),
  );
  const list = await AcceptedList.open(snapshot, COLUMN_MAP);
  expect([0, 1, 2, 3].map((record) => list.flags.get(record))).toEqual([0, INACTIVE, WARNED, BROKEN_OVER_LINES]);
});

test('the warnings of a row are counted with each extract, also where none of them is kept', async () => {
  const csv = extract(...between(0, 9).map((model) => modelled(model, { cplEntryId: '' })));
  let snapshot: Snapshot | undefined;
  for (let time = 0; time < 4; time += 1) {
    const made = await compare(csv, snapshot, { maxFindings: 1 });
    expect(made.comparison).toMatchObject({ findings: [{ line: 2 }], findingsTotal: 10 });
    ({ snapshot } = made);
  }
});

test('the lines behind rows that are broken over lines are told as they are counted in a file', async () => {
  const broken = ['Two\nlines', 'Two\n\nlines', '\n\n\n'].map((manufacturerName, model) =>
    modelled(model, { manufacturerName, cplEntryId: '' }),
  );
  const { snapshot } = await compare(extract(...broken, modelled(9, { cplEntryId: '' })));
  for (const last of [[], [''], ['', modelled(9, { cplEntryId: '' })]]) {
    const csv = extract(...broken, ...last);
    const { findings } = (await compare(csv)).comparison;
    for (const chunkBytes of [...Array.from({ length: 60 }, (_, less) => csv.length - less), 100, 7]) {
      expect((await compare(csv, snapshot, { chunkBytes })).comparison.findings).toEqual(findings);
    }
  }
});

test('the lines of a row that is broken over lines are counted where nothing is in memory behind it', async () => {
  const csv = extract(modelled(0, { manufacturerName: 'Two\n\nlines' }));
  const list = await AcceptedList.open((await compare(csv)).snapshot, COLUMN_MAP);
  const findings = new FindingLog();
  const reader = new CsvReader(ByteWindow.on(new TextEncoder().encode(csv)), csv.length, findings);
  expect(reader.step()).toBe('header');
  const layout = layOutColumns(COLUMN_MAP, reader.labels, findings);
  await new ExtractScan(reader, layout, findings, list, true).run();
  expect(reader.nextLine).toBe(5);
});

describe('a row whose bytes are on the list is not read again', () => {
  /** The column map without its `Date Added`, by which the rows below are sound; by the whole one they are not. */
  const NARROW: ColumnMap = {
    ...COLUMN_MAP,
    columns: COLUMN_MAP.columns.filter(({ field }) => field !== 'dateAdded'),
  };
  const unsound = (model: number, values: Values = {}): string => modelled(model, { dateAdded: 'soon', ...values });
  const LIST = MODELS.map((model) =>
    model > 61 ? modelled(model) : unsound(model, model === 35 ? { cplEntryId: '' } : {}),
  );

  /** Models of the rows that an extract of these models is quarantined for: unsound ones that were read. */
  async function unsoundOnesRead(models: readonly number[]): Promise<readonly (number | undefined)[]> {
    const { snapshot } = await compare(extract(...LIST), undefined, { columnMap: NARROW });
    const made = await compare(extract(...models.map((model) => LIST[model] ?? '')), snapshot);
    return accepted(made).quarantined.map(({ line }) => models[line - 2]);
  }

  test('in another order, once it is known to be another, and be it the first of the list', async () => {
    expect(await unsoundOnesRead([62, ...between(150, 199).toReversed(), 0, 40])).toEqual([]);
    expect(await unsoundOnesRead([62, ...between(190, 199).toReversed(), 0, 40])).toEqual([0, 40]);
  });

  test('in the order of the list again, also where it carries warnings', async () => {
    expect(await unsoundOnesRead([...between(100, 149).toReversed(), ...between(30, 60)])).toEqual([]);
  });

  test.each<[string, string]>([
    ['the same header', LABELS.join()],
    ['another header', LABELS.join().replace('Image Creator', 'image creator')],
  ])('behind a value that was kept, under %s, when its line came under another CPL Entry ID', async (_name, header) => {
    const rows = LIST.slice(0, 12);
    const first = await compare(extract(...rows), undefined, { columnMap: NARROW });
    const again = rows.with(3, unsound(3, { cplEntryId: 'CPL-0099' }));
    const second = await compare([header, ...again, ''].join('\n'), first.snapshot, { columnMap: NARROW });
    expect(accepted(second).counts).toMatchObject({ unchanged: 11, duplicate: 1 });
    const without = await compare([header, ...rows.toSpliced(3, 1), ''].join('\n'), second.snapshot);
    expect(accepted(without).counts).toMatchObject({ unchanged: 11, quarantined: 0, disappeared: 1 });
    if (header !== LABELS.join()) return;
    const records = Buffer.concat(await Array.fromAsync(second.snapshot.records()));
    const inPieces = { ...second.snapshot, records: () => chunksOf(records, 40) };
    const back = await compare(extract(...rows), inPieces);
    expect(accepted(back).counts).toMatchObject({ unchanged: 12, quarantined: 0 });
  });
});
