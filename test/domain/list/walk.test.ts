import { describe, expect, test } from 'vitest';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { type AcceptedList, AcceptedLines } from '../../../functions/domain/list/accepted-list.ts';
import { ListRows } from '../../../functions/domain/list/list-rows.ts';
import type { ListSource } from '../../../functions/domain/list/list-source.ts';
import { inTurn, type ListVisitor, walk } from '../../../functions/domain/list/walk.ts';
import { chunksOf, compare, compareAll, csvOf, list, numbered, type RowValues } from '../../support/compared-lists.ts';

const REMOVED = { status: 'Removed' };
const NUMBERS = Array.from({ length: 60 }, (_, at) => at + 1);

/** A file that comes in two pieces. */
const cutAt = (bytes: Uint8Array, place: number) => () => [bytes.subarray(0, place), bytes.subarray(place)];

async function acceptedOf(...lists: readonly (readonly string[])[]): Promise<Buffer> {
  const { emitted } = await compareAll(...lists.map((rows) => list(...rows)));
  return Buffer.concat(emitted);
}

/** What is met on a walk through a list and the accepted one: rows by number and line, `same` for those passed over. */
async function walked(open: ListSource['open'], accepted: AcceptedList, lineOf?: ListSource['lineOf']) {
  const findings = new FindingLog();
  const source = lineOf === undefined ? { open } : { open, lineOf };
  const rows = await ListRows.open(source, 1_000_000, findings);
  const lines = await AcceptedLines.open(accepted);
  const met: string[] = [];
  let together = 0;
  const order = await walk(
    rows,
    lines,
    {
      unchanged(unchanged) {
        together = Math.max(together, unchanged.count);
        unchanged.forEach(({ number }, line) => met.push(`same ${number} at ${line}`));
      },
      line({ number, line }, before) {
        met.push(`line ${number} at ${line}${before?.isMissing === true ? ', was missing' : ''}`);
      },
      unreadable: ({ line }) => met.push(`unreadable at ${line}`),
      left: ({ number }) => met.push(`left ${number}`),
      settle: () => undefined,
    },
    findings,
  );
  return { order, met, together, window: rows.reader.window.buffer.byteLength };
}

describe('behind the first row, which is read for its issue, rows with the bytes of accepted ones', () => {
  test.each(['1.7', '1.10', '10.5', '2.051', '10.051'])('are passed over together, also in issue %s', async (issue) => {
    const rows = NUMBERS.map((number) => numbered(number, { version: `Version ${issue} Issued on 03-11-2026` }));
    const accepted = await acceptedOf(NUMBERS.map((number) => numbered(number)));
    const { met, together } = await walked(
      () => [Buffer.from(list(...rows))],
      () => [accepted],
    );
    expect(met).toEqual(['line 1 at 2', ...NUMBERS.slice(1).map((number) => `same ${number} at ${number + 1}`)]);
    expect(together).toBe(59);
  });

  test('are passed over wherever the pieces end in which the two lists come', async () => {
    const csv = Buffer.from(list(numbered(1), numbered(2)));
    const accepted = await acceptedOf([numbered(1), numbered(2)]);
    const expected = ['line 1 at 2', 'same 2 at 3'];
    for (let place = csv.indexOf('\n'); place < csv.byteLength; place += 1) {
      expect((await walked(cutAt(csv, place), () => [accepted])).met).toEqual(expected);
    }
    for (let place = Math.floor(accepted.byteLength / 2) - 9; place < accepted.byteLength; place += 1) {
      expect((await walked(() => [csv], cutAt(accepted, place))).met).toEqual(expected);
    }
    const longer = Buffer.from(list(numbered(1), numbered(2), numbered(3)));
    const acceptedLonger = await acceptedOf([numbered(1), numbered(2), numbered(3)]);
    for (let place = accepted.byteLength - 2; place < acceptedLonger.byteLength; place += 9) {
      const { met } = await walked(() => [longer], cutAt(acceptedLonger, place));
      expect(met).toEqual([...expected, 'same 3 at 4']);
    }
  });

  test('are passed over only if each byte of them is the same', async () => {
    const csv = list(numbered(1), numbered(2));
    const accepted = await acceptedOf([numbered(1), numbered(2)]);
    for (let place = csv.lastIndexOf('Version'); place < csv.length - 1; place += 1) {
      const other = `${csv.slice(0, place)}${csv[place] === '1' ? '2' : '1'}${csv.slice(place + 1)}`;
      const { met } = await walked(
        () => [Buffer.from(other)],
        () => [accepted],
      );
      expect([place, met.includes('same 2 at 3')]).toEqual([place, false]);
    }
  });

  test('are passed over before and behind one that differs', async () => {
    const rows = [1, 2, 3, 4].map((number) => numbered(number, number === 3 ? REMOVED : {}));
    const accepted = await acceptedOf([1, 2, 3, 4].map((number) => numbered(number)));
    const { met } = await walked(
      () => [Buffer.from(list(...rows))],
      () => [accepted],
    );
    expect(met).toEqual(['line 1 at 2', 'same 2 at 3', 'line 3 at 4', 'same 4 at 5']);
  });

  test('have their lines in the file where they come in another order, and where rows take several lines', async () => {
    const remark = (text: string) => text.replace(/\n$/, '').replaceAll('\n', ',"a\nb"\n') + ',"a\nb"\n';
    const csv = remark(list(numbered(1), numbered(2), numbered(3)));
    const accepted = Buffer.concat((await compare(csv)).emitted);
    const open = () => [Buffer.from(csv)];
    const inOrder = await walked(open, () => [accepted]);
    expect(inOrder.met).toEqual(['line 1 at 3', 'same 2 at 5', 'same 3 at 7']);
    const sorted = await walked(
      open,
      () => [accepted],
      (row) => 100 - row,
    );
    expect(sorted.met).toEqual(['line 1 at 100', 'same 2 at 99', 'same 3 at 98']);
  });

  test.each<[string, (csv: string) => string, (accepted: string) => string]>([
    ['the header is written in another way', (csv) => csv.replace('Version', 'version'), (accepted) => accepted],
    ['they were accepted by other rules', (csv) => csv, (accepted) => accepted.replace(/"rules":\d+/, '"rules":0')],
  ])('are all read where %s', async (_what, inList, inAccepted) => {
    const rows = [numbered(1), numbered(2), numbered(3)];
    const accepted = Buffer.from(inAccepted((await acceptedOf(rows)).toString('latin1')), 'latin1');
    const { met } = await walked(
      () => [Buffer.from(inList(list(...rows)))],
      () => [accepted],
    );
    expect(met).toEqual(['line 1 at 2', 'line 2 at 3', 'line 3 at 4']);
  });

  test('are read where the accepted line is missing, which ends then', async () => {
    const all = [numbered(1), numbered(2), numbered(3), numbered(4)];
    const without = [numbered(1), numbered(4)];
    const accepted = await acceptedOf(all, without);
    const { met } = await walked(
      () => [Buffer.from(list(...all))],
      () => [accepted],
    );
    expect(met).toEqual(['line 1 at 2', 'line 2 at 3, was missing', 'line 3 at 4, was missing', 'same 4 at 5']);
    const back = await compareAll(list(...all), list(...without), list(...all));
    expect(back.comparison).toMatchObject({ totals: { missingModels: 0 }, returned: { length: 2 } });
    expect(await csvOf(back.kept)).toBe(list(...all));
  });
});

