import fc from 'fast-check';
import { combinationsCsv, parseCombinations } from '../../functions/domain/gbcs/combinations-file.ts';
import { gbcsRegisterCsv, parseGbcsRegister } from '../../functions/domain/gbcs/gbcs-file.ts';
import { readWorkbook } from '../../functions/intake/cpl/workbook.ts';
import { cplWorkbook } from '../support/cpl-workbook.ts';
import { agreedListsAreReadTruly, settingsAreReadTruly } from './governance-fuzz.ts';
import { publishedSheetsAreReadTruly } from './published-fuzz.ts';
import { type FileTally, isReadTruly } from './read-truly.ts';

/** Good cells of each column, and others that somebody might write into any. */
const GOOD: Readonly<Record<string, readonly [string, ...string[]]>> = {
  gbcs_version: ['4.1', 'GBCS Version 4.2', '1.0', '2.0', '3.2'],
  recognised: ['yes', 'no', 'YES'],
  device_type: ['Gas Smart Meter', 'Communications Hub'],
  smets_chts_version: ['SMETS V5.1', 'SMETS2 v4.2', 'CHTS V1.0'],
  valid_from: ['', '2022-11-02', '2024-02-29'],
  valid_to: ['', '2029-11-02'],
  installation_to: ['', '2027-01-31'],
  maintenance_to: ['', '2028-01-31'],
};
const ANY = ['', '4', 'maybe', '02/11/2026', '2026-02-30', '=1+1', '"', 'a,b', 'a\nb', 'é', '\u200B'] as const;
const cellOf = (column: string): fc.Arbitrary<string> => {
  const good = fc.constantFrom(...(GOOD[column] ?? ['', 'a text', 'a, "quoted" text']));
  return fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...ANY) });
};

const registerColumns = [
  'gbcs_version',
  'recognised',
  'valid_from',
  'valid_to',
  'dsp_mapping',
  'source',
  'confidence',
  'note',
];
const combinationColumns = [
  'device_type',
  'smets_chts_version',
  'gbcs_version',
  'valid_from',
  'installation_to',
  'maintenance_to',
  'source',
  'confidence',
  'note',
];

/** A governance file with its columns in any order, now and then without one, and damaged in one place. */
const governanceFiles = (columns: readonly string[]) =>
  fc
    .record({
      header: fc.shuffledSubarray([...columns], { minLength: columns.length }),
      lacks: fc.integer({ min: 0, max: columns.length * 10 }),
      rows: fc.array(fc.record(Object.fromEntries(columns.map((column) => [column, cellOf(column)]))), {
        maxLength: 3,
      }),
      at: fc.nat({ max: 400 }),
      insert: fc.constantFrom('', '', '', '"', ',', '\r', '\0', '\uFEFF'),
    })
    .map(({ header: all, lacks, rows, at, insert }) => {
      const header = all.filter((_, place) => place !== lacks);
      const quoted = (cell = ''): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
      const lines = [header, ...rows.map((row) => header.map((column) => quoted(row[column])))];
      const text = lines.map((line) => line.join(',')).join('\r\n');
      return Buffer.from(text.slice(0, at) + insert + text.slice(at));
    });

/** Every register is refused for a reason, or read as something that, written out, is read as the same. */
const registersAreReadTruly = (tally: FileTally) =>
  fc.property(governanceFiles(registerColumns), (file) =>
    isReadTruly(
      tally,
      file,
      (bytes) => {
        const reading = parseGbcsRegister(bytes);
        return reading.outcome === 'read' ? { read: reading.register } : { refused: reading.findings };
      },
      gbcsRegisterCsv,
    ),
  );

/** So is every table of combinations. */
const combinationsAreReadTruly = (tally: FileTally) =>
  fc.property(governanceFiles(combinationColumns), (file) =>
    isReadTruly(
      tally,
      file,
      (bytes) => {
        const reading = parseCombinations(bytes);
        return reading.outcome === 'read' ? { read: reading.combinations } : { refused: reading.findings };
      },
      combinationsCsv,
    ),
  );

const rows = fc.array(
  fc.array(fc.constantFrom('1', 'AB:01', '4.10', 'a & b', 'x<y', ' é ', '"', ''), { minLength: 3, maxLength: 3 }),
  { minLength: 1, maxLength: 6 },
);
const damages = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat({ max: 255 }), removes: fc.boolean() }),
  { maxLength: 3 },
);

/** A workbook that is damaged anywhere is refused for a reason, or gives the very list that was put into it. */
const workbooksAreReadTruly = (tally: FileTally) =>
  fc.property(rows, damages, (listRows, damaged) => {
    const whole = cplWorkbook({ listRows, publishedRows: listRows });
    let bytes = Buffer.from(whole);
    for (const { at, byte, removes } of damaged) {
      const place = Math.floor(at * bytes.byteLength);
      bytes = Buffer.concat([
        bytes.subarray(0, place),
        Buffer.from([byte]),
        bytes.subarray(removes ? place + 2 : place + 1),
      ]);
    }
    const { workbook, findings } = readWorkbook(bytes);
    tally[workbook === undefined ? 'refused' : 'read'] += 1;
    if (workbook === undefined) return findings.length > 0;
    return Buffer.from(workbook.listCsv).equals(readWorkbook(whole).workbook?.listCsv ?? new Uint8Array());
  });

type Options = { readonly numRuns: number; readonly seed: number };

/** The fuzz of each kind of file; it throws for the smallest file that is not read truly, and gives how many were. */
export const FILE_FUZZ: readonly (readonly [what: string, run: (options: Options) => FileTally])[] = [
  ['a register', (options) => tallied((tally) => fc.assert(registersAreReadTruly(tally), options))],
  ['a table of combinations', (options) => tallied((tally) => fc.assert(combinationsAreReadTruly(tally), options))],
  ['an agreed list', (options) => tallied((tally) => fc.assert(agreedListsAreReadTruly(tally), options))],
  ['a settings file', (options) => tallied((tally) => fc.assert(settingsAreReadTruly(tally), options))],
  ['a published sheet', (options) => tallied((tally) => fc.assert(publishedSheetsAreReadTruly(tally), options))],
  ['a workbook', (options) => tallied((tally) => fc.assert(workbooksAreReadTruly(tally), options))],
];

function tallied(run: (tally: FileTally) => void): FileTally {
  const tally = { read: 0, refused: 0 };
  run(tally);
  return tally;
}
