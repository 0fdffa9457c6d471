import { printable } from '../domain/findings/printable.ts';

/** A table for people, as text: columns padded, a line under the heads. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  if (rows.length === 0) return 'none';
  const cells = rows.map((row) => row.map(shown));
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(heads), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

/** Names and values, one a line. */
export function facts(pairs: readonly (readonly [string, string | number | null])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`.trimEnd()).join('\n');
}

/** A value as one line of text; what came from outside can do nothing to the screen, nor begin a line of its own. */
function shown(value: string | number | null): string {
  return value === null ? '' : printable(String(value));
}
