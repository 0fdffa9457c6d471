/** How far a finding reaches: the whole file is refused, one row is quarantined, or it is only said. */
export type FindingSeverity = 'file' | 'row' | 'warning';

/**
 * One thing that is wrong, or looks wrong, in what a sender gave us: a stable code, where it is, and a sentence
 * that says what it is and what to do. `line` is the physical line on which the record starts (the header is 1).
 */
export type Finding = {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly message: string;
};

/** Characters of a field's name or of a value that a finding repeats, and of its sentence. */
const MOST_QUOTED = 200;
const MOST_TOLD = 1000;

/**
 * The same finding with what it quotes of the file cut to a length that a person reads: a file may have a label, a
 * key or a value of any length, and what keeps findings has not room for that.
 */
export function bounded(finding: Finding): Finding {
  const { field, value, message } = finding;
  if (field.length <= MOST_QUOTED && value.length <= MOST_QUOTED && message.length <= MOST_TOLD) return finding;
  return {
    ...finding,
    field: cut(field, MOST_QUOTED),
    value: cut(value, MOST_QUOTED),
    message: cut(message, MOST_TOLD),
  };
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}…`;
}
