import { readCsvRecords } from '../../functions/domain/csv/csv-records.ts';
import { FindingLog } from '../../functions/domain/findings/finding-log.ts';
import { cplWorkbook } from '../support/cpl-workbook.ts';
import { listCsv, type ListLine, listLine } from '../support/list-history/cpl-list-csv.ts';
import { type ListBook, listBook } from '../support/list-history/list-book.ts';
import { publishedCsv } from '../support/list-history/published-csv.ts';
import type { Choices } from './choices.ts';
import type { PutFile } from './inbox-files.ts';
import { isSmets1 } from './list-model.ts';

/** One issue as its file says it; rows under a damaged number cannot be read. */
export type SimulatedList = {
  readonly issue: string;
  readonly issuedOn: string;
  readonly lines: readonly ListLine[];
  readonly damaged: ReadonlySet<string>;
};

/** Versions of GBCS that the schedules know; the DSP itself refuses the last one, which only a substitute can be. */
const DECLARED = ['4.1', '9.9', '9.8'] as const;
export const GBCS = [...DECLARED, '4.2-beta'] as const;

/** The first day of a schedule, and one that is still to come in all of them. */
const TODAY = '2026-11-02';
const STILL_TO_COME = '2027-06-01';

/** What a line says, by its Device Model and by what schedules change. */
export function contentOf(model: number, gbcs: string, smets = 'SMETS V5.1'): ListLine {
  return listLine({
    manufacturer: 'AB01',
    model: String(model).padStart(4, '0'),
    hardwareVersion: '01',
    hardwareRevision: '01',
    firmware: '00000100',
    smetsChts: smets,
    gbcs: `GBCS Version ${gbcs}`,
    hash: 'AA'.repeat(32),
  });
}

/** SECAS, who keeps the list and issues it again and again. */
export class Secas {
  readonly #book: ListBook = listBook();
  readonly #choices: Choices;
  #issue: readonly [major: number, minor: number];
  #models = 0;
  #last: SimulatedList | undefined;

  constructor(choices: Choices) {
    this.#choices = choices;
    this.#issue = choices.oneOf<readonly [number, number]>([
      [1, 8],
      [1, 292],
      [2, 9],
    ]);
    this.#add('4.1');
    this.#add(choices.oneOf(DECLARED));
    if (choices.happens(0.1)) this.#book.add(contentOf((this.#models += 1), '0.0', 'SMETS V1.2'));
  }

  /** The next issue: what changed since the last one, now and then out of turn, damaged, or under a wrong number. */
  next(): SimulatedList {
    const choices = this.#choices;
    const isCorrection = this.#last !== undefined && choices.happens(0.1);
    if (!isCorrection) this.#issue = choices.happens(0.08) ? later(later(this.#issue)) : later(this.#issue);
    for (let change = choices.below(4); change > 0; change -= 1) this.#change();
    const [major, minor] = this.#issue;
    const isSlip = choices.happens(0.05);
    const issue = issueOf(isSlip ? [major, minor + 50] : this.#issue);
    const issuedOn = choices.happens(0.04) ? STILL_TO_COME : choices.oneOf([TODAY, '2026-11-03']);
    const { lines } = this.#book.issue({ issue, issuedOn });
    const withheld = choices.happens(0.15) ? choices.below(lines.length) : -1;
    const there = lines.length === 1 ? lines : lines.filter((_, at) => at !== withheld);
    this.#last = { issue, issuedOn, lines: there, damaged: this.#damagedIn(there) };
    return this.#last;
  }

  #change(): void {
    const choices = this.#choices;
    const lines = this.#book.lines('untouched');
    const line = lines[choices.below(lines.length)];
    const what = choices.below(10);
    if (line === undefined || what < 2) return void this.#add(choices.oneOf(DECLARED));
    const { entryNumber, status } = line;
    const gbcs = `GBCS Version ${choices.oneOf(DECLARED)}`;
    if (what < 4) this.#book.correct(entryNumber, isSmets1(line) ? { hash: otherHash(line) } : { gbcs });
    else if (what < 5) this.#book.correct(entryNumber, { hash: otherHash(line) });
    else if (what < 8) this.#book[status === 'Current' ? 'remove' : 'reinstate'](entryNumber);
    else if (what < 9 && !isSmets1(line)) this.#book.relist(entryNumber, { gbcs });
    else this.#book.duplicate(entryNumber);
  }

  #add(gbcs: string): string {
    this.#models += 1;
    return this.#book.add(contentOf(this.#models, gbcs));
  }

  /** A row that cannot be read, of a Device Model that has no other. */
  #damagedIn(lines: readonly ListLine[]): ReadonlySet<string> {
    const choices = this.#choices;
    if (lines.length < 2 || !choices.happens(0.08)) return new Set();
    const alone = this.#book
      .lines()
      .filter(
        ({ model, status }, _, all) => status === 'Current' && all.filter((one) => one.model === model).length === 1,
      );
    const line = alone[choices.below(alone.length)];
    return new Set(line === undefined ? [] : [line.entryNumber]);
  }
}

