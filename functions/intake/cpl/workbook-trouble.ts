import { inFigures } from '../../domain/words/counted.ts';
import { type Finding, type FindingSeverity, bounded } from '../../domain/findings/finding.ts';

/** All that can be wrong with a workbook as a file, with its severity and the sentence its sender reads. */
const TROUBLES = {
  'CPL-WORKBOOK-NOT-A-ZIP': [
    'file',
    'The file is not an Excel workbook. Save the list as an Excel workbook (.xlsx or .xlsm), or as "CSV UTF-8", and send it again.',
  ],
  'CPL-WORKBOOK-OLD-OR-LOCKED': [
    'file',
    'The file is an Excel workbook of the old kind (.xls), or it is protected by a password. Save it as .xlsx without a password to open it, and send it again.',
  ],
  'CPL-WORKBOOK-DAMAGED': [
    'file',
    'The workbook is damaged. Open it in a spreadsheet program, save it as .xlsx, and send it again.',
  ],
  'CPL-WORKBOOK-TOO-LARGE': ['file', 'The workbook holds more than a list of products can need, so it is not read.'],
  'CPL-WORKBOOK-OTHER-KIND': [
    'file',
    'The file is a zip archive, but not an Excel workbook (.xlsx or .xlsm). Save the list as one and send it again.',
  ],
  'CPL-WORKBOOK-NO-LIST': [
    'file',
    'This is a workbook of another kind: it has no sheet "CPL - saveable in CSV", and that sheet is the list.',
  ],
  'CPL-WORKBOOK-NO-CERTIFICATES': [
    'warning',
    'The workbook has no sheet "Central Products List", so the certificates stay as they are.',
  ],
  'CPL-WORKBOOK-NOT-CALCULATED': [
    'warning',
    'Some cells hold a formula whose result was not saved; they count as empty. Open the workbook in a spreadsheet program, save it, and send it again.',
  ],
} as const satisfies Record<string, readonly [FindingSeverity, string]>;

/** Code of something that is wrong with a workbook as a file. */
export type WorkbookTroubleCode = keyof typeof TROUBLES;

/** The finding about a workbook as a file, with what is particular to it behind the sentence. */
export function workbookFinding(code: WorkbookTroubleCode, detail = ''): Finding {
  const [severity, sentence] = TROUBLES[code];
  const message = detail === '' ? sentence : `${sentence} ${detail}`;
  return bounded({ code, severity, line: 1, field: '', value: '', message });
}

/** Why a workbook cannot be read: a finding about what the sender gave us, thrown up to `readWorkbook`. */
export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
  readonly finding: Finding;

  constructor(code: WorkbookTroubleCode, detail = '', options?: ErrorOptions) {
    const finding = workbookFinding(code, detail);
    super(finding.message, options);
    this.finding = finding;
  }
}

/** A workbook that is damaged, and where. */
export function damaged(detail: string, options?: ErrorOptions): UnreadableWorkbook {
  return new UnreadableWorkbook('CPL-WORKBOOK-DAMAGED', detail, options);
}

/** Most of everything that is read of one workbook: a small file can unfold into more than the memory holds. */
export type WorkbookLimits = {
  /** Files in the archive. */
  readonly parts: number;
  /** Bytes of one file in the archive, unpacked. */
  readonly partBytes: number;
  /** Bytes of one of the small files, unpacked: relations, the names of the sheets, styles. */
  readonly smallPartBytes: number;
  /** Bytes of all files that are read, unpacked. */
  readonly totalBytes: number;
  /** Characters between two tags, or within one. */
  readonly tokenCharacters: number;
  /** Texts in the table that the cells of all sheets share. */
  readonly sharedStrings: number;
  /** Characters of one cell; a spreadsheet program allows 32,767. */
  readonly cellCharacters: number;
  /** The number of the last row of a sheet with anything in it. */
  readonly rows: number;
  /** Cells of one sheet, with the empty ones before the last of each row. */
  readonly cells: number;
  /** Bytes of the list as CSV: cells share texts, so that a small sheet can make a long list. */
  readonly listBytes: number;
};

const MEBIBYTE = 1024 * 1024;

/** Room for a list of 100,000 rows and more; the list of 2022 had 729, in 1 MiB unpacked. */
export const WORKBOOK_LIMITS: WorkbookLimits = {
  parts: 1_000,
  partBytes: 128 * MEBIBYTE,
  smallPartBytes: 8 * MEBIBYTE,
  totalBytes: 256 * MEBIBYTE,
  tokenCharacters: MEBIBYTE,
  sharedStrings: 2_000_000,
  cellCharacters: 32_767,
  rows: 200_000,
  cells: 5_000_000,
  listBytes: 64 * MEBIBYTE,
};

/** Refuses a workbook that goes beyond one of the limits. */
export function checkLimit(limits: WorkbookLimits, limit: keyof WorkbookLimits, value: number): void {
  if (value <= limits[limit]) return;
  throw new UnreadableWorkbook(
    'CPL-WORKBOOK-TOO-LARGE',
    `${LIMIT_WORDS[limit]}: the limit is ${inFigures(limits[limit])}.`,
  );
}

const LIMIT_WORDS: Readonly<Record<keyof WorkbookLimits, string>> = {
  parts: 'Files in the archive',
  partBytes: 'Bytes of one file in the archive',
  smallPartBytes: 'Bytes of relations or styles in the archive',
  totalBytes: 'Bytes of all files in the archive',
  tokenCharacters: 'Characters in one tag or text',
  sharedStrings: 'Texts in the workbook',
  cellCharacters: 'Characters in one cell',
  rows: 'Rows of one sheet',
  cells: 'Cells of one sheet',
  listBytes: 'Bytes of the list as CSV',
};
