import { describe, expect, test } from 'vitest';
import { ROW_RULES_VERSION } from '../../../functions/domain/cpl/cpl-row.ts';
import { AcceptedListWriter } from '../../../functions/domain/list/accepted-list-writer.ts';
import { compare, compareAll, LABELS, list, numbered } from '../../support/compared-lists.ts';
import { watchedStream } from '../../support/watched-stream.ts';

const BYTES_BEFORE_ROW = 24;

/** The head of an accepted list, and the numbers before each of its rows, read by the description of the format alone. */
function parsed(bytes: Buffer) {
  const head: unknown = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf('\n')));
  const lines: { number: number; firstIssue: number; marks: number; row: string }[] = [];
  for (let at = bytes.indexOf('\n') + 1; at < bytes.byteLength;) {
    const row = at + BYTES_BEFORE_ROW;
    const end = row + bytes.readUInt32LE(at + 4);
    const firstIssue = bytes.readInt32LE(at + 16);
    const marks = bytes.readUInt32LE(at + 20);
    lines.push({ number: bytes.readUInt32LE(at), firstIssue, marks, row: bytes.toString('utf8', row, end) });
    at = end;
  }
  return { head, lines };
}

test('an accepted list is kept in its form: the releases before and after this one read it', async () => {
  const rest = (row: string) => `${row.slice(row.indexOf(',') + 1)}\n`;
  const remark = (csv: string) => csv.replace('\n', ',Remark\n').replace(/(?<=\d{2},.*)\n(?=V|$)/g, ',"a\nb"\n');
  const second = numbered(2, { version: 'Version 2.051 Issued on 21-09-2022' });
  const { emitted } = await compareAll(
    remark(list(numbered(1), numbered(2))).replaceAll('1.7', '2.050'),
    remark(list(second)),
  );
  expect(parsed(Buffer.concat(emitted))).toEqual({
    head: {
      format: 'cpl-list/3',
      rules: ROW_RULES_VERSION,
      csv: { byteOrderMark: false, lineEnding: '\n' },
      header: [...LABELS, 'Remark'].join(),
      versionColumn: 0,
      version: 'Version 2.051 Issued on 21-09-2022',
    },
    lines: [numbered(1), numbered(2)].map((row, at) => ({
      number: at + 1,
      firstIssue: 2 * 65_536 + 50,
      marks: 2 * 256 + (at === 0 ? 1 : 0),
      row: rest(`${row},"a\nb"`),
    })),
  });
});

describe('a fault, not a finding, is', () => {
  const csv = list(numbered(1), numbered(2));

  test.each(['', '{}\n', '5\n', 'null\n', '{"format":"cpl-list/2"}\n', '{"format"'])(
    'what is no accepted list: %j',
    async (bytes) => {
      const { kept } = await compare(csv);
      const damaged = { ...kept, list: () => [Buffer.from(bytes)] };
      await expect(compare(csv, damaged)).rejects.toThrow('This is not an accepted list');
    },
  );

  test('an accepted list that is cut off within a line; what was opened is closed then', async () => {
    const { kept, emitted } = await compare(csv);
    const bytes = Buffer.concat(emitted);
    const end = bytes.byteLength;
    const from = end - BYTES_BEFORE_ROW - numbered(2).length;
    for (const place of [from + 40, from + 60, end - 1]) {
      const accepted = watchedStream(bytes.subarray(0, place), 100);
      const watched = watchedStream(Buffer.from(csv), 100);
      const reading = compare('', { ...kept, list: accepted.open }, { list: watched.open });
      await expect(reading).rejects.toThrow('The accepted list is cut off');
      expect([watched.left(), accepted.left()]).toEqual([0, 0]);
    }
  });

  test('an accepted list that has lost its last line at another reading', async () => {
    const { emitted } = await compare(csv);
    const bytes = Buffer.concat(emitted);
    const line = BYTES_BEFORE_ROW + bytes.byteLength - bytes.lastIndexOf('000002,');
    let opened = 0;
    const cutOff = watchedStream(bytes.subarray(0, bytes.byteLength - line), 100);
    const open = () => ((opened += 1) === 1 ? [bytes] : cutOff.open());
    const kept = { list: open, models: 2, activeModels: 2, missingModels: 0 };
    const next = list(numbered(1), numbered(2), numbered(3, { modelIdentifier: '0001', status: 'Removed' }));
    await expect(compare(next, kept)).rejects.toThrow('The accepted list is cut off');
    expect([opened, cutOff.left()]).toEqual([2, 0]);
  });
});

test('an accepted list that is damaged at another reading is closed', async () => {
  const lines = Array.from({ length: 40 }, (_, at) => numbered(at + 1));
  const { kept, emitted } = await compare(list(...lines));
  const bytes = Buffer.concat(emitted);
  const damaged = watchedStream(Buffer.from(bytes.toString('latin1').replaceAll('Current', 'Curreny'), 'latin1'), 100);
  let opened = 0;
  const open = () => ((opened += 1) === 1 ? [bytes] : damaged.open());
  const again = numbered(41, { modelIdentifier: '0002', gbcsVersion: 'GBCS Version 2.0' });
  await expect(compare(list(...lines, again), { ...kept, list: open })).rejects.toThrow('a row that is not a line');
  expect([opened, damaged.left()]).toEqual([2, 0]);
});

describe('an accepted list is handed over whole, in blocks of which none is empty,', () => {
  const head = {
    csv: { byteOrderMark: false, lineEnding: '\n' },
    header: LABELS.join(),
    versionColumn: 0,
    version: 'Version 1.7 Issued on 02-11-2026',
  } as const;
  const facts = { number: 1, modelHash: 2, keyHash: 3, firstIssue: 5, isMissing: false, rowLines: 1 };
  const FIRST_BLOCK = 16 * 1024;

  async function writtenWith(...rows: readonly Buffer[]): Promise<readonly Buffer[]> {
    const blocks: Buffer[] = [];
    const writer = new AcceptedListWriter((block) => void blocks.push(Buffer.from(block)), head);
    for (const buffer of rows) writer.add(facts, { buffer, from: 0, to: buffer.byteLength });
    await writer.close();
    return blocks;
  }

  test.each([
    ['a byte short of a full one', -1, [FIRST_BLOCK - 1]],
    ['exactly full', 0, [FIRST_BLOCK]],
    ['a byte longer', 1, [FIRST_BLOCK, 1]],
  ])('where it is %s', async (_what, more, lengths) => {
    const [empty = Buffer.alloc(0)] = await writtenWith();
    const row = Buffer.alloc(FIRST_BLOCK - empty.byteLength - BYTES_BEFORE_ROW + more, '\n');
    const blocks = await writtenWith(row);
    expect(blocks.map(({ byteLength }) => byteLength)).toEqual(lengths);
    expect(
      Buffer.concat(blocks)
        .subarray(empty.byteLength + BYTES_BEFORE_ROW)
        .equals(row),
    ).toBe(true);
  });

  test('where nothing of it was handed over before its end', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => Buffer.from(`${'x'.repeat(2000)} ${at}\n`));
    const blocks = await writtenWith(...rows);
    expect(blocks.length).toBeGreaterThan(2);
    expect(parsed(Buffer.concat(blocks)).lines.map(({ row }) => row)).toEqual(rows.map(String));
  });
});
