import { type IssueStamp, type ListCsvOptions, listCsv, type ListLine } from './cpl-list-csv.ts';

/** The entry numbers that an issue changed, by what became of them. */
export type IssueChanges = {
  /** New numbers, those of `relisted` and `duplicated` among them. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly reinstated: readonly string[];
  /** Numbers under which another hash or version stands than before. */
  readonly corrected: readonly string[];
  /** New numbers of a Device Model that has a line already, with later versions. */
  readonly relisted: readonly string[];
  /** New numbers that repeat all of another line. */
  readonly duplicated: readonly string[];
  /** Numbers that are no longer there: no real list should lose one. */
  readonly disappeared: readonly string[];
};

/** One issue of a list. */
export type ListIssue = IssueStamp & {
  readonly lines: readonly ListLine[];
  readonly changed: IssueChanges;
  /** The issue as a file; blanks after some values as the history was made, unless the options say otherwise. */
  readonly csv: (options?: ListCsvOptions) => string;
};

/** What a line says, apart from its number and status. */
export type ListContent = Omit<ListLine, 'entryNumber' | 'status'>;

/** A list that is worked on, and issued from time to time. */
export type ListBook = {
  /** The line of a number. @throws when there is none. */
  readonly line: (entryNumber: string) => ListLine;
  /** The lines now, in the order of their numbers, or those that are for a change: not touched since the last issue. */
  readonly lines: (which?: 'untouched') => ListLine[];
  /** @returns the new number. */
  readonly add: (content: ListContent) => string;
  readonly relist: (entryNumber: string, change: Partial<ListContent>) => string;
  readonly duplicate: (entryNumber: string) => string;
  readonly remove: (entryNumber: string) => void;
  readonly reinstate: (entryNumber: string) => void;
  readonly correct: (entryNumber: string, change: Partial<ListContent>) => void;
  readonly lose: (entryNumber: string) => void;
  /** Closes an issue: all that happened since the one before it. */
  readonly issue: (stamp: IssueStamp, csvOptions?: ListCsvOptions) => ListIssue;
};

/** Opens a list, from an issue's lines or empty; new numbers follow the last line's. */
export function listBook(from: readonly ListLine[] = []): ListBook {
  const lines = new Map(from.map((line) => [line.entryNumber, line]));
  let highest = Number(from.at(-1)?.entryNumber ?? 0);
  let changed = noChanges();

  const line = (entryNumber: string): ListLine => {
    const found = lines.get(entryNumber);
    if (found === undefined) throw new Error(`The list has no entry ${entryNumber}`);
    return found;
  };
  const note = (what: keyof IssueChanges, entryNumber: string): string => {
    changed[what].push(entryNumber);
    return entryNumber;
  };
  const change = (what: keyof IssueChanges, entryNumber: string, values: Partial<ListLine>): void => {
    lines.set(note(what, entryNumber), { ...line(entryNumber), ...values });
  };
  const add = (content: ListContent): string => {
    highest += 1;
    const entryNumber = String(highest).padStart(6, '0');
    lines.set(entryNumber, { ...content, entryNumber, status: 'Current' });
    return note('added', entryNumber);
  };
  return {
    line,
    add,
    lines: (which) => {
      const all = [...lines.values()];
      if (which === undefined) return all;
      const touched = new Set(Object.values(changed).flat());
      return all.filter(({ entryNumber }) => !touched.has(entryNumber));
    },
    relist: (entryNumber, values) => note('relisted', add({ ...line(entryNumber), ...values })),
    duplicate: (entryNumber) => note('duplicated', add(line(entryNumber))),
    remove: (entryNumber) => change('removed', entryNumber, { status: 'Removed' }),
    reinstate: (entryNumber) => change('reinstated', entryNumber, { status: 'Current' }),
    correct: (entryNumber, values) => change('corrected', entryNumber, values),
    lose: (entryNumber) => {
      lines.delete(note('disappeared', entryNumber));
    },
    issue: ({ issue, issuedOn }, csvOptions = {}) => {
      const [closed, frozen] = [changed, [...lines.values()]];
      changed = noChanges();
      return {
        issue,
        issuedOn,
        lines: frozen,
        changed: closed,
        csv: (options) => listCsv(frozen, { issue, issuedOn }, { ...csvOptions, ...options }),
      };
    },
  };
}

function noChanges(): Record<keyof IssueChanges, string[]> {
  return { added: [], removed: [], reinstated: [], corrected: [], relisted: [], duplicated: [], disappeared: [] };
}
