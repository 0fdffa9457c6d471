import { gzipSync } from 'node:zlib';
import type { CplField } from '../../../functions/domain/cpl/cpl-columns.ts';
import { writeCsvRecord } from '../../../functions/domain/csv/csv-table.ts';
import { LABELS, numbered, type RowValues, SOUND_ROW } from '../compared-lists.ts';
import type { Recipe } from './corpus.ts';

/** A row that breaks no rule, under versions in force, and what it has in the column for remarks. */
const row = (values: RowValues = {}, remark = 'Example', number = 2): string =>
  `${numbered(number, { smetsChtsVersion: 'SMETS V5.1', gbcsVersion: '4.1', ...values })},${writeCsvRecord([remark])}`;
const extract = (...rows: readonly string[]): string => [`${LABELS.join()},Remark`, ...rows, ''].join('\n');
/** A sound list of two entries, with the entry between them that a recipe is about. */
const around = (hostile: string): string => extract(row({}, 'Example', 1), hostile, row({}, 'Example', 3));
const SOUND = around(row());
const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
/** A sound list in which these bytes stand in a remark. */
const inName = (...hostile: readonly number[]): Buffer => {
  const [before = '', after = ''] = around(row({}, 'Example|Metering')).split('|');
  return bytes(before, hostile, after);
};
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const fields = Object.keys(SOUND_ROW).filter((name): name is CplField => name in SOUND_ROW);
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Extracts that are binary, large or one of many of a kind: made here instead of being kept as files. */
export const EXTRACT_RECIPES: readonly Recipe[] = [
  ...fields.map((field) => ({
    name: `formula-in-${kebab(field)}.csv`,
    content: around(row({ [field]: `=HYPERLINK("http://127.0.0.1/?"&A1,"open")` })),
  })),
  { name: 'no-bytes.csv', content: '' },
  { name: 'nul-in-name.csv', content: inName(0) },
  { name: 'nul-bytes-only.csv', content: Buffer.alloc(4096) },
  { name: 'control-1-in-name.csv', content: inName(1) },
  { name: 'escape-sequence-in-name.csv', content: inName(0x1b, 0x5b, 0x32, 0x4a) },
  { name: 'delete-in-name.csv', content: inName(0x7f) },
  { name: 'utf-16-le.csv', content: bytes([0xff, 0xfe], [...Buffer.from(SOUND, 'utf16le')]) },
  { name: 'utf-16-be.csv', content: bytes([0xfe, 0xff], [...bigEndian(SOUND)]) },
  { name: 'utf-16-le-unmarked.csv', content: Buffer.from(SOUND, 'utf16le') },
  { name: 'utf-16-be-unmarked.csv', content: bigEndian(SOUND) },
  {
    name: 'utf-32-le.csv',
    content: Buffer.concat(
      Array.from(`\uFEFF${SOUND}`, (c) => Buffer.from([c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8, 0, 0])),
    ),
  },
  { name: 'utf-7-like.csv', content: around(row({}, '+ADw-b+AD4-Example')) },
  { name: 'latin-1.csv', content: inName(0xe9) },
  { name: 'windows-1252-quotes.csv', content: inName(0x93, 0x41, 0x94) },
  { name: 'overlong-slash.csv', content: inName(0xc0, 0xaf) },
  { name: 'overlong-nul.csv', content: inName(0xc0, 0x80) },
  { name: 'overlong-quote-of-three.csv', content: inName(0xe0, 0x80, 0xa2) },
  { name: 'surrogate-half.csv', content: inName(0xed, 0xa0, 0x80) },
  { name: 'surrogate-pair-as-six-bytes.csv', content: inName(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80) },
  { name: 'lone-continuation.csv', content: inName(0x80) },
  { name: 'character-cut-by-comma.csv', content: inName(0xe2, 0x82) },
  { name: 'above-unicode.csv', content: inName(0xf4, 0x90, 0x80, 0x80) },
  { name: 'five-byte-lead.csv', content: inName(0xf8, 0x88, 0x80, 0x80, 0x80) },
  { name: 'byte-fe.csv', content: inName(0xfe) },
  { name: 'cut-within-a-character.csv', content: Buffer.from(SOUND.replace(/\n$/, '€')).subarray(0, -1) },
  { name: 'mark-only.csv', content: '\uFEFF' },
  { name: 'mark-once.csv', content: `\uFEFF${SOUND}` },
  { name: 'mark-twice.csv', content: `\uFEFF\uFEFF${SOUND}` },
  { name: 'mark-before-the-second-row.csv', content: SOUND.replace('\n', '\n\uFEFF') },
  { name: 'mark-before-quoted-header.csv', content: `\uFEFF"Version"${SOUND.slice('Version'.length)}` },
  { name: 'line-feeds-only.csv', content: '\n'.repeat(5000) },
  { name: 'commas-only.csv', content: `${','.repeat(200_000)}\n` },
  { name: 'cell-of-a-megabyte.csv', content: around(row({}, 'x'.repeat(1024 * 1024))) },
  { name: 'cell-of-1001-characters.csv', content: around(row({ smetsChtsVersion: 'x'.repeat(1001) })) },
  { name: 'cell-of-1000-wide-characters.csv', content: around(row({}, '€'.repeat(1000))) },
  { name: 'every-cell-wide.csv', content: around(row(wide(), '€"'.repeat(500))) },
  { name: 'unknown-column-of-200-kilobytes.csv', content: withColumn('Remarks', 'x'.repeat(200_000)) },
  { name: 'header-label-of-200-kilobytes.csv', content: withColumn('x'.repeat(200_000), 'y') },
  { name: 'header-label-of-80-kilobytes-twice.csv', content: twice('x'.repeat(80_000)) },
  { name: 'header-labels-of-20-kilobytes-many-times.csv', content: withColumns(12, () => 'x'.repeat(20_000)) },
  {
    name: 'header-label-of-100-kilobytes-of-blanks.csv',
    content: withColumn(`GBCS${' '.repeat(100_000)}Version.version_number`, '4.1'),
  },
  { name: 'columns-10000.csv', content: withColumns(10_000, (column) => `Column ${column}`) },
  { name: 'columns-30000-of-their-own-names.csv', content: withColumns(30_000, (column) => column.toString(36)) },
  { name: 'columns-100000-of-one-name.csv', content: withColumns(100_000, () => 'x') },
  { name: 'over-the-limit.csv', content: SOUND, maxExtractBytes: SOUND.length - 1 },
  { name: 'at-the-limit.csv', content: SOUND, maxExtractBytes: SOUND.length },
  {
    name: 'rows-11000-all-bad.csv',
    content: extract(...Array.from({ length: 11_000 }, (_, at) => row({ firmwareVersion: 'X' }, '', at + 1))),
  },
  { name: 'gzip.csv.gz', content: gzipSync(SOUND) },
  {
    name: 'gzip-in-two-members.csv.gz',
    content: bytes([...gzipSync(SOUND.slice(0, 500))], [...gzipSync(SOUND.slice(500))]),
  },
  { name: 'gzip-named-csv.csv', content: gzipSync(SOUND) },
  { name: 'csv-named-gzip.csv.gz', content: SOUND },
  { name: 'gzip-of-gzip.csv.gz', content: gzipSync(gzipSync(SOUND)) },
  { name: 'gzip-of-nothing.csv.gz', content: gzipSync('') },
  { name: 'gzip-without-bytes.csv.gz', content: '' },
  { name: 'gzip-truncated.csv.gz', content: gzipSync(SOUND).subarray(0, -20) },
  { name: 'gzip-header-only.csv.gz', content: gzipSync(SOUND).subarray(0, 10) },
  { name: 'gzip-with-wrong-checksum.csv.gz', content: flipped(gzipSync(SOUND), -6) },
  { name: 'gzip-damaged-inside.csv.gz', content: flipped(gzipSync(SOUND), 60) },
  { name: 'gzip-with-text-behind.csv.gz', content: bytes([...gzipSync(SOUND)], 'and some more') },
  { name: 'gzip-bomb.csv.gz', content: gzipSync(Buffer.alloc(32 * 1024 * 1024, 'x')), maxExtractBytes: 1024 * 1024 },
  {
    name: 'gzip-bomb-of-sound-rows.csv.gz',
    content: gzipSync(SOUND + `${row()}\n`.repeat(20_000)),
    maxExtractBytes: 1024 * 1024,
  },
  { name: 'apple-double.csv', content: bytes([0, 5, 0x16, 7, 0, 2, 0, 0], 'Mac OS X        ', [0, 2]) },
  { name: 'lock-of-a-workbook.xlsx', content: Buffer.alloc(165, ' ').fill('\u0007Example', 0, 8) },
  { name: 'thumbnails.csv', content: bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'C\0a\0t\0a\0l\0o\0g\0') },
  { name: 'two-lists-in-one.csv', content: SOUND + SOUND },
  {
    name: 'control-character-far-down.csv',
    content: extract(...Array.from({ length: 2000 }, (_, at) => row({}, '', at + 1))) + '\u0001',
  },
  { name: 'zip-named-csv.csv', content: bytes('PK\u0003\u0004', [20, 0, 0, 0, 8, 0], 'xl/workbook.xml') },
  { name: 'zip-named-gzip.csv.gz', content: bytes('PK\u0003\u0004', [20, 0, 0, 0, 8, 0], 'xl/workbook.xml') },
  { name: 'image-named-csv.csv', content: bytes([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0, 0, 13], 'IHDR') },
  { name: 'pdf-named-csv.csv', content: bytes('%PDF-1.7\n%', [0xe2, 0xe3, 0xcf, 0xd3], '\n1 0 obj\n') },
];

function wide(): RowValues {
  return Object.fromEntries(fields.filter((field) => field !== 'version').map((field) => [field, '€"'.repeat(500)]));
}

function withColumn(label: string, value: string): string {
  return `${[...LABELS, 'Remark', label].join(',')}\n${row()},${value}\n`;
}

function twice(label: string): string {
  return `${[...LABELS, 'Remark', label, label].join(',')}\n${row()},,\n`;
}

function withColumns(columns: number, label: (column: number) => string): string {
  const more = Array.from({ length: columns }, (_, column) => label(column));
  return `${[...LABELS, 'Remark', ...more].join(',')}\n${row()}${','.repeat(columns)}\n`;
}

function flipped(whole: Buffer, at: number): Buffer {
  const changed = Buffer.from(whole);
  const place = at < 0 ? whole.byteLength + at : at;
  changed[place] = (whole[place] ?? 0) ^ 0xff;
  return changed;
}
