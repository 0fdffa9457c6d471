import type { Random } from '../../fixtures/demo/generator/random.ts';
import type { AnomalyName } from './anomalies.ts';
import type { ListLine } from './cpl-list-csv.ts';
import { declarable, gbcsCell, gbcsOf } from './declared-versions.ts';
import { pickWeighted } from './issue-days.ts';
import type { ListBook } from './list-book.ts';
import type { ProductSource } from './products.ts';

/** The anomalies that are about lines, not about the days of issues. */
export type LineAnomaly = Exclude<AnomalyName, 'unchanged' | 'sameDay' | 'backdated' | 'longGaps'>;

/** What an anomaly may use: the list, the day of its issue, and what else must happen in the next issue. */
export type AnomalyPlace = {
  readonly book: ListBook;
  readonly random: Random;
  readonly products: ProductSource;
  readonly day: string;
  /** Days to the next issue, undefined when there is none that changes anything. */
  readonly daysToNext: number | undefined;
  readonly mayDeclare: (gbcs: string) => boolean;
  readonly inNextIssue: (action: () => void) => void;
};

/** How many lines are removed at once, and how often. */
const REMOVED_AT_ONCE: readonly (readonly [number, number])[] = [
  [1, 8],
  [2, 3],
  [3, 3],
  [4, 1],
];

/** Makes an anomaly happen; false when the list has nothing for it yet. */
export const HAPPENS: Readonly<Record<LineAnomaly, (place: AnomalyPlace) => boolean>> = {
  removals: ({ book, random }) => remove(book, random, pickWeighted(random, REMOVED_AT_ONCE)).length > 0,
  massRemovals: ({ book, random }) => {
    const current = book.lines().filter(isCurrent).length;
    return current >= 20 && remove(book, random, Math.max(10, Math.ceil(current * 0.06))).length > 0;
  },
  reinstatements: ({ book, random }) =>
    one(
      random,
      book.lines('untouched').filter((line) => !isCurrent(line)),
      ({ entryNumber }) => book.reinstate(entryNumber),
    ),
  reversals: ({ book, random, daysToNext, inNextIssue }) => {
    if (daysToNext === undefined || daysToNext < 0 || daysToNext > 7) return false;
    const removed = remove(book, random, 2);
    inNextIssue(() => removed.forEach((entryNumber) => book.reinstate(entryNumber)));
    return removed.length > 0;
  },
  corrections: ({ book, random }) =>
    one(
      random,
      untouched(book).filter(({ hash }) => hash !== ''),
      ({ entryNumber }) => book.correct(entryNumber, { hash: random.hex(64) }),
    ),
  gbcsRelistings: (place) => relist(place, (line, smetsChts) => smetsChts === line.smetsChts),
  versionRelistings: (place) => relist(place, (line, smetsChts) => smetsChts !== line.smetsChts),
  duplicates: ({ book, random }) => one(random, untouched(book), ({ entryNumber }) => book.duplicate(entryNumber)),
  wrongCombinations: ({ book, products, day, mayDeclare }) => {
    if (day < '2018-11-08' || !mayDeclare('2.1')) return false;
    book.add(products.lineWith('2.1', 'SMETS V2.0'));
    return true;
  },
  sharedModels: ({ book, random, inNextIssue }) =>
    one(
      random,
      untouched(book).filter(({ deviceType }) => deviceType === 'Gas Smart Meter'),
      (line) => {
        const added = book.add({ ...line, deviceType: 'Pre-Payment Interface Device', firmware: `0F${random.hex(6)}` });
        inNextIssue(() => book.remove(added));
      },
    ),
  disappearances: ({ book, random }) => one(random, untouched(book), ({ entryNumber }) => book.lose(entryNumber)),
};

function remove(book: ListBook, random: Random, count: number): string[] {
  const current = untouched(book);
  if (current.length <= count) return [];
  return Array.from({ length: count }, () => {
    const [line] = current.splice(random.below(current.length), 1);
    book.remove(line!.entryNumber);
    return line!.entryNumber;
  });
}

/** Relists a line of SMETS2+ that is the only one of its Device Model for a later GBCS version that can be declared. */
function relist(place: AnomalyPlace, fits: (line: ListLine, smetsChts: string) => boolean): boolean {
  const { book, random, day, mayDeclare } = place;
  const models = Map.groupBy(
    book.lines(),
    ({ model, hardwareVersion, firmware }) => model + hardwareVersion + firmware,
  );
  const single = new Set([...models.values()].filter((lines) => lines.length === 1).map(([line]) => line));
  const candidates = untouched(book).flatMap((line) => {
    const later = declarable(line.deviceType, day).find(
      ({ smetsChts, gbcs }) => gbcs > gbcsOf(line) && mayDeclare(gbcs) && fits(line, smetsChts),
    );
    return later === undefined || gbcsOf(line) === '0.0' || !single.has(line) ? [] : [{ line, later }];
  });
  return one(random, candidates, ({ line, later: { smetsChts, gbcs } }) =>
    book.relist(line.entryNumber, { smetsChts, gbcs: gbcsCell(gbcs) }),
  );
}

function one<T>(random: Random, candidates: readonly T[], act: (chosen: T) => void): boolean {
  const chosen = candidates[random.below(Math.max(1, candidates.length))];
  if (chosen === undefined) return false;
  act(chosen);
  return true;
}

function untouched(book: ListBook): ListLine[] {
  return book.lines('untouched').filter(isCurrent);
}

function isCurrent({ status }: ListLine): boolean {
  return status === 'Current';
}
