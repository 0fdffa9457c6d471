import { describe, expect, test, vi } from 'vitest';
import { CsvReader } from '../../../functions/domain/csv/csv-reader.ts';
import { ByteWindow } from '../../../functions/domain/csv/csv-window.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';

const MEBIBYTE = 1024 * 1024;
const KIBIBYTE = 1024;
const LONGEST = 256 * KIBIBYTE;

function readerOver(pieces: Iterable<string | Uint8Array>, maxBytes = MEBIBYTE) {
  const findings = new FindingLog();
  const window = ByteWindow.over(Array.from(pieces, (piece) => Buffer.from(piece)));
  return { reader: new CsvReader(window, maxBytes, findings), codes: () => findings.findings.map(({ code }) => code) };
}

/** Every step of reading pieces to the end, those that only wait for more left out, and the most that was held. */
async function readThrough(pieces: Iterable<string | Uint8Array>, maxBytes?: number) {
  const { reader, codes } = readerOver(pieces, maxBytes);
  const steps: string[] = [];
  let held = 0;
  while (!['end', 'stopped'].includes(steps.at(-1) ?? '')) {
    const step = reader.step();
    if (step !== 'starved') steps.push(step);
    else await reader.window.fill();
    held = Math.max(held, reader.window.buffer.byteLength);
  }
  return { reader, steps, held, codes: codes() };
}

function* inPieces(file: string, size: number): Generator<string> {
  for (let at = 0; at < file.length; at += size) yield file.slice(at, at + size);
}

describe('a CSV file is read in steps', () => {
  test.each<[string, string[], string[]]>([
    ['a,b\n1,2\n3,4\n', ['header', 'record', 'record', 'end'], []],
    ['a,b\n1\n3,4', ['header', 'record', 'end'], ['CSV-RAGGED-ROW']],
    ['a,b\n', ['header', 'stopped'], ['CSV-NO-ROWS']],
    ['a,b\n1,2"\n3,4\n', ['header', 'stopped'], ['CSV-BARE-QUOTE']],
    ['', ['stopped'], ['CSV-EMPTY']],
    ['a,a,b\u0001\n1,2\n', ['stopped'], ['CSV-CONTROL-CHARACTER']],
  ])('%j: %j, and then no further', async (file, steps, codes) => {
    for (const size of [1, 3, 100]) {
      const read = await readThrough(inPieces(file, size));
      expect([read.steps, read.codes]).toEqual([steps, codes]);
      expect(read.reader.step()).toBe('stopped');
    }
  });

  test.each([
    ['', '\n'],
    ['\uFEFF', '\n'],
    ['', '\r\n'],
    ['\uFEFF', '\r\n'],
  ] as const)('[R27] its form is known with its header: mark %j, line ending %j', async (mark, lineEnding) => {
    const { reader } = await readThrough([`${mark}a," b"${lineEnding}1,2\n`]);
    expect(reader.format).toEqual({ byteOrderMark: mark !== '', lineEnding });
    expect([reader.headerText, reader.labels]).toEqual(['a," b"', ['a', ' b']]);
  });

  test('every piece of it is seen once, in order', async () => {
    const seen: string[] = [];
    const window = ByteWindow.over([Buffer.from('a,b'), Buffer.from('\n1,2')], (piece) => seen.push(String(piece)));
    while (!window.finished) await window.fill();
    expect([seen, window.bytesRead]).toEqual([['a,b', '\n1,2'], 7]);
  });

  test('and one that is too large stops once', async () => {
    const { reader, steps, codes } = await readThrough(inPieces('a,b\n1,2\n3,4\n', 100), 8);
    expect([steps, reader.step(), codes]).toEqual([['stopped'], 'stopped', ['CSV-TOO-LARGE']]);
  });

  test('a record that is known may be passed over, and what follows has its own line', async () => {
    const { reader, codes } = readerOver(['a,b\n"1\n2",x\n3,4']);
    await reader.window.fill();
    await reader.window.fill();
    expect(reader.step()).toBe('header');
    reader.skip(8, 2);
    expect(reader.line).toBe(2);
    expect([reader.step(), reader.line]).toEqual(['record', 4]);
    expect([reader.step(), codes()]).toEqual(['end', []]);
  });

  test('a file whose records are all passed over has rows', async () => {
    const { reader, codes } = readerOver(['a,b\n1,2\n']);
    await reader.window.fill();
    await reader.window.fill();
    expect(reader.step()).toBe('header');
    reader.skip(4, 1);
    expect([reader.step(), codes()]).toEqual(['end', []]);
  });

  test('rows with nothing in them are passed over, and counted with the line of the first', async () => {
    const { reader } = readerOver(['a,b\n1,2\n\n"",\n,\n3,4\n']);
    await reader.window.fill();
    await reader.window.fill();
    const lines: number[] = [];
    for (let step = reader.step(); step !== 'end'; step = reader.step()) lines.push(reader.line);
    expect([lines, reader.blankRows, reader.firstBlankLine]).toEqual([[1, 2, 6], 3, 3]);
  });
});

