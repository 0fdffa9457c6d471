import { fieldOfLabel, foldLabel } from '../../domain/cpl/cpl-columns.ts';
import type { CsvRow } from '../../domain/csv/csv-table.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import { ListCsv } from './list-csv.ts';
import { readSharedStrings } from './shared-strings.ts';
import { type SharedOfSheets, readSheet } from './sheet-rows.ts';
import { type WorkbookSheets, findSheets } from './workbook-sheets.ts';
import {
  UnreadableWorkbook,
  WORKBOOK_LIMITS,
  type WorkbookLimits,
  type WorkbookTroubleCode,
  workbookFinding,
} from './workbook-trouble.ts';
import { ZipArchive } from './zip-archive.ts';

/** The sheet that is the list, in the DCC's 13 columns. */
export const LIST_SHEET = 'CPL - saveable in CSV';
/** The sheet that everyone reads, the only one with certificates. */
export const PUBLISHED_SHEET = 'Central Products List';

/** What is read of SECAS's workbook. */
export type CplWorkbook = {
  /** The list as CSV, byte for byte as the DCC's file is saved from the sheet: CRLF, RFC 4180, UTF-8. */
  readonly listCsv: Uint8Array;
  /** The entry numbers of the list. */
  readonly entryNumbers: ReadonlySet<string>;
  /** The rows of the published sheet with anything in them, `line` being the row's number; undefined without it. */
  readonly published: readonly CsvRow[] | undefined;
};

/** A workbook, or undefined with a finding that refuses the file; either may come with warnings. */
export type WorkbookReading = { readonly workbook: CplWorkbook | undefined; readonly findings: readonly Finding[] };

const ZIP_MAGIC = 'PK\u0003\u0004';
const EMPTY_ZIP_MAGIC = 'PK\u0005\u0006';
/** What old workbooks begin with, and new ones that are encrypted. */
const COMPOUND_MAGIC = '\u00D0\u00CF\u0011\u00E0';

/** Whether a file begins as a workbook does, also as one that cannot be read: old or encrypted. */
export function beginsAsWorkbook(bytes: Uint8Array): boolean {
  const magic = magicOf(bytes);
  return magic === ZIP_MAGIC || magic === COMPOUND_MAGIC;
}

/** Reads the list and the published sheet of SECAS's workbook (`.xlsx`, `.xlsm`); never throws for what is in it. */
export function readWorkbook(bytes: Uint8Array, limits: WorkbookLimits = WORKBOOK_LIMITS): WorkbookReading {
  try {
    return readSheets(open(bytes, limits), limits);
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return { workbook: undefined, findings: [error.finding] };
    throw error;
  }
}

function open(bytes: Uint8Array, limits: WorkbookLimits): ZipArchive {
  const magic = magicOf(bytes);
  if (magic === COMPOUND_MAGIC) throw new UnreadableWorkbook('CPL-WORKBOOK-OLD-OR-LOCKED');
  if (magic !== ZIP_MAGIC && magic !== EMPTY_ZIP_MAGIC) throw new UnreadableWorkbook('CPL-WORKBOOK-NOT-A-ZIP');
  return new ZipArchive(bytes, limits);
}

function readSheets(archive: ZipArchive, limits: WorkbookLimits): WorkbookReading {
  const found = findSheets(archive, limits);
  const listFile = fileOf(found, LIST_SHEET);
  if (listFile === undefined) {
    throw new UnreadableWorkbook('CPL-WORKBOOK-NO-LIST', `Its sheets are: ${namesOf(found)}.`);
  }
  const shared = sharedOf(found, archive, limits);
  const list = new ListCsv(limits);
  const entryNumbers = new Set<string>();
  let numberColumn: number | undefined;
  let notCalculated = readSheet(listFile, archive.read(listFile), shared, limits, (row) => {
    list.add(row);
    numberColumn ??= row.values.findIndex((label) => fieldOfLabel(label) === 'entryNumber');
    entryNumbers.add(row.values[numberColumn] ?? '');
  });

  const publishedFile = fileOf(found, PUBLISHED_SHEET);
  const published: CsvRow[] = [];
  if (publishedFile !== undefined) {
    const onRow = (row: CsvRow): void => void published.push(row);
    notCalculated += readSheet(publishedFile, archive.read(publishedFile), shared, limits, onRow);
  }
  const warnings: [WorkbookTroubleCode, string?][] = [];
  if (publishedFile === undefined) warnings.push(['CPL-WORKBOOK-NO-CERTIFICATES']);
  if (notCalculated > 0) warnings.push(['CPL-WORKBOOK-NOT-CALCULATED', `Such cells: ${notCalculated}.`]);
  return {
    workbook: { listCsv: list.bytes(), entryNumbers, published: publishedFile === undefined ? undefined : published },
    findings: warnings.map(([code, detail]) => workbookFinding(code, detail)),
  };
}

function sharedOf(found: WorkbookSheets, archive: ZipArchive, limits: WorkbookLimits): SharedOfSheets {
  const { sharedStringsFile: file, formats, from1904 } = found;
  const strings = file === undefined || !archive.has(file) ? [] : readSharedStrings(file, archive.read(file), limits);
  return { strings, formats, from1904 };
}

/** The file of a sheet by its name, in any case and spacing. */
function fileOf({ sheets }: WorkbookSheets, name: string): string | undefined {
  return sheets.find((sheet) => foldLabel(sheet.name) === foldLabel(name))?.file;
}

const MOST_NAMES = 10;

function namesOf({ sheets }: WorkbookSheets): string {
  const names = sheets.slice(0, MOST_NAMES).map(({ name }) => `"${name}"`);
  if (sheets.length > MOST_NAMES) names.push(`and ${sheets.length - MOST_NAMES} more`);
  return names.length === 0 ? 'none' : names.join(', ');
}

function magicOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1');
}
