import { lateRegister } from '../list-history/late-register.ts';
import { listLine } from '../list-history/cpl-list-csv.ts';
import { gbcsCell } from '../list-history/declared-versions.ts';
import { type ListBook, listBook, type ListContent, type ListIssue } from '../list-history/list-book.ts';
import { hex } from '../list-history/products.ts';

/** Entries of November 2017, all under GBCS 1.0; the last two come in the overlap and just after it. */
export const ESTABLISHED = ['000001', '000002', '000003', '000004', '000005', '000006'];
export const OF_THE_OVERLAP = '000007';
export const AFTER_THE_OVERLAP = '000008';
/** The two meters of 9 May 2018 under GBCS 1.1 (CPL18 s3, App. A). */
export const [FIRST, SECOND] = ['000009', '000010'] as const;

/** The list of November 2017 to 9 May 2018, of which the last issue brings the two entries that block. */
export type ListOf2018 = {
  readonly book: ListBook;
  /** New entries under a GBCS version, one Device Model each; their numbers. */
  readonly add: (count: number, gbcs: string) => readonly string[];
  readonly autumn: ListIssue;
  readonly overlap: ListIssue;
  readonly expiry: ListIssue;
  readonly may: ListIssue;
  /** The registers before and after the fix of GBCS 1.1, and its day. */
  readonly register: ReturnType<typeof lateRegister>;
};

/** The list as it went until 9 May 2018; what follows is up to the story. */
export function listOf2018(): ListOf2018 {
  const book = listBook();
  const add: ListOf2018['add'] = (count, gbcs) =>
    Array.from({ length: count }, () => book.add({ ...meter(book.lines().length + 1), gbcs: gbcsCell(gbcs) }));
  add(6, '1.0');
  const autumn = book.issue({ issue: '1.53', issuedOn: '2017-11-01' });
  add(1, '1.0');
  book.correct('000002', { hash: '2018'.repeat(16) });
  const overlap = book.issue({ issue: '1.54', issuedOn: '2018-01-10' });
  add(1, '1.0');
  const expiry = book.issue({ issue: '1.55', issuedOn: '2018-05-08' });
  add(2, '1.1');
  book.correct('000003', { hash: '2018'.repeat(16) });
  const may = book.issue({ issue: '1.56', issuedOn: '2018-05-09' });
  const fix = { version: '1.1', from: '1.56', entries: 2, fixedAfterDays: 35 };
  return { book, add, autumn, overlap, expiry, may, register: lateRegister(fix, [autumn, overlap, expiry, may]) };
}

/** The key of the Device Model that an entry number was given to first. */
export function keyOf(entryNumber: string): string {
  const { manufacturer, model, hardwareVersion, hardwareRevision, firmware } = meter(Number(entryNumber));
  return `ESME/${manufacturer}/${model}/${hardwareVersion}${hardwareRevision}/${firmware}`;
}

/** The keys of several, in their order. */
export function keysOf(...entryNumbers: readonly string[]): string[] {
  return entryNumbers.map(keyOf);
}

function meter(number: number): ListContent {
  const { entryNumber: _number, status: _status, ...content } = listLine({ model: hex(0xb000 + number, 4) });
  return content;
}