test('a file is read on for 10,000 records behind what refuses it, and then no further', async () => {
  const findings = new FindingLog(0);
  const ragged = 'x\n'.repeat(10_005);
  const reader = new CsvReader(ByteWindow.on(Buffer.from(`a,b\n${ragged}`)), MEBIBYTE, findings);
  expect([reader.step(), reader.step(), findings.total]).toEqual(['header', 'stopped', 10_001]);
});

test.each([
  ['in pieces', ['a,b\n', ','.repeat(LONGEST + 1), '\n'], 'stopped'],
  ['at once', [`a,b\n${','.repeat(LONGEST + 1)}\n`], 'end'],
])(
  'a row of nothing but commas that is too long is reported, and not passed over as blank: %s',
  async (_, pieces, last) => {
    const { reader, steps, codes } = await readThrough(pieces);
    expect([steps, codes, reader.blankRows]).toEqual([['header', last], ['CSV-RECORD-TOO-LONG'], 0]);
  },
);

describe('of a large file', () => {
  test.each(['\n', '\r\n'])('with %j at its line ends, no more is held than a few pieces', async (ending) => {
    const file = `a,b${ending}${`1,"x${ending}y"${ending}`.repeat(8 * KIBIBYTE)}`;
    const { steps, held } = await readThrough(inPieces(file, 2 * KIBIBYTE));
    expect([steps.length, steps.at(-1)]).toEqual([8 * KIBIBYTE + 2, 'end']);
    expect(held).toBeLessThanOrEqual(10 * KIBIBYTE);
  });

  test('a record of 256 KiB is read, wherever a piece of the file ends, and one of a byte more is reported as too long', async () => {
    const record = (bytes: number): string => `1,${'x'.repeat(bytes - 2)}`;
    expect(await readThrough(['a,b\n', record(LONGEST), '\n1,2\n'])).toMatchObject({
      steps: ['header', 'record', 'record', 'end'],
    });
    const { steps, codes } = await readThrough(['a,b\n', record(LONGEST + 1), '\n1,2\n']);
    expect([steps, codes]).toEqual([['header', 'stopped'], ['CSV-RECORD-TOO-LONG']]);
  });

  test('a long record is scanned again only once twice as much of it is there', async () => {
    const { reader } = readerOver(inPieces(`a,b\n1,${'x'.repeat(128 * KIBIBYTE)}\n`, KIBIBYTE));
    const scans = vi.spyOn(reader.scanner, 'scan');
    for (let step = reader.step(); step !== 'end'; step = reader.step()) {
      if (step === 'starved') await reader.window.fill();
    }
    // The header, then 1, 2, 4, … 128 KiB of the record, and the end of the file.
    expect(scans.mock.calls.length).toBeLessThanOrEqual(12);
  });

  test('a quote that is not closed is reported as open, even if it is the very first byte; a closed one is not', async () => {
    const tail = Array.from({ length: 5 }, () => 'x'.repeat(64 * KIBIBYTE));
    expect((await readThrough(['"a', ...tail])).codes).toEqual(['CSV-OPEN-QUOTE']);
    expect((await readThrough([`a,b\n${'1,2\n'.repeat(20)}1,"2`, '",', ...tail])).codes).toEqual([
      'CSV-RECORD-TOO-LONG',
    ]);
  });
});
