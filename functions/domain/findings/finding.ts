import type { FindingSeverity } from './codes/finding-meaning.ts';
import type { FindingCode } from './finding-codes.ts';

export type { FindingSeverity };

/**
 * One thing that is wrong, or looks wrong, in what a sender gave us: a stable code, where it is, and a sentence
 * that says what it is and what to do. `line` is the physical line on which the record starts (the header is 1), or 0 for what the file does not have, such
 * as an entry that is missing.
 */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly message: string;
  /** Which column of the file the value is in, the first is 1; absent where it is about no one cell. */
  readonly column?: number | undefined;
  /** The entry that it is about, as far as that can be read: its number on the list, and its key; '' where not. */
  readonly entry?: { readonly number: string; readonly key: string } | undefined;
};

/** A finding as a record or a receipt has it, perhaps one of an earlier version with codes of its own. */
export type RecordedFinding = Omit<Finding, 'code'> & { readonly code: string };

/** Characters of a field's name or of a value that a finding repeats, and of its sentence. */
const MOST_QUOTED = 200;
const MOST_SAID = 1000;

/**
 * The same finding with what it quotes of the file cut to a length that a person reads: a file may have a label, a
 * key or a value of any length, and what keeps findings has not room for that.
 */
export function bounded<F extends RecordedFinding>(finding: F): F {
  const { field, value, message } = finding;
  if (field.length <= MOST_QUOTED && value.length <= MOST_QUOTED && message.length <= MOST_SAID) return finding;
  return {
    ...finding,
    field: cut(field, MOST_QUOTED),
    value: cut(value, MOST_QUOTED),
    message: cut(message, MOST_SAID),
  };
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}…`;
}

/** The same finding with the entry that it is about. */
export function aboutEntry(
  finding: Finding,
  { entryNumber: number, entryKey: key }: { readonly entryNumber: string; readonly entryKey: string },
): Finding {
  return { ...finding, entry: { number, key } };
}

/** Sorts findings by their lines. */
export function earlierLine(one: RecordedFinding, other: RecordedFinding): number {
  return one.line - other.line;
}