describe('little of a list is in memory while it is read', () => {
  const rows = NUMBERS.map((number) => numbered(number));
  test.each<[string, readonly string[], readonly (readonly string[])[]]>([
    ['all of which is new', rows, [[numbered(99)]]],
    ['all of which was missing', rows, [[...rows, numbered(99)], [numbered(99)]]],
    ['all of which is the same', rows, [rows]],
  ])('%s', async (_what, read, lists) => {
    const accepted = await acceptedOf(...lists);
    const { order, window } = await walked(
      () => chunksOf(Buffer.from(list(...read)), 100),
      () => chunksOf(accepted, 100),
    );
    expect([order, window < 2000]).toEqual(['walked', true]);
  });

  test('that is refused by its header', async () => {
    const csv = Buffer.from(list(...rows).replace('Entry.status', 'State'));
    const read = await ListRows.open({ open: () => chunksOf(csv, 1000) }, 1_000_000, new FindingLog());
    await read.readStructureOnly();
    expect(read.reader.window).toMatchObject({ bytesRead: csv.byteLength, finished: true });
    expect(read.reader.window.buffer.byteLength).toBeLessThan(4000);
  });
});

describe('a list that is not in entry-number order', () => {
  const second: RowValues = { version: 'Version 1.8 Issued on 03-11-2026' };
  test.each<[string, readonly string[], readonly string[]]>([
    ['is left before anything of it is met, where that shows at once', [numbered(1), numbered(3), numbered(2)], []],
    ['is left at once from number 0 on', [numbered(0), numbered(3), numbered(2)], []],
  ])('%s', async (_what, rows, met) => {
    const accepted = await acceptedOf([numbered(1)]);
    const found = await walked(
      () => [Buffer.from(list(...rows))],
      () => [accepted],
    );
    expect(found).toMatchObject({ order: 'out-of-order', met });
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'behind a row without a number',
      [numbered(3, { entryNumber: 'x' }), numbered(2), numbered(1)],
      ['unreadable at 2', 'line 2 at 3'],
    ],
    ['behind a row of another issue', [numbered(3), numbered(4, second), numbered(1)], ['line 3 at 2', 'line 4 at 3']],
    [
      'behind what is in memory first',
      [...NUMBERS.slice(1).map((number) => numbered(number)), numbered(1)],
      ['line 2 at 2'],
    ],
  ])('is left where that is met: %s', async (_what, rows, met) => {
    const accepted = await acceptedOf([numbered(99)]);
    const found = await walked(
      () => chunksOf(Buffer.from(list(...rows)), 1000),
      () => [accepted],
    );
    expect(found.order).toBe('out-of-order');
    expect(found.met.slice(0, met.length)).toEqual(met);
  });

  test('is none because of a row that is cut off where the piece ends, nor because it begins at number 0', async () => {
    const accepted = await acceptedOf([numbered(99)]);
    const csv = Buffer.from(list(numbered(0), numbered(11)));
    const second = csv.lastIndexOf('Version');
    for (let place = second; place < second + 50; place += 1) {
      expect((await walked(cutAt(csv, place), () => [accepted])).order).toBe('walked');
    }
  });
});

describe('visitors that are shown a list in turn', () => {
  const seeing = (settle?: ListVisitor['settle']): ListVisitor => ({
    line: () => undefined,
    unreadable: () => undefined,
    left: () => undefined,
    ...(settle === undefined ? {} : { settle }),
  });

  test('have nothing to wait for where none of them has', () => {
    expect(
      inTurn(
        seeing(),
        seeing(() => undefined),
      ).settle?.(),
    ).toBeUndefined();
  });

  test('are waited for, each of them', async () => {
    const done: string[] = [];
    const waits = (name: string, turns: number) =>
      seeing(async () => {
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        done.push(name);
      });
    await inTurn(waits('first', 3), seeing(), waits('second', 1)).settle?.();
    expect(done).toEqual(['second', 'first']);
    await inTurn(waits('third', 1), waits('fourth', 3)).settle?.();
    expect(done).toEqual(['second', 'first', 'third', 'fourth']);
  });
});
