import { spreadsheetText } from '../../email/spreadsheet-text.ts';

/** What is wrong in a line of a file. */
export type LineFinding = { readonly line: number; readonly field: string; readonly message: string };

/**
 * A csv file with one more column that says, beside each row, what to correct in it; all else is byte for byte as it
 * was. `line` is the physical line on which a record begins, the header's is 1.
 */
export function annotatedCopy(bytes: Uint8Array, findings: readonly LineFinding[]): Buffer {
  const byLine = Map.groupBy(findings, ({ line }) => line);
  const file = Buffer.from(bytes);
  const pieces: Buffer[] = [];
  let line = 1;
  for (const record of recordsOf(file)) {
    const said = line === 1 ? 'What to correct' : (byLine.get(line) ?? []).map(inWords).join(' ');
    pieces.push(
      file.subarray(record.from, record.end),
      Buffer.from(`,${quoted(said)}`),
      file.subarray(record.end, record.to),
    );
    line += record.lines;
  }
  return Buffer.concat(pieces);
}

function inWords({ field, message }: LineFinding): string {
  return field === '' ? message : `${field}: ${message}`;
}

function quoted(text: string): string {
  return text === '' ? '' : `"${spreadsheetText(text).replaceAll('"', '""')}"`;
}

const [QUOTE, CR, LF] = [0x22, 0x0d, 0x0a];

/** The records of a csv: where each begins, where its last cell ends, where its line end is over, and its lines. */
function* recordsOf(file: Buffer): Generator<{ from: number; end: number; to: number; lines: number }> {
  let from = 0;
  let lines = 1;
  let isQuoted = false;
  for (let at = 0; at < file.length; at += 1) {
    const byte = file[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (byte !== LF) continue;
    if (isQuoted) {
      lines += 1;
      continue;
    }
    yield { from, end: file[at - 1] === CR && at > from ? at - 1 : at, to: at + 1, lines };
    from = at + 1;
    lines = 1;
  }
  if (from < file.length) yield { from, end: file.length, to: file.length, lines };
}
