import { describe, expect, test } from 'vitest';
import { compareList } from '../../../functions/domain/list/compare-list.ts';
import {
  chunksOf,
  compare,
  compareAll,
  csvOf,
  inWords,
  list,
  numbered,
  type RowValues,
} from '../../support/compared-lists.ts';
import { LIST_COLUMNS, listCsv, type ListLine, listLine } from '../../support/list-history/cpl-list-csv.ts';

const GBCS_2 = { gbcsVersion: 'GBCS Version 2.0' };
const REMOVED = { status: 'Removed' };
const NUMBERS = Array.from({ length: 40 }, (_, at) => at + 1);

/** A line of the Device Model of another number. */
const of = (model: number, number: number, values: RowValues = {}): string =>
  numbered(number, { modelIdentifier: String(model).padStart(4, '0'), ...values });

/** Waits long enough for what does not wait to go on. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

describe('what is emitted is waited for:', () => {
  test('no more of the accepted list is read while a change is handed over', async () => {
    const { kept, emitted } = await compare(list(...NUMBERS.map((number) => numbered(number))));
    const accepted = Buffer.concat(emitted);
    let pieces = 0;
    function* counted(): Generator<Uint8Array> {
      for (const piece of chunksOf(accepted, 100)) {
        pieces += 1;
        yield piece;
      }
    }
    // A line is left out, so that the accepted list is read again while changes are handed over.
    const rest = NUMBERS.filter((number) => number !== 2);
    const csv = list(...rest.map((number) => numbered(number, number === 3 || number === 5 ? GBCS_2 : {})));
    const whileHanding: number[] = [];
    let handed = 0;
    await compareList(
      { list: () => [Buffer.from(csv)], accepted: { ...kept, list: counted }, maxBytes: 1_000_000 },
      {
        change: async () => {
          const before = pieces;
          await aWhile();
          whileHanding.push(pieces - before);
          handed += 1;
        },
        accepted: () => {},
        acceptedAgain: () => {},
      },
    );
    expect([whileHanding, handed]).toEqual([[0, 0], 2]);
  });

  test('a change is handed over after the one before it, also where both are of unchanged rows that follow each other', async () => {
    const earlier = [numbered(1), numbered(2), numbered(3)];
    const { kept } = await compare(list(...earlier, of(2, 4, GBCS_2), of(3, 5, GBCS_2)));
    const removed = { ...GBCS_2, ...REMOVED };
    const csv = list(...earlier, of(2, 4, removed), of(3, 5, removed));
    const events: string[] = [];
    await compareList(
      { list: () => [Buffer.from(csv)], accepted: kept, maxBytes: 1_000_000 },
      {
        change: async ({ kind, entry }) => {
          events.push(`${kind} ${entry.entryNumber}`);
          await aWhile();
          events.push('handed over');
        },
        accepted: () => {},
        acceptedAgain: () => {},
      },
    );
    expect(events).toEqual(['gbcsOnly 000002', 'handed over', 'gbcsOnly 000003', 'handed over']);
  });

  test('the last one is handed over before the comparison ends, also where it is of several lines', async () => {
    const before = await compare(list(numbered(1), numbered(2)));
    const csv = list(numbered(1), numbered(2), of(2, 3, GBCS_2));
    const handed: string[] = [];
    await compareList(
      { list: () => [Buffer.from(csv)], accepted: before.kept, maxBytes: 1_000_000 },
      {
        change: async ({ entry }) => {
          await aWhile();
          handed.push(entry.entryNumber);
        },
        accepted: () => {},
        acceptedAgain: () => {},
      },
    );
    expect(handed).toEqual(['000003']);
  });

  test('a long accepted list is handed over while it is made, and few blocks of it are in memory', async () => {
    const lines = Array.from({ length: 250 }, (_, at) => numbered(at + 1));
    const csv = list(...lines).replaceAll('\n', `,${'x'.repeat(5000)}\n`);
    const before = await compare(csv);
    const blocks = new Set<ArrayBufferLike>();
    let bytes = 0;
    const { outcome } = await compareList(
      { list: () => chunksOf(Buffer.from(csv), 65_536), accepted: before.kept, maxBytes: 10_000_000 },
      {
        change: () => {},
        accepted: (block) => {
          blocks.add(block.buffer);
          bytes += block.byteLength;
        },
        acceptedAgain: () => {},
      },
    );
    expect(outcome).toBe('compared');
    expect(bytes).toBeGreaterThan(1024 * 1024);
    expect(blocks.size).toBeLessThan(4);
  });

  test('also where more differs than is remembered, so that the list is read again', async () => {
    const lines = NUMBERS.concat(41, 42, 43).map((number) => `${numbered(number)},${'x'.repeat(200_000)}`);
    const header = `${list().trimEnd()},Remark`;
    const csv = Buffer.from([header, ...lines, ''].join('\n'));
    let pieces = 0;
    function* counted(): Generator<Uint8Array> {
      for (const piece of chunksOf(csv, 65_536)) {
        pieces += 1;
        yield piece;
      }
    }
    const whileHanding: number[] = [];
    const emitted: Uint8Array[] = [];
    await compareList(
      { list: counted, maxBytes: 10_000_000 },
      {
        change: async () => {
          const before = pieces;
          await aWhile();
          whileHanding.push(pieces - before);
        },
        accepted: (block) => void emitted.push(Buffer.from(block)),
        acceptedAgain: () => {},
      },
    );
    expect(whileHanding).toEqual(lines.map(() => 0));
    const blocks = new Set<ArrayBufferLike>();
    const next = Buffer.from([header, lines[20], ''].join('\n'));
    const totals = { models: 43, activeModels: 43, missingModels: 0 };
    const { outcome } = await compareList(
      { list: () => [next], accepted: { list: () => emitted, ...totals }, maxBytes: 10_000_000 },
      {
        change: () => {},
        accepted: async (block) => {
          blocks.add(block.buffer);
          await aWhile();
        },
        acceptedAgain: () => {},
      },
    );
    expect([outcome, blocks.size < 5]).toEqual(['compared', true]);
  });
});

describe('what a damaged row removes is kept as it was, but for its status', () => {
  const versionThird = ['Entry.number', 'Entry.status', 'Version', ...LIST_COLUMNS.slice(3)] as const;
  test.each([
    ['first', LIST_COLUMNS],
    ['third', versionThird],
  ])('where the Version column is the %s, and in as many lines', async (_place, columns) => {
    const form = { columns, extraColumns: { Remark: () => 'of\r\ntwo lines' } };
    const lines = ['1.0', '1.1', '2.0', '3.2'].map((gbcs, at) =>
      listLine({ entryNumber: `00000${at + 1}`, model: at < 2 ? `000${at}` : 'B00D', gbcs: `GBCS Version ${gbcs}` }),
    );
    const removed = (...numbers: readonly number[]) =>
      lines.map((line, at) => (numbers.includes(at + 1) ? { ...line, status: 'Removed' as const } : line));
    const stamp = (minor: number) => ({ issue: `1.${minor}`, issuedOn: '2026-11-02' });
    const cells = ({ status }: ListLine) => (status === 'Removed' ? { 'GBCS Version.version_number': '' } : {});
    const before = await compareAll(listCsv(lines, stamp(7), form), listCsv(removed(2), stamp(8), { ...form, cells }));
    expect(before.changes).toMatchObject([{ kind: 'removed', entry: { status: 'Removed', gbcsVersion: '1.1' } }]);
    expect(await csvOf(before.kept)).toBe(listCsv(removed(2), stamp(8), form));
    const { changes } = await compare(listCsv(removed(2, 4), stamp(9), form), before.kept);
    expect(changes).toMatchObject([{ kind: 'gbcsOnly', line: 6, entry: { entryNumber: '000003' } }]);
  });
});

describe('a line that goes on to hold although the list has it no longer is kept', () => {
  const quoted = (row: string): string => row.replace('Current', '"Current"');

  test('as it was written, where the list is written as the accepted one was', async () => {
    const lines = [quoted(numbered(1)), quoted(numbered(2))];
    const compared = await compareAll(list(...lines), list(...lines.slice(1)));
    expect(inWords(compared).counts).toEqual({ disappeared: 1, unchanged: 1 });
    expect(await csvOf(compared.kept)).toBe(list(...lines));
  });

  test('with the line ending of the list, where that is another one', async () => {
    const csv = list(numbered(1), numbered(2)).replaceAll('\n', '\r\n');
    const compared = await compareAll(list(numbered(1), numbered(2)), csv.replace(`${numbered(1)}\r\n`, ''));
    expect(await csvOf(compared.kept)).toBe(csv);
  });
});

test('one new line is enough to see that its model is listed under another device type by an unchanged one', async () => {
  const gas = of(2, 3, { deviceType: 'Gas Smart Meter' });
  const before = [numbered(1), numbered(2)];
  const compared = await compareAll(list(...before), list(...before, gas));
  expect(inWords(compared)).toMatchObject({ changes: ['added 000003 1.1'], counts: { added: 1, unchanged: 2 } });
  expect(compared.comparison.findings.map(({ code, line }) => `${code} ${line}`)).toEqual(['CPL-MODEL-TWO-TYPES 4']);
});
