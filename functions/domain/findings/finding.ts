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
