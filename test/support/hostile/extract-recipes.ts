import { gzipSync } from 'node:zlib';
import type { CplField } from '../../../functions/domain/cpl/cpl-columns.ts';
import type { Recipe } from './corpus.ts';
import { extract, LABELS, row as soundRow, SOUND_ROW } from '../extracts.ts';

/** A row that breaks no rule, under a GBCS version in force. */
const row = (values: Partial<Record<CplField, string>> = {}): string => soundRow({ gbcsVersion: '4.1', ...values });
/** A sound extract of two entries, with the entry before them that a recipe is about. */
const around = (hostile: string): string =>
  extract(row({ modelIdentifier: '0101' }), hostile, row({ modelIdentifier: '0102' }));
const SOUND = around(row());
const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
/** A sound extract in which these bytes stand in a name. */
const inName = (...hostile: readonly number[]): Buffer => {
  const [before = '', after = ''] = around(row({ manufacturerName: 'Example|Metering' })).split('|');
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
  { name: 'utf-7-like.csv', content: around(row({ manufacturerName: '+ADw-b+AD4-Example' })) },
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
  { name: 'mark-before-quoted-header.csv', content: `\uFEFF"CPL Entry ID"${SOUND.slice('CPL Entry ID'.length)}` },
  { name: 'line-feeds-only.csv', content: '\n'.repeat(5000) },
  { name: 'commas-only.csv', content: `${','.repeat(200_000)}\n` },
  { name: 'cell-of-a-megabyte.csv', content: around(row({ manufacturerName: 'x'.repeat(1024 * 1024) })) },
  { name: 'cell-of-1001-characters.csv', content: around(row({ manufacturerName: 'x'.repeat(1001) })) },
  { name: 'cell-of-1000-wide-characters.csv', content: around(row({ manufacturerName: '€'.repeat(1000) })) },
  { name: 'every-cell-wide.csv', content: around(wideRow()) },
  { name: 'unknown-column-of-200-kilobytes.csv', content: withColumn('Remarks', 'x'.repeat(200_000)) },
  { name: 'header-label-of-200-kilobytes.csv', content: withColumn('x'.repeat(200_000), 'y') },
  { name: 'header-label-of-80-kilobytes-twice.csv', content: twice('x'.repeat(80_000)) },
  { name: 'header-labels-of-20-kilobytes-many-times.csv', content: withColumns(12, () => 'x'.repeat(20_000)) },
  {
    name: 'header-alias-of-100-kilobytes-of-blanks.csv',
    content: withColumn(`GBCS${' '.repeat(100_000)}Version`, '4.1'),
  },
  { name: 'columns-10000.csv', content: withColumns(10_000, (column) => `Column ${column}`) },
  { name: 'columns-30000-of-their-own-names.csv', content: withColumns(30_000, (column) => column.toString(36)) },
  { name: 'columns-100000-of-one-name.csv', content: withColumns(100_000, () => 'x') },
  { name: 'over-the-limit.csv', content: SOUND, maxExtractBytes: SOUND.length - 1 },
  { name: 'at-the-limit.csv', content: SOUND, maxExtractBytes: SOUND.length },
  {
    name: 'rows-11000-all-bad.csv',
    content: extract(...Array.from({ length: 11_000 }, () => row({ firmwareVersion: 'X' }))),
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
  { name: 'zip-named-csv.csv', content: bytes('PK\u0003\u0004', [20, 0, 0, 0, 8, 0], 'xl/workbook.xml') },
  { name: 'zip-named-gzip.csv.gz', content: bytes('PK\u0003\u0004', [20, 0, 0, 0, 8, 0], 'xl/workbook.xml') },
  { name: 'image-named-csv.csv', content: bytes([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0, 0, 13], 'IHDR') },
  { name: 'pdf-named-csv.csv', content: bytes('%PDF-1.7\n%', [0xe2, 0xe3, 0xcf, 0xd3], '\n1 0 obj\n') },
];

function wideRow(): string {
  const text = [
    'cplEntryId',
    'manufacturerName',
    'smetsChtsVersion',
    'gbcsVersion',
    'cpaCertificateId',
    'zigbeeCertificateId',
    'dlmsCertificateId',
    'imageCreator',
  ];
  return row(Object.fromEntries(text.map((field) => [field, '€"'.repeat(500)])));
}

function withColumn(label: string, value: string): string {
  return `${[...LABELS, label].join(',')}\n${row()},${value}\n`;
}

function twice(label: string): string {
  return `${[...LABELS, label, label].join(',')}\n${row()},,\n`;
}

function withColumns(columns: number, label: (column: number) => string): string {
  const more = Array.from({ length: columns }, (_, column) => label(column));
  return `${[...LABELS, ...more].join(',')}\n${row()}${','.repeat(columns)}\n`;
}

function flipped(whole: Buffer, at: number): Buffer {
  const changed = Buffer.from(whole);
  const place = at < 0 ? whole.byteLength + at : at;
  changed[place] = (whole[place] ?? 0) ^ 0xff;
  return changed;
}
