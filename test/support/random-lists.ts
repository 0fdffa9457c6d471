import fc from 'fast-check';
import type { CplField } from '../../functions/domain/cpl/cpl-columns.ts';
import { CPL_COLUMNS } from '../../functions/domain/cpl/cpl-columns.ts';
import { writeCsvRecord } from '../../functions/domain/csv/csv-table.ts';
import { LABELS, rowValues } from './compared-lists.ts';

const rare = (value: string, usual: string) => fc.integer({ min: 0, max: 9 }).map((n) => (n === 9 ? value : usual));

/** A row as a generator makes it: one of a few numbers and Device Models, sound or damaged, in some spelling. */
const rowOf = (numbers: number) =>
  fc.record({
    number: fc.integer({ min: 1, max: numbers }),
    /** Added to the number for the model that usually stands under it. */
    model: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2),
    type: rare('Gas Smart Meter', 'Single Element Electricity Metering Equipment'),
    family: rare('Twin', 'Single'),
    gbcs: fc.constantFrom('1.1', '1.1', '1.1', '2.0'),
    smets: rare('SMETS V3.1', 'SMETS V2.0'),
    hash: rare('', '5EED'.repeat(16)),
    status: fc.constantFrom('Current', 'Current', 'Current', 'Removed'),
    damage: fc.constantFrom(
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      'gbcs',
      'firmware',
      'short',
      'float',
      'no-number',
      'status',
    ),
    spelling: fc.constantFrom('plain', 'plain', 'plain', 'plain', 'quoted', 'colons', 'blanks', 'lower', 'lines'),
  });
type Row = ReturnType<typeof rowOf> extends fc.Arbitrary<infer R> ? R : never;

/** How a list is written. */
const forms = fc.record({
  order: fc.constantFrom('number', 'number', 'as-is'),
  columns: fc.constantFrom('usual', 'usual', 'usual', 'reversed', 'version-last', 'remark'),
  ending: fc.constantFrom('\r\n', '\r\n', '\n'),
  finalNewline: fc.boolean(),
  byteOrderMark: fc.boolean(),
  blankRowAfter: fc.option(fc.nat({ max: 5 }), { freq: 5, nil: undefined }),
  otherIssueAt: fc.option(fc.nat({ max: 5 }), { freq: 20, nil: undefined }),
  chunkBytes: fc.integer({ min: 1, max: 900 }),
});

/** A list of rows in a form. */
export type RandomList = {
  readonly rows: readonly Row[];
  readonly form: typeof forms extends fc.Arbitrary<infer F> ? F : never;
};

/** Lists of a few numbers, of which one may stand twice. */
export const smallLists = fc.record({ rows: fc.array(rowOf(4), { minLength: 1, maxLength: 5 }), form: forms });

/** Lists in which each of so many numbers stands once. */
export function lists(numbers: number, minLength: number): fc.Arbitrary<RandomList> {
  const rows = fc.uniqueArray(rowOf(numbers), { minLength, maxLength: numbers, selector: ({ number }) => number });
  return fc.record({ rows, form: forms });
}

/** The list as a file, of the issue that comes at a place in its history. */
export function csvOfRandom({ rows, form }: RandomList, place: number): string {
  const labels = form.columns === 'remark' ? [...LABELS, 'Remark'] : [...LABELS];
  if (form.columns === 'reversed') labels.reverse();
  if (form.columns === 'version-last') labels.push(...labels.splice(0, 1));
  const ordered = form.order === 'number' ? rows.toSorted((one, other) => one.number - other.number) : rows;
  const lines = ordered.map((made, at) => line(made, labels, form.otherIssueAt === at ? place + 1 : place));
  if (form.blankRowAfter !== undefined) lines.splice(form.blankRowAfter, 0, ','.repeat(labels.length - 1));
  const text = [writeCsvRecord(labels), ...lines].join(form.ending);
  return (form.byteOrderMark ? '\uFEFF' : '') + text + (form.finalNewline ? form.ending : '');
}

function line(made: Row, labels: readonly string[], issue: number): string {
  const model = ((made.number + made.model) % 7).toString(16).toUpperCase().padStart(4, '0');
  const number = String(made.number).padStart(6, '0');
  const firmware = made.damage === 'firmware' ? '2012F' : '0002012F';
  const written = rowValues({
    version: `Version 1.${issue} Issued on 02-11-2026`,
    entryNumber: NUMBERS[made.damage]?.(made.number) ?? number,
    status: made.damage === 'status' ? 'Gone' : made.status,
    deviceType: made.family === 'Twin' ? made.type.replace('Single', 'Twin') : made.type,
    modelIdentifier: model,
    firmwareVersion: made.spelling === 'colons' ? octets(firmware) : firmware,
    smetsChtsVersion: made.smets + (made.spelling === 'blanks' ? ' ' : ''),
    gbcsVersion:
      made.damage === 'gbcs' ? 'banana' : `GBCS Version ${made.gbcs}${made.spelling === 'blanks' ? '  ' : ''}`,
    manufacturerImageHash: made.spelling === 'lower' ? made.hash.toLowerCase() : made.hash,
  });
  const values = new Map<string, string>(
    CPL_COLUMNS.map(({ label, field }) => [label, written[field satisfies CplField]]),
  );
  values.set('Remark', made.spelling === 'lines' ? 'seen,\r\n"twice"\n' : '');
  const cells = labels.map((label) => values.get(label) ?? '');
  return made.spelling === 'quoted'
    ? cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
    : writeCsvRecord(cells);
}

const NUMBERS: Readonly<Record<string, (number: number) => string>> = {
  short: String,
  float: (number) => `${number}.0`,
  'no-number': () => 'n/a',
};

function octets(text: string): string {
  return text.replaceAll(/(..)(?=.)/g, '$1:').toLowerCase();
}