function later([major, minor]: readonly [number, number]): readonly [number, number] {
  return major === 1 && minor === 293 ? [2, 0] : [major, minor + 1];
}

/** An issue as the list writes it. */
export function issueOf([major, minor]: readonly [number, number]): string {
  return `${major}.${major === 1 ? minor : String(minor).padStart(3, '0')}`;
}

function otherHash({ hash }: ListLine): string {
  return (hash.startsWith('A') ? 'BB' : 'AA').repeat(32);
}

/** The file of an issue: now and then unsound, packed, a workbook, or under a name that was used before. */
export function listFile(list: SimulatedList, choices: Choices): PutFile {
  const sound = !choices.happens(0.08);
  const key = choices.happens(0.3) ? 'cpl/latest.csv' : `cpl/list-${list.issue}.csv`;
  const file = fileOf(list, key, sound);
  if (sound && choices.happens(0.06)) return asWorkbook(file);
  return choices.happens(0.08) ? zipped(file, choices.oneOf(['gzip', 'gzip', 'damaged gzip'])) : file;
}

/** The file of an issue as csv, whole unless said otherwise. */
export function fileOf(list: SimulatedList, key = `cpl/list-${list.issue}.csv`, sound = true): PutFile {
  const cells = ({ entryNumber }: ListLine) =>
    list.damaged.has(entryNumber) ? { 'Manufacturer_Image.hash': 'not a hash' } : {};
  return {
    key,
    body: listCsv(list.lines, list, { cells }) + (sound ? '' : '"an open quote'),
    meaning: { kind: 'cpl', sound, list },
  };
}

/** A list of these lines, numbered from 1 unless they say otherwise. */
export function listOf(issue: string, lines: readonly Partial<ListLine>[]): SimulatedList {
  const numbered = lines.map((line, at) => {
    const entryNumber = line.entryNumber ?? String(at + 1).padStart(6, '0');
    return { ...contentOf(Number(entryNumber), '4.1'), entryNumber, ...line };
  });
  return { issue, issuedOn: TODAY, lines: numbered, damaged: new Set() };
}

/** The same list, compressed. */
export function zipped(file: PutFile, packing: 'gzip' | 'damaged gzip' = 'gzip'): PutFile {
  return { ...file, key: `${file.key}.gz`, packing };
}

/** The same list as SECAS's workbook, with its certificates. */
export function asWorkbook(file: PutFile): PutFile {
  return { ...file, key: file.key.replace(/csv$/, 'xlsx'), packing: 'workbook' };
}

/** The published sheet of an issue, saved as csv: it brings certificates and no list. */
export function certificatesFile({ lines }: SimulatedList): PutFile {
  return { key: 'cpl/published.csv', body: publishedCsv(lines), meaning: { kind: 'certificates' } };
}

/** The bytes of a workbook that has this csv as its list. */
export function workbookBytes(csv: string, { lines }: SimulatedList): Uint8Array {
  return cplWorkbook({ listRows: rowsOf(csv), publishedRows: rowsOf(publishedCsv(lines)) });
}

function rowsOf(csv: string): (readonly string[])[] {
  return readCsvRecords(Buffer.from(csv), csv.length * 2, new FindingLog(0)).map(({ values }) => values);
}
